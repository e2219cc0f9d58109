/* job.h - one piece of work for a thread that owns a database connection.
 *
 * `work` runs on a worker's thread (worker.h) with a live connection and no open transaction. When the connection
 * proves to be broken before the job's first statement succeeded, the worker connects again and runs `work` once more;
 * it does the same after a deadlock or a serialization failure. `done` is called exactly once, on the worker's thread,
 * also when no connection could be had: then with STATUS_DATABASE_DOWN, and `work` has not run.
 *
 * A job with `write` is stored by a writer (service/store/writer.h), together with others in one transaction. When the
 * article is new, `done` is called with STATUS_OK after the commit and `work` does not run. When the article was stored
 * before, `work` runs on the pool, to answer with what is stored or why it was not replaced: write->outcome says which.
 *
 * Somebody waits for the answer, ALAM_REQUEST_TIMEOUT at the most, or ALAM_READY_TIMEOUT when the job is a `check`: a job
 * that still waits in its queue then is answered there (pool_expire), and statements of one that runs are not waited for
 * any longer (db/await.h). A job that is `patient` has no such limit; each of its statements has.
 *
 * The memory of a job is its owner's, who must keep it until `done` is called. Threads: a job belongs to the store from
 * store_submit until `done`.
 */
#ifndef ALAM_STORE_POOL_JOB_H
#define ALAM_STORE_POOL_JOB_H

#include "service/base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct store_conn;    /* service/store/db/conn.h */
struct article_write; /* service/store/articles/article_write.h */

struct store_job {
    struct store_job *next;      /* set by the queue */
    int64_t queued_at;           /* set by the queue: microseconds, timestamp_monotonic; 0 before */
    struct article_write *write; /* an article to store, prepared; NULL: none */
    int tries;                   /* set by the worker */
    bool check;                  /* asks how the database does: it has a worker of its own, and is told the reason */
    bool patient;                /* nobody waits for the answer */
    unsigned lane;               /* set by store_submit: jobs of one article have the same and keep their order */
    bool reads;                  /* changes nothing and may be answered by a replica that lags behind the primary */
    enum status (*work)(struct store_job *job, struct store_conn *conn);
    void (*done)(struct store_job *job, enum status status);
    struct error *error; /* says why, when `work` did not run or the article could not be stored */
};

#endif
