/* worker.h - one thread with a queue to take jobs from and a connection of its own.
 *
 * The connection is opened when a job first waits for it, and again when it was lost. The worker holds no job while it
 * connects, because libpq may wait there for a name server: the job can be answered meanwhile (pool_expire). A connection
 * to a server that takes no writes is left after ALAM_RECONNECT_MAXIMUM, to look for one that does. A worker of the reading queue
 * connects to the replica; when that is out of reach, to the primary, until the connection is next opened. Threads: a
 * worker belongs to its thread.
 */
#ifndef ALAM_STORE_POOL_WORKER_H
#define ALAM_STORE_POOL_WORKER_H

#include "service/store/db/conn.h"
#include "service/store/pool/pool.h"

struct worker {
    struct pool *pool;
    struct queue *queue;
    struct store_conn conn;
    bool replica;      /* connects to ALAM_READ_DATABASE_URL first */
    int64_t connected; /* timestamp_monotonic */
    pthread_t thread;
};

/* A worker that is not connected yet. */
void worker_init(struct worker *worker, struct pool *pool, struct queue *queue);
/* Makes sure of a live connection, without waiting: STATUS_DATABASE_DOWN while the pool pauses. */
enum status worker_connect(struct worker *worker, struct error *error);
/* Ends one use of the connection: rolls back a transaction that is still open, closes a connection that broke. */
void worker_settle(struct worker *worker);

/* A thread's main function, for pthread_create with a struct worker: runs the jobs of its queue one by one until the
 * queue is closed and empty, then closes the connection. */
void *worker_main(void *cls);

#endif
