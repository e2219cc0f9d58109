/* rate.h - token buckets, one for each name: an API key, or an address that offered wrong ones.
 *
 * A bucket holds at most `burst` tokens and gains `rate` tokens a second; a request takes one. The buckets stand in a
 * table of fixed size. When a new name finds its part of the table full, it takes over the bucket that was idle longest:
 * the old name then starts with a full bucket again, so a full table lets too many requests through, never too few.
 * Each process counts for itself. Depends on hash.h. Threads: any.
 */
#ifndef ALAM_BASE_RATE_H
#define ALAM_BASE_RATE_H

#include <stdbool.h>
#include <stdint.h>

struct rates;

/* rates_take_patiently leaves 1 / RATES_RESERVE of the burst. */
enum { RATES_RESERVE = 10 };

struct rate_state {
    int64_t limit;     /* burst; 0: no limit is in force */
    int64_t window;    /* seconds in which an empty bucket fills */
    int64_t remaining; /* whole tokens left */
    int64_t reset;     /* seconds until the bucket is full */
    int64_t retry;     /* seconds until one token is there; 0 when one was taken */
    int64_t wait;      /* the same in microseconds */
};

/* `rate` 0: no limit. A burst smaller than the rate is raised to it. NULL: out of memory. */
struct rates *rates_new(int64_t rate, int64_t burst);
/* NULL is allowed. */
void rates_free(struct rates *rates);

/* Takes a token from the bucket of `name`; `now` is timestamp_monotonic(). False: there is none. *ret_state is written
 * in both cases. */
bool rates_take(struct rates *rates, const char *name, int64_t now, struct rate_state *ret_state);

/* The same for work that can wait, the lines of a batch: it leaves 1 / RATES_RESERVE of the burst to other requests of
 * that name. */
bool rates_take_patiently(struct rates *rates, const char *name, int64_t now, struct rate_state *ret_state);

#endif
