/* store.h - PostgreSQL behind bounded queues: jobs go in, threads that own one connection each work them.
 *
 * Four kinds of threads, each with a queue of its own (pool/pool.h says which job goes where):
 *
 *   readers   ALAM_DATABASE_CONNECTIONS of them when there is a replica (ALAM_READ_DATABASE_URL), else none
 *   pool      ALAM_DATABASE_CONNECTIONS of them, on the primary
 *   writers   ALAM_WRITERS of them: many articles in one transaction (writer.h)
 *   checks    one, on the primary, for probes
 *
 * a clock that folds counts (ticker.h), and one that answers what has waited too long (expirer.h). What a job may do and what becomes of it is said in pool/job.h.
 *
 *     job->work = query_work, job->done = query_done, job->error = &request->error;
 *     if (store_submit(app->store, job) != STATUS_OK)
 *         …answer 503 with Retry-After…
 *
 * Threads: store_submit from any; start, stop and free from one.
 */
#ifndef ALAM_STORE_STORE_H
#define ALAM_STORE_STORE_H

#include "service/app/app.h"
#include "service/base/status.h"
#include "service/store/pool/job.h"

struct store;

/* Starts the threads; none of them connects before it has a job. *ret_store is the caller's, for store_free.
 * STATUS_OUT_OF_MEMORY, STATUS_INTERNAL: a thread could not be started, and those that were have ended again. */
enum status store_start(const struct app *app, struct store **ret_store, struct error *error);
/* STATUS_OK: the job belongs to the store until `done`. STATUS_UNAVAILABLE: its queue is full or closed; `done` is not
 * called. */
__attribute__((warn_unused_result)) enum status store_submit(struct store *store, struct store_job *job);
/* Nobody waits for the database any longer: what is queued or running is answered at once, with
 * STATUS_DATABASE_DOWN. */
void store_give_up(struct store *store);
/* Works what is queued to its end, ends the threads and closes their connections. From now on store_submit refuses. The
 * store stays until store_free, because HTTP threads may still ask. NULL is allowed. */
void store_stop(struct store *store);
/* After store_stop. NULL is allowed. */
void store_free(struct store *store);

#endif
