/* backlog_worker.h - the gauges of the work that waits in the database, outbox and jobs, read every BACKLOG_MS; and the
 * removal of old dead letters, once an hour.
 *
 * GET /metrics prints what was read last and never asks the database itself; while the database cannot be reached the
 * gauges keep their values. Every replica reads the same numbers, so a query over replicas takes their maximum and not
 * their sum.
 *
 * Threads: start and stop from one.
 */
#ifndef ALAM_WORK_BACKLOG_WORKER_H
#define ALAM_WORK_BACKLOG_WORKER_H

#include "service/app/app.h"
#include "service/base/status.h"

enum { BACKLOG_MS = 2000 };

struct backlog_worker;

/* STATUS_OUT_OF_MEMORY, STATUS_INTERNAL: the thread cannot be started. */
enum status backlog_worker_start(const struct app *app, struct backlog_worker **ret_worker, struct error *error);
/* The store must still work. NULL is fine. */
void backlog_worker_stop(struct backlog_worker *worker);

#endif
