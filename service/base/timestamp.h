/* timestamp.h - points in time as microseconds since 1970-01-01T00:00:00Z, read and printed as RFC 3339.
 *
 * Reading is strict: date, "T", time, offset or "Z"; years 0001 to 9999; days that exist; a leap second (:60) is read
 * as the following second's start, fractions past microseconds are cut. Printing is always UTC with "Z", the fraction
 * only when there is one. Depends on libc only. Threads: pure functions.
 */
#ifndef ALAM_BASE_TIMESTAMP_H
#define ALAM_BASE_TIMESTAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TIMESTAMP_LENGTH = 32 }; /* bytes that a printed time needs, NUL included */

bool timestamp_parse(const char *text, size_t length, int64_t *ret_microseconds);
/* Returns `buffer`. The year must be 0000 to 9999. */
const char *timestamp_format(int64_t microseconds, char buffer[TIMESTAMP_LENGTH]);

int64_t timestamp_now(void);
/* A clock that never goes back, for durations. Microseconds. */
int64_t timestamp_monotonic(void);

#endif
