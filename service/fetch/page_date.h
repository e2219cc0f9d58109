/* page_date.h - the time a page says it was published: ISO 8601 loosely, or written out in Arabic or English.
 *
 * "2026-01-31T09:30:00+02:00", "2026-01-31 09:30", "٣١ يناير ٢٠٢٦ 09:30 م", "31 كانون الثاني 2026", "January 31, 2026".
 * Without a zone UTC is meant. Threads: pure function.
 */
#ifndef ALAM_FETCH_PAGE_DATE_H
#define ALAM_FETCH_PAGE_DATE_H

#include <stdbool.h>
#include <stdint.h>

bool page_date_parse(const char *text, int64_t *ret_microseconds);

#endif
