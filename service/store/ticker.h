/* ticker.h - the clock of the counts: every ALAM_ROLLUP_INTERVAL it gives the pool one job that folds what writers left
 * behind (entities/rollup.h), and that removes entities no article names any more when nothing is left to fold.
 *
 * Only one job is on its way at a time, and none while the server is away. ALAM_ROLLUP_INTERVAL=0 starts no thread.
 * Threads: start and stop from one.
 */
#ifndef ALAM_STORE_TICKER_H
#define ALAM_STORE_TICKER_H

#include "service/base/wake.h"
#include "service/store/pool/pool.h"

struct ticker {
    struct pool *pool;
    struct store_job job;
    struct error error;
    struct wake wake;      /* its lock guards the two that follow */
    bool running, stopped; /* the job is on its way; ticker_stop was called */
    bool started;          /* there is a thread to join */
    pthread_t thread;
};

/* False when the thread cannot be started. */
bool ticker_start(struct ticker *ticker, struct pool *pool);
/* Ends the thread. A job that is on its way ends after the batch it is at; what is not folded stays in the database. A
 * ticker that was never started is left alone. */
void ticker_stop(struct ticker *ticker);

#endif
