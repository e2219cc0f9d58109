/* timestamp.h - points in time as microseconds since 1970-01-01T00:00:00Z, read and printed as RFC 3339.
 *
 * Reading is strict: a date that exists in the years 0001 to 9999, "T", a time, and an offset or "Z". A leap second (:60)
 * is read as the start of the next second; digits behind microseconds are dropped. Printing is always in UTC with "Z", and
 * prints a fraction only when there is one. Depends on libc only. Threads: pure functions.
 */
#ifndef ALAM_BASE_TIMESTAMP_H
#define ALAM_BASE_TIMESTAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TIMESTAMP_LENGTH = 32 }; /* bytes that a printed time needs, NUL included */

/* The years 0001 to 9999: from the first of these times to before the second. */
#define TIMESTAMP_FIRST (-INT64_C(62135596800000000))
#define TIMESTAMP_END INT64_C(253402300800000000)

/* False: the text is no such time. */
bool timestamp_parse(const char *text, size_t length, int64_t *ret_microseconds);
/* Prints the time, whose year must be 0000 to 9999. Returns `buffer`. */
const char *timestamp_format(int64_t microseconds, char buffer[TIMESTAMP_LENGTH]);

/* The wall clock, which may be set back or forth. */
int64_t timestamp_now(void);

/* Microseconds of a clock that never goes back, for durations and deadlines. It does not tell the time of day. */
int64_t timestamp_monotonic(void);

/* Microseconds that the processor has worked for the calling thread. */
int64_t timestamp_processor(void);

#endif
