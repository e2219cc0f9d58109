/* pool.h - the store from inside: its queues, its workers, and what they share.
 *
 * pool.c runs readers and pool, writer.c the writers, ticker.c the clock of the rollup. Threads: stated at each member.
 */
#ifndef ALAM_STORE_POOL_H
#define ALAM_STORE_POOL_H

#include "service/store/articles/recent.h"
#include "service/store/db/conn.h"
#include "service/store/pool/queue.h"

struct worker {
    struct store *store;
    struct queue *queue;
    struct store_conn conn; /* the worker's thread alone */
    bool replica;           /* connects to ALAM_READ_DATABASE_URL first */
    struct known known;     /* of writers */
    bool busy;              /* of writers: the last batch had company */
    pthread_t thread;
};

struct ticker {
    struct store *store;
    struct store_job job;
    struct error error;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t wake;
    bool running, stopped;
    bool started; /* the thread was */
    pthread_t thread;
};

struct store {
    const struct app *app;
    struct queue jobs, reads, writes;
    struct ticker ticker;
    pthread_mutex_t lock; /* guards the two that follow */
    int64_t retry_at;     /* no attempt to connect before; timestamp_monotonic */
    int64_t pause;        /* the next one's length, 0 while all is well */
    atomic_bool migrated; /* the schema was found current */
    size_t worker_count;
    struct worker workers[];
};

/* A live connection of the worker's own, at once or not at all. */
enum status pool_connect(struct worker *worker, struct error *error);
/* Ends one use of the connection: rolls back what is open, closes what is broken. */
void pool_settle(struct worker *worker);
/* False when the job waited too long and was answered. */
bool pool_in_time(struct store *store, struct store_job *job);
bool pool_is_down(struct store *store);

/* The writers' thread (writer.c). */
void *writer_main(void *worker);

/* Folds what writers left behind every ALAM_ROLLUP_INTERVAL, as a job of the pool. */
bool ticker_start(struct ticker *ticker, struct store *store);
void ticker_stop(struct ticker *ticker);

#endif
