/* time_input.h - a point in time as clients, feeds and people write it.
 *
 *     2026-01-31T09:30:00Z              RFC 3339; seconds may be left out, a fraction may begin with a comma
 *     2026-01-31 09:30:00 +0300         a blank for "T" and before the offset; offsets +03:00, +0300 and +03
 *     2026-01-31                        a date alone: its first moment in UTC
 *     Sat, 31 Jan 2026 09:30:00 +0300   RFC 5322 (2822), also with GMT, its obsolete zones, years of two digits and a
 *                                   comment at the end
 *     1769851800.5                      seconds since 1970, of at least nine digits
 *
 * A time without an offset is refused: nobody knows which moment it is. What is printed, and what alam's own files hold,
 * is RFC 3339 alone (timestamp.h). Depends on libc only. Threads: pure functions.
 */
#ifndef ALAM_BASE_TIME_INPUT_H
#define ALAM_BASE_TIME_INPUT_H

#include <stddef.h>
#include <stdint.h>

/* Reads a time of the years 0001 to 9999 in microseconds since 1970. NULL: *ret_microseconds is written; else a sentence
 * that says what is wrong, which lives for ever. */
const char *time_input_read(const char *text, size_t length, int64_t *ret_microseconds);

#endif
