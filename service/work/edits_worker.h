/* edits_worker.h - brings what editors changed into the gazetteer that is in use.
 *
 * The thread has a connection of its own. It listens for the notice that comes with each edit, and looks every
 * EDITS_POLL_MS besides, since notices are lost where a pooler stands between. What is new is applied to copies
 * (service/edits/edits.h), and the view that they make is put in use (service/app/views.h). While the database is away the
 * view stays as it is.
 *
 * Threads: start and stop from one.
 */
#ifndef ALAM_WORK_EDITS_WORKER_H
#define ALAM_WORK_EDITS_WORKER_H

#include "service/app/app.h"
#include "service/base/status.h"

enum { EDITS_POLL_MS = 250 };

struct edits_worker;

/* Starts the thread and waits, for two seconds at most, until it has tried for the first time to read the edits. They are
 * read in time where the database answers at once. STATUS_OUT_OF_MEMORY, STATUS_INTERNAL: the thread cannot be started. */
enum status edits_worker_start(struct app *app, struct edits_worker **ret_worker, struct error *error);
/* NULL is fine. */
void edits_worker_stop(struct edits_worker *worker);

#endif
