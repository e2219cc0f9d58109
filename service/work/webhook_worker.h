/* webhook_worker.h - the thread that delivers webhooks: takes deliveries that are due from the outbox, posts them signed,
 * and stores how each went.
 *
 * At most one delivery of a subscription is on its way at a time. That keeps the order, and a slow receiver delays only
 * itself. Any 2xx is success; 410 pauses the subscription; anything else is tried again, after ALAM_WEBHOOK_RETRY and
 * then twice as long each time, up to an hour, with jitter, for ALAM_WEBHOOK_GIVE_UP; then it is kept as a dead letter.
 * Delivery is at least once: when a replica dies after the receiver answered and before that is stored, the lease runs
 * out and the delivery is made again, with the same webhook-id.
 *
 * Threads: start and stop from one.
 */
#ifndef ALAM_WORK_WEBHOOK_WORKER_H
#define ALAM_WORK_WEBHOOK_WORKER_H

#include "service/app/app.h"
#include "service/base/status.h"

struct webhook_worker;

/* STATUS_OUT_OF_MEMORY, STATUS_INTERNAL: the thread cannot be started. */
enum status webhook_worker_start(struct app *app, struct webhook_worker **ret_worker, struct error *error);
/* Waits for the deliveries that are on their way. The store and the fetcher must still work. NULL is fine. */
void webhook_worker_stop(struct webhook_worker *worker);

#endif
