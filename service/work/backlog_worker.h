/* backlog_worker.h - forgets old dead letters once an hour, and keeps the gauges of what waits in the database: outbox and jobs, read every BACKLOG_MS.
 *
 * A scrape of /metrics prints what was read last and never asks the database itself; while that is away the gauges keep
 * their values. Every replica reads the same numbers: in a query take their maximum, not their sum.
 */
#ifndef ALAM_WORK_BACKLOG_WORKER_H
#define ALAM_WORK_BACKLOG_WORKER_H

#include "service/app/app.h"
#include "service/base/status.h"

enum { BACKLOG_MS = 2000 };

struct backlog_worker;

enum status backlog_worker_start(const struct app *app, struct backlog_worker **ret_worker, struct error *error);
/* Call it while the store still works. */
void backlog_worker_stop(struct backlog_worker *worker);

#endif
