/* page_date.h - the time at which a page says it was published.
 *
 * Read are ISO 8601, loosely, and dates written out in Arabic (with the month names of Egypt, the Levant and the Maghreb)
 * or English: "2026-01-31T09:30:00+02:00", "2026-01-31 09:30", "٣١ يناير ٢٠٢٦ 09:30 م", "31 كانون الثاني 2026",
 * "January 31, 2026". Other words may stand around the date. A time without a zone is taken as UTC. Threads: pure function.
 */
#ifndef ALAM_FETCH_PAGE_DATE_H
#define ALAM_FETCH_PAGE_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* False: the text holds no such date, or one that does not exist. */
bool page_date_parse(const char *text, int64_t *ret_microseconds);

#endif
