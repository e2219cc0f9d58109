/* webhook_worker.h - the thread that delivers the outbox: takes what is due, posts it signed, writes down how it went.
 *
 * At most one delivery of a subscription is on its way, so its order is kept and a slow receiver holds up itself alone.
 * Any 2xx is success; 410 pauses the subscription; all else is tried again (ALAM_WEBHOOK_RETRY, doubled each time up to
 * an hour, with jitter) for ALAM_WEBHOOK_GIVE_UP, then kept as a dead letter. At least once: a replica that dies
 * between the answer and the note of it leaves a second delivery with the same webhook-id.
 */
#ifndef ALAM_WORK_WEBHOOK_WORKER_H
#define ALAM_WORK_WEBHOOK_WORKER_H

#include "service/app/app.h"
#include "service/base/status.h"

struct webhook_worker;

enum status webhook_worker_start(struct app *app, struct webhook_worker **ret_worker, struct error *error);
/* Call it while the store and the fetcher still work. */
void webhook_worker_stop(struct webhook_worker *worker);

#endif
