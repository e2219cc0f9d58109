/* job_worker.h - threads that work on asynchronous jobs (service/store/operations/jobs.h): bodies that were posted with
 * `Prefer: respond-async`.
 *
 * Each thread takes one job at a time under a lease, takes its body through the steps of the route it was posted to
 * (route/steps.h), and stores the article's id or the problem document. Failures that may pass, of the database or of a
 * page's server, are tried again, up to JOB_ATTEMPTS times in all (service/store/operations/jobs.h). One more thread renews the leases of the jobs that are
 * worked.
 *
 * Threads: job_workers_wake from any; start and stop from one.
 */
#ifndef ALAM_WORK_JOB_WORKER_H
#define ALAM_WORK_JOB_WORKER_H

#include "service/route/request.h"

struct job_workers;

/* Starts ALAM_JOB_WORKERS threads, which may be none; `route` must outlive them. STATUS_INTERNAL: one of them could not be
 * started, and those that were have ended again. */
enum status job_workers_start(struct app *app, const struct route *route, struct job_workers **ret_workers,
                              struct error *error);
/* A job was added: one of the threads looks for it at once. Without this they look every half second. NULL is fine. */
void job_workers_wake(struct job_workers *workers);
/* Waits for the jobs that are worked on and ends the threads. The store and the fetcher must still work. NULL is fine. */
void job_workers_stop(struct job_workers *workers);

#endif
