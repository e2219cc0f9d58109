/* retag_worker.h - the thread that tags stored articles anew: takes re-taggings (store/operations/retag_jobs.h) for a lease,
 * one after the other, and works them batch by batch.
 *
 * While one batch is stored the next one is loaded and tagged, on this thread, at a lower priority. Live traffic goes first:
 * as soon as this process answers requests, batches become small, and a pause of three times what a batch took follows
 * each. A re-tagging that is cancelled, or taken by another process, ends with the batch that is on its way. When the
 * worker is stopped it gives the re-tagging back, for others to go on at once.
 *
 * Threads: start and stop from one.
 */
#ifndef ALAM_WORK_RETAG_WORKER_H
#define ALAM_WORK_RETAG_WORKER_H

#include "service/app/app.h"
#include "service/base/status.h"

struct retag_worker;

/* STATUS_OUT_OF_MEMORY, STATUS_INTERNAL: the thread cannot be started. */
enum status retag_worker_start(const struct app *app, struct retag_worker **ret_worker, struct error *error);
/* Has the worker look for re-taggings now. NULL is fine. */
void retag_worker_wake(struct retag_worker *worker);
/* The store must still work. NULL is fine. */
void retag_worker_stop(struct retag_worker *worker);

#endif
