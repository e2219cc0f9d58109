/* page_date.h: the dates that news pages print. */
#include "service/fetch/page_date.h"

#include "service/base/timestamp.h"
#include "tests/unit/rows.h"

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
    {"a text without a date", "قبل ساعتين", NULL},
    {"an empty text", "", NULL},
    {"numbers that are no date", "+20 2 2574 1234", NULL},
};

static void a_date_is_read_or_refused(void **state)
{
    ROW(struct date, row, state);
    char buffer[TIMESTAMP_LENGTH];
    int64_t moment = 0;
    assert_int_equal(page_date_parse(row->text, &moment), row->time != NULL);
    if (row->time)
        assert_string_equal(timestamp_format(moment, buffer), row->time);
}

int main(void)
{
    return RUN_ROWS("dates of pages", dates, a_date_is_read_or_refused);
}
