/* pool.h - the queues of the store, and what its workers know together about the server being away.
 *
 *   jobs     work for the pool, on the primary
 *   reads    work that changes nothing, when ALAM_READ_DATABASE_URL names a replica; else it goes to `jobs`
 *   writes   articles to store (store_job.write), a queue for each writer. The same article always goes to the same one,
 *            so that what is posted of it is stored in the order in which it came
 *   checks   probes (store_job.check), so that they wait behind nothing
 *
 * Each queue is bounded: a job that does not fit is refused at once, which is how pressure reaches the client (503).
 * While the server is away, attempts to connect pause for a time that doubles up to ALAM_RECONNECT_MAXIMUM and that all
 * workers share; meanwhile their jobs fail at once.
 *
 * The threads themselves are worker.c's and service/store/writer.c's; store.c starts and stops them.
 * Threads: any, but for init and release, which belong to one.
 */
#ifndef ALAM_STORE_POOL_H
#define ALAM_STORE_POOL_H

#include "service/app/app.h"
#include "service/store/db/shared.h"
#include "service/store/pool/queue.h"

enum { POOL_WRITERS_MAXIMUM = 64 };

struct pool {
    const struct app *app;
    struct queue jobs, reads, checks;
    struct queue writes[POOL_WRITERS_MAXIMUM]; /* the first ALAM_WRITERS of them */
    pthread_mutex_t lock;                      /* guards the two that follow */
    int64_t retry_at;                          /* no attempt to connect before this moment; timestamp_monotonic */
    int64_t pause;                             /* microseconds of the last pause, 0 while the server answers */
    struct shared shared;                      /* of all connections */
};

void pool_init(struct pool *pool, const struct app *app);
/* The queues must be empty and the threads at their end. */
void pool_release(struct pool *pool);

/* Puts a job into its queue and counts it. STATUS_UNAVAILABLE: the queue is full or closed; `done` is not called. */
__attribute__((warn_unused_result)) enum status pool_submit(struct pool *pool, struct store_job *job);
/* Says of the jobs of a queue that their number has changed outside pool_submit. */
void pool_count(const struct pool *pool, int64_t added);
/* Until when somebody waits for this job; 0: nobody does. timestamp_monotonic. */
int64_t pool_until(const struct pool *pool, const struct store_job *job);
/* Answers the jobs that have waited too long in their queues, with STATUS_UNAVAILABLE, or STATUS_DATABASE_DOWN while no
 * server is reached. */
void pool_expire(struct pool *pool);
/* The process ends: statements that run, and those that come, are not waited for. */
void pool_give_up(struct pool *pool);
bool pool_has_given_up(const struct pool *pool);
/* Says in *error that the database cannot be reached, to a `check` with the reason. Returns STATUS_DATABASE_DOWN. */
enum status pool_refuse(struct pool *pool, bool check, struct error *error);

/* True when an attempt to connect is due. */
bool pool_may_connect(struct pool *pool);
/* Says how an attempt to connect went: sets, lengthens or ends the pause. `reason`: why it failed; NULL: it did not. */
void pool_note_connect(struct pool *pool, const char *reason);
/* True between a failed attempt to connect and the next one that succeeds. */
bool pool_is_down(struct pool *pool);

#endif
