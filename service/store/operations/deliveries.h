/* deliveries.h - the outbox of webhooks: deliveries that are due, taken for a lease, and how each went.
 *
 * A delivery is put into the outbox by the transaction that stores its article (articles/article_write.h), or as a test
 * (subscriptions.h). It is taken by whichever process asks first, for a lease of ALAM_WEBHOOK_LEASE on its subscription:
 * one delivery of a subscription at a time, the oldest first, so that a subscription's order is kept, but for a delivery
 * that its receiver refuses while it takes others: that one is tried DELIVERIES_REFUSALS times without holding back those
 * behind it, and then given up. Every attempt stands in the log for ALAM_WEBHOOK_LOG_KEEP. A process that dies
 * leaves its lease to run out, and the delivery is made again: at least once, with the same id. One that was begun
 * DELIVERIES_BEGUN times without its outcome being noted is given up: it may be what ends the process.
 *
 * Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_OPERATIONS_DELIVERIES_H
#define ALAM_STORE_OPERATIONS_DELIVERIES_H

#include "service/base/arena.h"
#include "service/base/status.h"
#include "service/store/articles/article.h"

struct store_conn;

enum { DELIVERIES_MAXIMUM = 16, DELIVERIES_REFUSALS = 5, DELIVERIES_BEGUN = 5 };

struct delivery {
    const char *subscription, *url, *secret;
    const char *old_secret; /* signs besides `secret` for a day after that was replaced; NULL: none */
    const char *position;   /* a UUID; the delivery's webhook-id is "msg_" and this */
    int64_t created_at;     /* microseconds since 1970 */
    bool test;              /* asked for by the subscriber: there is no article */
    bool found;             /* the article is there; false for a test, and when it was deleted meanwhile */
    struct article
        article; /* without text; its annotation has the entities that the subscription asks for, with id, type,
                               name (NULL: not known), salience and number of mentions only */
};

/* Takes up to `maximum` deliveries, DELIVERIES_MAXIMUM at the most, one of each subscription that is due, for a lease. *ret_count is their
 * number. */
enum status deliveries_take(struct store_conn *conn, size_t maximum, struct arena *arena,
                            struct delivery *ret_deliveries, size_t *ret_count, struct error *error);
/* Gives up deliveries that were begun too often. */
enum status deliveries_give_up(struct store_conn *conn, struct arena *arena, struct error *error);

/* How an attempt went. */
struct delivery_outcome {
    const char *fault;   /* NULL: it arrived */
    int http;            /* what the receiver answered; 0: nothing */
    bool pause;          /* the receiver wants no more: the subscription is paused */
    bool refused;        /* the receiver refuses this delivery */
    int64_t retry_after; /* seconds that the receiver asks to be left alone */
};

/* Notes how a delivery went and ends its lease. One that did not arrive is tried again, after a pause that doubles from
 * ALAM_WEBHOOK_RETRY on, until ALAM_WEBHOOK_GIVE_UP has passed since its first failure. */
enum status delivery_finish(struct store_conn *conn, const struct delivery *delivery,
                            const struct delivery_outcome *outcome, struct arena *arena, struct error *error);

#endif
