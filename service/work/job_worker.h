/* job_worker.h - threads that work the jobs of service/store/operations/jobs.h through the route that they were posted to.
 *
 * Each takes one job at a time, runs its route's steps (fetching a page where it takes one), and writes down the
 * article or the problem. What may pass by itself (the database, a page's server) is tried again, up to JOB_ATTEMPTS
 * times. Threads: wake from any.
 */
#ifndef ALAM_WORK_JOB_WORKER_H
#define ALAM_WORK_JOB_WORKER_H

#include "service/route/request.h"

enum { JOB_ATTEMPTS = 6 };

struct job_workers;

enum status job_workers_start(struct app *app, const struct route *route, struct job_workers **ret_workers,
                              struct error *error);
/* A job was put: one of the threads looks at once instead of at its next turn. */
void job_workers_wake(struct job_workers *workers);
/* Waits for what runs. Call it before the store and the fetcher end. */
void job_workers_stop(struct job_workers *workers);

#endif
