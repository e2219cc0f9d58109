/* store.h - PostgreSQL behind bounded queues: jobs in, workers that own one connection each, answers out.
 *
 * Three kinds of workers, each kind with a queue of its own:
 *   readers   jobs that only read; over ALAM_READ_DATABASE_URL when there is one (until it is out of reach: then over
 *             the primary), else there are none and the pool does it
 *   pool      everything else, on the primary
 *   writers   jobs with `write`: article rows, many of them in one transaction (group commit, writer.h)
 *
 * A job's `work` runs on a worker thread with a live connection and no open transaction. When the connection proves to
 * be broken before the job's first statement succeeded, the worker connects again and runs `work` once more; so does a
 * deadlock or serialization failure. `done` is called exactly once, on the worker's thread, also when no connection
 * could be had (STATUS_DATABASE_DOWN, `work` not run). While the server is away, attempts to connect pause for a
 * growing time (up to ALAM_RECONNECT_MAXIMUM) shared by all workers; meanwhile jobs fail at once and nothing else does.
 *
 * A job with `write` is stored by a writer. Once committed, `done` is called with STATUS_OK when the article is new;
 * when it was there already, `work` runs on the pool, to answer with what is stored (write->created tells them apart).
 *
 * Threads: store_submit from any; start, stop and free from one.
 */
#ifndef ALAM_STORE_STORE_H
#define ALAM_STORE_STORE_H

#include "service/app/app.h"
#include "service/base/status.h"

struct store;
struct store_conn;
struct article_write;

struct store_job {
    struct store_job *next;      /* the queue's */
    int64_t queued_at;           /* the queue's */
    struct article_write *write; /* NULL: none; prepared (article_write.h) */
    bool reads;                  /* changes nothing, and may be answered by a replica that is a little behind */
    enum status (*work)(struct store_job *job, struct store_conn *conn);
    void (*done)(struct store_job *job, enum status status);
    struct error *error; /* filled when `work` did not run or its commit failed */
};

/* Starts the workers; connects nothing yet. */
enum status store_start(const struct app *app, struct store **ret_store, struct error *error);
/* STATUS_OK: the job belongs to the store until `done`. STATUS_UNAVAILABLE: the queue is full or closed, `done` is not
 * called. */
__attribute__((warn_unused_result)) enum status store_submit(struct store *store, struct store_job *job);
/* Runs what is queued to its end, ends the workers, closes the connections. From now on store_submit refuses; the store
 * itself stays until store_free, because HTTP threads may still ask. */
void store_stop(struct store *store);
void store_free(struct store *store);

/* STATUS_OK when the server answers and every migration that this binary knows is applied, unedited; the latter is
 * remembered once true. */
enum status store_check_ready(struct store_conn *conn, struct error *error);

#endif
