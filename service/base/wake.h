/* wake.h - a lock with a condition whose waits end at a time of the monotonic clock.
 *
 * Every thread that waits with a deadline waits here, so that a wall clock that is set back or forth neither stops a
 * deadline nor makes one pass. Times are microseconds of timestamp_monotonic(). A wait may end early for no reason, as
 * POSIX allows: callers wait in a loop over the state they wait for.
 *
 *     wake_lock(&queue->wake);
 *     while (!queue->head && wake_wait_until(&queue->wake, deadline))
 *         ;
 *     …
 *     wake_unlock(&queue->wake);
 *
 * Depends on libc only. Threads: any number may lock, wait and signal; init and release belong to one.
 */
#ifndef ALAM_BASE_WAKE_H
#define ALAM_BASE_WAKE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct wake {
    pthread_mutex_t lock;
    pthread_cond_t changed;
};

void wake_init(struct wake *wake);
/* Nobody may hold the lock or wait. */
void wake_release(struct wake *wake);

void wake_lock(struct wake *wake);
void wake_unlock(struct wake *wake);

/* Waits, with the lock held by the caller before and after, until somebody signals. */
void wake_wait(struct wake *wake);
/* The same, until `deadline` at the latest. False: the deadline has passed. */
bool wake_wait_until(struct wake *wake, int64_t deadline);

/* Ends the wait of one thread, or of all. The lock may be held. */
void wake_one(struct wake *wake);
void wake_all(struct wake *wake);

/* Sets a flag that those who wait look at, with the lock, and ends all waits: how threads are told to end. The caller does
 * not hold the lock. */
void wake_set(struct wake *wake, bool *flag);
/* Whether such a flag is set. The caller does not hold the lock. */
bool wake_is_set(struct wake *wake, const bool *flag);

#endif
