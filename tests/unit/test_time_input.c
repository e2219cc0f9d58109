#include "service/base/time_input.h"

#include "service/base/timestamp.h"
#include "tests/unit/rows.h"

#include <string.h>

static const struct reading {
    const char *reason;
    const char *text;
    const char *expected; /* printed as RFC 3339, or a word of the sentence that refuses it */
} readings[] = {
    {"RFC 3339", "2026-01-31T09:30:00.25+03:00", "2026-01-31T06:30:00.250000Z"},
    {"small letters", "2026-01-31t09:30:00z", "2026-01-31T09:30:00Z"},
    {"a blank for the T", "2026-01-31 09:30:00Z", "2026-01-31T09:30:00Z"},
    {"an offset without its colon", "2026-01-31T09:30:00+0300", "2026-01-31T06:30:00Z"},
    {"an offset of hours alone", "2026-01-31 09:30:00.123-05", "2026-01-31T14:30:00.123000Z"},
    {"a blank before the offset", "2026-01-31 09:30:00 +0300", "2026-01-31T06:30:00Z"},
    {"a zone's name behind a blank", "2026-01-31 09:30:00 UTC", "2026-01-31T09:30:00Z"},
    {"no seconds", "2026-01-31T09:30+03:00", "2026-01-31T06:30:00Z"},
    {"a comma before the fraction", "2026-01-31T09:30:00,5Z", "2026-01-31T09:30:00.500000Z"},
    {"a date alone", "2026-01-31", "2026-01-31T00:00:00Z"},
    {"a leap day", "2024-02-29", "2024-02-29T00:00:00Z"},
    {"a leap day of another year", "2025-02-29", "This must be a time"},
    {"a leap second", "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
    {"no offset", "2026-01-31T09:30:00", "no offset"},
    {"no offset and no seconds", "2026-01-31 09:30", "no offset"},
    {"a plus sign that became a blank", "2026-01-31T09:30:00 03:00", "%2B"},
    {"the same without a colon", "2026-01-31T09:30:00 0300", "%2B"},
    {"two of them", "Sat, 31 Jan 2026 09:30:00  0300", "%2B"},
    {"an offset of 24 hours", "2026-01-31T09:30:00+24:00", "This must be a time"},
    {"an offset of 60 minutes", "2026-01-31T09:30:00+0360", "This must be a time"},
    {"an offset that is cut", "2026-01-31T09:30:00+03:", "This must be a time"},
    {"an offset of three digits", "2026-01-31T09:30:00+030", "This must be a time"},
    {"something behind the offset", "2026-01-31T09:30:00+03:00x", "This must be a time"},
    {"hour 24", "2026-01-31T24:00:00Z", "This must be a time"},
    {"month 13", "2026-13-01", "This must be a time"},
    {"a month of one digit", "2026-1-31", "This must be a time"},
    {"the time of an e-mail", "Sat, 31 Jan 2026 09:30:00 +0300", "2026-01-31T06:30:00Z"},
    {"without its day's name", "31 Jan 2026 09:30:00 -0500", "2026-01-31T14:30:00Z"},
    {"without seconds, one digit for the day", "Sun, 1 Feb 2026 09:30 GMT", "2026-02-01T09:30:00Z"},
    {"a header of HTTP", "Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"},
    {"a comment behind it", "Sat, 31 Jan 2026 09:30:00 +0300 (AST)", "2026-01-31T06:30:00Z"},
    {"a comment alone", "(AST)", "This must be a time"},
    {"an obsolete zone", "Sat, 31 Jan 2026 09:30:00 EST", "2026-01-31T14:30:00Z"},
    {"a year of two digits", "Sat, 31 Jan 26 09:30:00 +0000", "2026-01-31T09:30:00Z"},
    {"of the last century", "Tue, 05 Jan 99 09:30:00 +0000", "1999-01-05T09:30:00Z"},
    {"a zone nobody knows", "Sat, 31 Jan 2026 09:30:00 AST", "This must be a time"},
    {"an e-mail's time without a zone", "Sat, 31 Jan 2026 09:30:00", "no offset"},
    {"a month nobody knows", "Sat, 31 Jän 2026 09:30:00 GMT", "This must be a time"},
    {"seconds since 1970", "1769851800", "2026-01-31T09:30:00Z"},
    {"with a fraction", "1769851800.250000", "2026-01-31T09:30:00.250000Z"},
    {"of nine digits", "999999999", "2001-09-09T01:46:39Z"},
    {"milliseconds", "1769851800000", "milliseconds"},
    {"a year alone", "2026", "too small"},
    {"a date in digits", "20260131", "too small"},
    {"nothing known", "0", "too small"},
    {"before 1970", "-1769851800", "This must be a time"},
    {"two points", "1769851800.2.5", "This must be a time"},
    {"a number that grows", "1.7698518e9", "This must be a time"},
    {"Arabic-Indic digits", "٢٠٢٦-٠١-٣١", "This must be a time"},
    {"words", "yesterday", "This must be a time"},
    {"a blank", " ", "This must be a time"},
    {"nothing", "", "This must be a time"},
};

static void is_read_as_it_is_meant(void **state)
{
    ROW(struct reading, row, state);
    size_t length = strlen(row->text);
    char *exact = malloc(length + !length); /* no NUL behind it: the sanitizer sees a read too far */
    memcpy(exact, row->text, length);
    int64_t microseconds = 42;
    const char *fault = time_input_read(exact, length, &microseconds);
    free(exact);
    char buffer[TIMESTAMP_LENGTH];
    if (fault)
        assert_non_null(strstr(fault, row->expected));
    else
        assert_string_equal(timestamp_format(microseconds, buffer), row->expected);
    assert_true(!fault || microseconds == 42);
}

int main(void)
{
    return RUN_ROWS("times as they are written", readings, is_read_as_it_is_meant);
}
