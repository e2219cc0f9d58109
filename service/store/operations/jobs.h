/* jobs.h - articles to be worked later, as rows of the table jobs: put, look at, take for a lease, finish.
 *
 * Any number of processes may take jobs; UPDATE ... FOR UPDATE SKIP LOCKED gives each a different one. A job whose
 * lease (ALAM_JOB_LEASE) runs out is due again: its process has died, or could not note the outcome. Who works a job
 * renews its lease. A job is begun JOB_ATTEMPTS times at the most, however its attempts end, so that one that ends the
 * process each time does not do so for ever.
 *
 * Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_OPERATIONS_JOBS_H
#define ALAM_STORE_OPERATIONS_JOBS_H

#include "service/base/arena.h"
#include "service/base/status.h"
#include "service/base/uuid.h"

#include <stdint.h>

struct store_conn;

enum { JOB_ID_LENGTH = UUID_LENGTH, JOB_ATTEMPTS = 6 };

struct job {
    char id[JOB_ID_LENGTH + 1];
    const char *state;                         /* queued, running, done or failed */
    const char *body;                          /* of the request; "" once the job has ended */
    int64_t attempts, created_at, finished_at; /* microseconds since 1970 */
    bool finished;
    const char *article_id, *problem; /* NULL: none; problem is JSON */
    const char *trace;                /* traceparent; NULL: none */
    const char *if_exists;            /* the parameter of the request that posted it; NULL: none */
};

/* A job as it was taken: nobody else has it while `attempts` stays the same. */
struct job_held {
    char id[JOB_ID_LENGTH + 1];
    int64_t attempts;
};

/* Stores a job to be worked. Of `job` are read: id, body, trace and if_exists. */
enum status jobs_put(struct store_conn *conn, const struct job *job, struct arena *arena, struct error *error);
/* STATUS_NOT_FOUND when there is none with this id. */
enum status jobs_get(struct store_conn *conn, const char *id, struct arena *arena, struct job *ret_job,
                     struct error *error);
/* Takes the job that has been due longest, for a lease. STATUS_NOT_FOUND when none is due; then those that were begun too
 * often have been given up. */
enum status jobs_take(struct store_conn *conn, struct arena *arena, struct job *ret_job, struct error *error);
/* Notes how an attempt at a job ended, unless another process has taken it since: with an article, or with a problem. With `again` the job is due once more, after a
 * pause of two seconds that doubles with each attempt, up to TIMES_JOB_RETRY_MAXIMUM (db/times.h); the problem can be read
 * meanwhile. */
enum status jobs_finish(struct store_conn *conn, const struct job_held *held, const char *article_id,
                        const char *problem, bool again, struct arena *arena, struct error *error);
/* Renews the leases of jobs as they were taken. */
enum status jobs_renew(struct store_conn *conn, const struct job_held *held, size_t count, struct arena *arena,
                       struct error *error);
/* Deletes jobs that ended longer ago than ALAM_JOB_KEEP. */
enum status jobs_prune(struct store_conn *conn, struct arena *arena, struct error *error);

#endif
