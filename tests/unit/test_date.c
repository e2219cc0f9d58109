/* date.h: the dates that news pages print. */
#include "service/page/date.h"

#include "service/base/timestamp.h"
#include "service/page/date_url.h"
#include "tests/unit/rows.h"

#define NOW INT64_C(1769940000000000) /* 2026-02-01T10:00:00Z */

static const struct date {
    const char *reason;
    const char *text, *time; /* NULL: it is no date */
} dates[] = {
    {"ISO 8601 with an offset", "2026-01-31T09:30:00+02:00", "2026-01-31T07:30:00Z"},
    {"ISO 8601 in UTC", "2026-01-31T09:30:00Z", "2026-01-31T09:30:00Z"},
    {"an offset without a colon", "2026-01-31T09:30:00+0300", "2026-01-31T06:30:00Z"},
    {"an offset of hours alone", "2026-01-31T09:30:00-05", "2026-01-31T14:30:00Z"},
    {"an offset behind a blank", "2026-01-31 09:30:00 +0200", "2026-01-31T07:30:00Z"},
    {"fractions of a second are dropped", "2026-01-31T09:30:00.123Z", "2026-01-31T09:30:00Z"},
    {"without a zone UTC is meant", "2026-01-31 09:30", "2026-01-31T09:30:00Z"},
    {"a day alone begins at midnight", "2026-01-31", "2026-01-31T00:00:00Z"},
    {"slashes, year first", "2026/01/31", "2026-01-31T00:00:00Z"},
    {"words before the date", "Published: 2026-01-31 09:30", "2026-01-31T09:30:00Z"},
    {"digits of Arabic", "٢٠٢٦-٠١-٣١", "2026-01-31T00:00:00Z"},
    {"digits of Persian", "۲۰۲۶-۰۱-۳۱", "2026-01-31T00:00:00Z"},
    {"English, month first", "January 31, 2026", "2026-01-31T00:00:00Z"},
    {"English, day first", "31 January 2026", "2026-01-31T00:00:00Z"},
    {"English, month cut short", "Sat, 31 Jan 2026 09:30", "2026-01-31T09:30:00Z"},
    {"twelve hours, evening", "January 31, 2026 at 9:30 pm", "2026-01-31T21:30:00Z"},
    {"twelve hours, midnight", "January 31, 2026 12:05 AM", "2026-01-31T00:05:00Z"},
    {"twelve hours, noon", "January 31, 2026 12:05 PM", "2026-01-31T12:05:00Z"},
    {"Arabic, months of Egypt", "٣١ يناير ٢٠٢٦", "2026-01-31T00:00:00Z"},
    {"Arabic, months of the Levant", "31 كانون الثاني 2026", "2026-01-31T00:00:00Z"},
    {"Arabic, months of the Maghreb", "31 جانفي 2026", "2026-01-31T00:00:00Z"},
    {"Arabic, evening", "٣١ يناير ٢٠٢٦ 09:30 م", "2026-01-31T21:30:00Z"},
    {"Arabic, morning", "31 يناير 2026 - 09:30 صباحا", "2026-01-31T09:30:00Z"},
    {"two months of one beginning are told apart", "5 تشرين الثاني 2025", "2025-11-05T00:00:00Z"},
    {"a leap day", "29 February 2028", "2028-02-29T00:00:00Z"},
    {"no leap day", "29 February 2026", NULL},
    {"a day that does not exist", "2026-02-30", NULL},
    {"a month that does not exist", "2026-13-01", NULL},
    {"a month without a year", "31 January", NULL},
    {"AP's months with a point", "Jan. 31, 2026", "2026-01-31T00:00:00Z"},
    {"AP's September", "Sept. 5, 2025 at 4:15 p.m.", "2025-09-05T16:15:00Z"},
    {"a day with its ordinal", "Saturday, January 31st, 2026", "2026-01-31T00:00:00Z"},
    {"day, month, year", "31/01/2026", "2026-01-31T00:00:00Z"},
    {"day, month, year with points", "31.1.2026, 09:30", "2026-01-31T09:30:00Z"},
    {"day, month, year in Arabic digits", "٣١/١/٢٠٢٦", "2026-01-31T00:00:00Z"},
    {"day, month, year with blanks", "31 / 01 / 2026", "2026-01-31T00:00:00Z"},
    {"a year of two digits", "31/01/26", "2026-01-31T00:00:00Z"},
    {"month first, where it cannot be otherwise", "01/31/2026", "2026-01-31T00:00:00Z"},
    {"year first in Persian digits", "۲۰۲۶/۱/۳۱", "2026-01-31T00:00:00Z"},
    {"a date in one number", "20260131", "2026-01-31T00:00:00Z"},
    {"Arabic months in a pair", "31 يناير/كانون الثاني 2026", "2026-01-31T00:00:00Z"},
    {"the other way round", "الجمعة 24 نيسان/أبريل 2026 - 14:05", "2026-04-24T14:05:00Z"},
    {"in brackets", "٢٤ نيسان (أبريل) ٢٠٢٦", "2026-04-24T00:00:00Z"},
    {"Maghreb's own names", "12 غشت 2025", "2025-08-12T00:00:00Z"},
    {"Tunisia's August", "12 أوت 2025", "2025-08-12T00:00:00Z"},
    {"the mark of the common era is no evening", "31 يناير 2026م 09:30", "2026-01-31T09:30:00Z"},
    {"a word that begins with م is no evening", "31 يناير 2026 09:30 محمد", "2026-01-31T09:30:00Z"},
    {"the hour before the day", "09:30 - 31 يناير 2026", "2026-01-31T09:30:00Z"},
    {"an hour without minutes", "January 31, 2026, 9 pm", "2026-01-31T21:00:00Z"},
    {"a zone by name", "Jan 31, 2026 9:30 AM EST", "2026-01-31T14:30:00Z"},
    {"a zone by name and offset", "31 January 2026 09:30 GMT+3", "2026-01-31T06:30:00Z"},
    {"Greenwich in Arabic", "31 يناير 2026 الساعة 09:30 بتوقيت غرينتش", "2026-01-31T09:30:00Z"},
    {"of two dates that of publishing", "آخر تحديث 2 فبراير 2026، نشر 31 يناير 2026", "2026-01-31T00:00:00Z"},
    {"a date of change where there is no other", "Updated: January 31, 2026", "2026-01-31T00:00:00Z"},
    {"the Iranian calendar is converted", "۱۱ بهمن ۱۴۰۴", "2026-01-31T00:00:00Z"},
    {"its leap day, too", "۳۰ اسفند ۱۴۰۳", "2025-03-20T00:00:00Z"},
    {"the Islamic calendar is left out", "12 شعبان 1447 هـ", NULL},
    {"beside it the common one counts", "12 شعبان 1447 هـ الموافق 31 يناير 2026م", "2026-01-31T00:00:00Z"},
    {"a year of the Islamic calendar is none of the common one", "1447/08/12", NULL},
    {"hours ago", "2 hours ago", "2026-02-01T08:00:00Z"},
    {"two hours ago in Arabic", "قبل ساعتين", "2026-02-01T08:00:00Z"},
    {"minutes ago in Arabic", "منذ ٣٠ دقيقة", "2026-02-01T09:30:00Z"},
    {"yesterday at an hour", "أمس 14:30", "2026-01-31T14:30:00Z"},
    {"German", "31. Januar 2026, 09:30 Uhr", "2026-01-31T09:30:00Z"},
    {"French", "31 janvier 2026", "2026-01-31T00:00:00Z"},
    {"Spanish", "31 de enero de 2026", "2026-01-31T00:00:00Z"},
    {"a text without a date", "قبل الساعة", NULL},
    {"an empty text", "", NULL},
    {"numbers that are no date", "+20 2 2574 1234", NULL},
};

static void a_date_is_read_or_refused(void **state)
{
    ROW(struct date, row, state);
    char buffer[TIMESTAMP_LENGTH];
    int64_t moment = 0;
    assert_int_equal(date_parse(row->text, NOW, &moment), row->time != NULL);
    if (row->time)
        assert_string_equal(timestamp_format(moment, buffer), row->time);
}

static void without_a_moment_relative_times_are_none(void **state)
{
    int64_t moment;
    (void)state;
    assert_false(date_parse("2 hours ago", 0, &moment));
}

static const struct date addresses[] = {
    {"a path of year, month and day", "https://example.org/2026/01/31/talks", "2026-01-31T00:00:00Z"},
    {"a date in the last part", "https://example.org/news/2026-01-31-talks.html", "2026-01-31T00:00:00Z"},
    {"a date in one number", "https://example.org/20260131/talks", "2026-01-31T00:00:00Z"},
    {"a number that is longer", "https://example.org/202601315/talks", NULL},
    {"a year and a month", "https://example.org/2026/01/talks", NULL},
    {"a query is no path", "https://example.org/talks?from=2026-01-31", NULL},
};

static void the_path_of_an_address_may_hold_the_day(void **state)
{
    ROW(struct date, row, state);
    char buffer[TIMESTAMP_LENGTH];
    int64_t moment = 0;
    assert_int_equal(date_url_read(row->text, &moment), row->time != NULL);
    if (row->time)
        assert_string_equal(timestamp_format(moment, buffer), row->time);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(without_a_moment_relative_times_are_none)};
    int failed = RUN_ROWS("dates of pages", dates, a_date_is_read_or_refused);
    failed += RUN_ROWS("dates in addresses", addresses, the_path_of_an_address_may_hold_the_day);
    return failed + cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
