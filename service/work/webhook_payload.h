/* webhook_payload.h - the body of a webhook delivery: the event, with the article as lists show it and the entities that the
 * subscription asks for.
 *
 *     {"type":"article.matched","timestamp":"…","data":{"subscription":"…","article":{…},"entities":[{…}]}}
 *
 * Times are in whole seconds. `article` and `entities` are null for a test, and when the article was deleted meanwhile.
 * Threads: pure functions.
 */
#ifndef ALAM_WORK_WEBHOOK_PAYLOAD_H
#define ALAM_WORK_WEBHOOK_PAYLOAD_H

#include "service/base/strbuf.h"
#include "service/store/operations/deliveries.h"

/* Appends the body. */
void webhook_payload_write(const struct delivery *delivery, struct strbuf *out);

#endif
