/* jobs.h - articles to be worked later, as rows: put, look at, take for a lease, finish.
 *
 * Taking is UPDATE … FOR UPDATE SKIP LOCKED: any number of replicas take different ones. A lease that ran out means
 * that its holder died. Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_JOBS_H
#define ALAM_STORE_JOBS_H

#include "service/base/arena.h"
#include "service/base/status.h"
#include "service/base/uuid.h"

#include <stdint.h>

struct store_conn;

enum { JOB_ID_LENGTH = UUID_LENGTH };

struct job {
    char id[JOB_ID_LENGTH + 1];
    const char *state, *body;
    int64_t attempts, created_at, finished_at; /* microseconds since 1970 */
    bool finished;
    const char *article_id, *problem; /* NULL: none; problem is JSON */
    const char *trace;                /* traceparent; NULL: none */
};

/* `trace`: a traceparent to go on with. */
enum status jobs_put(struct store_conn *conn, const char *id, const char *body, const char *trace, struct arena *arena,
                     struct error *error);
enum status jobs_get(struct store_conn *conn, const char *id, struct arena *arena, struct job *ret_job,
                     struct error *error);
/* STATUS_NOT_FOUND when none is due. */
enum status jobs_take(struct store_conn *conn, struct arena *arena, struct job *ret_job, struct error *error);
/* `article_id` or `problem`; both NULL: later again, after a pause that grows with the attempts. */
enum status jobs_finish(struct store_conn *conn, const char *id, const char *article_id, const char *problem,
                        struct arena *arena, struct error *error);
/* Deletes jobs that ended longer ago than ALAM_JOB_KEEP. */
enum status jobs_prune(struct store_conn *conn, struct arena *arena, struct error *error);

#endif
