/* jobs.h - articles to be worked later, as rows of the table jobs: put, look at, take for a lease, finish.
 *
 * Any number of processes may take jobs; UPDATE ... FOR UPDATE SKIP LOCKED gives each a different one. A job whose
 * lease (ALAM_JOB_LEASE) runs out is due again: its process has died, or could not note the outcome.
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

enum { JOB_ID_LENGTH = UUID_LENGTH };

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

/* Stores a job to be worked. Of `job` are read: id, body, trace and if_exists. */
enum status jobs_put(struct store_conn *conn, const struct job *job, struct arena *arena, struct error *error);
/* STATUS_NOT_FOUND when there is none with this id. */
enum status jobs_get(struct store_conn *conn, const char *id, struct arena *arena, struct job *ret_job,
                     struct error *error);
/* Takes the job that has been due longest, for a lease. STATUS_NOT_FOUND when none is due. */
enum status jobs_take(struct store_conn *conn, struct arena *arena, struct job *ret_job, struct error *error);
/* Notes how an attempt at a job ended: with an article, or with a problem. With `again` the job is due once more, after a
 * pause of two seconds that doubles with each attempt, up to TIMES_JOB_RETRY_MAXIMUM (db/times.h); the problem can be read
 * meanwhile. */
enum status jobs_finish(struct store_conn *conn, const char *id, const char *article_id, const char *problem,
                        bool again, struct arena *arena, struct error *error);
/* Deletes jobs that ended longer ago than ALAM_JOB_KEEP. */
enum status jobs_prune(struct store_conn *conn, struct arena *arena, struct error *error);

#endif
