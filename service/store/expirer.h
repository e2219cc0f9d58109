/* expirer.h - the thread that answers jobs which have waited too long in their queues (pool_expire), whatever the workers
 * are doing. Threads: start and stop from one.
 */
#ifndef ALAM_STORE_EXPIRER_H
#define ALAM_STORE_EXPIRER_H

#include "service/base/wake.h"
#include "service/store/pool/pool.h"

enum { EXPIRER_TICK_MS = 100 };

struct expirer {
    struct pool *pool;
    pthread_t thread;
    bool started;
    struct wake wake; /* guards `stopped` */
    bool stopped;
};

/* False: the thread cannot be started. */
bool expirer_start(struct expirer *expirer, struct pool *pool);
/* Also when it was not started. */
void expirer_stop(struct expirer *expirer);

#endif
