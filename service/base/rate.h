/* rate.h - token buckets, one for each name (a key, or an address that offered wrong ones).
 *
 * A bucket holds `burst` tokens and gains `rate` a second. A fixed table: when it is full the bucket that was idle
 * longest makes room, which errs to the side of letting through. Each process counts for itself. Threads: any.
 */
#ifndef ALAM_HTTP_RATE_H
#define ALAM_HTTP_RATE_H

#include <stdbool.h>
#include <stdint.h>

struct rates;

/* One in this many tokens of a bucket. */
enum { RATES_RESERVE = 10 };

struct rate_state {
    int64_t limit;     /* burst; 0: no limit is in force */
    int64_t window;    /* seconds in which an empty bucket fills */
    int64_t remaining; /* whole tokens left */
    int64_t reset;     /* seconds until the bucket is full */
    int64_t retry;     /* seconds until one token is there; 0 when one was taken */
    int64_t wait;      /* the same in microseconds */
};

struct rates *rates_new(int64_t rate, int64_t burst);
void rates_free(struct rates *rates);
/* Takes a token from the bucket of `name`, at `now` (timestamp_monotonic). False: there is none. */
bool rates_take(struct rates *rates, const char *name, int64_t now, struct rate_state *ret_state);
/* The same for work that can wait: RATES_RESERVE of the burst is left for others of that name. */
bool rates_take_patiently(struct rates *rates, const char *name, int64_t now, struct rate_state *ret_state);

#endif
