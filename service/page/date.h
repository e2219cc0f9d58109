/* date.h - the time at which a page says something was published.
 *
 * Read are ISO 8601, loosely; days in numbers, year first or day first, in any digits ("٣١/١/٢٠٢٦"; where the second number
 * can only be a day, month first); and days with the month's name (date_words.h). Other words may stand around the date.
 * Of several the one behind a word of publishing is taken, else the first. Years of the Iranian calendar with its months'
 * names are converted, which is exact. Those of the Islamic calendar are left out, because its days depend on sightings:
 * they are never read as years of the common one. A time without a zone is taken as UTC.
 * Threads: pure functions.
 */
#ifndef ALAM_PAGE_DATE_H
#define ALAM_PAGE_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* `now`: the moment against which "two hours ago" is read, in microseconds; 0: none is known, and such a time is none.
 * False: the text holds no such date, or one that does not exist. */
bool date_parse(const char *text, int64_t now, int64_t *ret_microseconds);

enum date_trait {
    DATE_IS_ALL = 1,           /* the text is a date and little else, as a line below a headline is */
    DATE_IS_MOST = 8,          /* a date and a few words more */
    DATE_IS_OF_PUBLISHING = 2, /* a word of publishing stands before its date */
    DATE_LEADS = 4             /* it begins with a date, and a sign behind it: "31.01.2026 – The ministry …" */
};

/* Bits of enum date_trait. */
unsigned date_traits(const char *text);

#endif
