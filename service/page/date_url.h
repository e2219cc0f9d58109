/* date_url.h - the day in an address.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_PAGE_DATE_URL_H
#define ALAM_PAGE_DATE_URL_H

#include <stdbool.h>
#include <stdint.h>

/* The day in the path: "/2026/01/31/", "/2026-01-31-…", "/20260131/", "/31-01-2026". */
bool date_url_read(const char *url, int64_t *ret_microseconds);

#endif
