/* subscriptions.h - webhook subscriptions, and the outbox of what is to be delivered to them.
 *
 * A delivery is put into the outbox by the transaction that stores the article (articles/article_write.h). It is taken
 * by whichever process asks first, for a lease of ALAM_WEBHOOK_LEASE on its subscription: one delivery of a
 * subscription at a time, the oldest first, so a subscription's order is kept. A process that dies leaves its lease to
 * run out, and the delivery is made again: at least once, with the same id.
 *
 * What a client sees of a subscription is JSON made by the database. Threads: whoever owns the connection; strings live
 * in the arena.
 */
#ifndef ALAM_STORE_OPERATIONS_SUBSCRIPTIONS_H
#define ALAM_STORE_OPERATIONS_SUBSCRIPTIONS_H

#include "service/base/arena.h"
#include "service/base/status.h"

#include <stddef.h>

struct store_conn;

enum { DELIVERIES_MAXIMUM = 16 /* taken at once */ };

struct subscription_input {
    const char *id, *url, *secret;
    const char *const *entities, *const *types;
    size_t entity_count, type_count;
    double min_salience;
};

/* These answer with the subscription, without its secret. STATUS_NOT_FOUND: there is none with this id. */
enum status subscriptions_put(struct store_conn *conn, const struct subscription_input *input, struct arena *arena,
                              const char **ret_json, struct error *error);
enum status subscriptions_get(struct store_conn *conn, const char *id, struct arena *arena, const char **ret_json,
                              struct error *error);
/* A JSON array, oldest first. */
enum status subscriptions_list(struct store_conn *conn, struct arena *arena, const char **ret_json,
                               struct error *error);
enum status subscriptions_delete(struct store_conn *conn, const char *id, struct arena *arena, struct error *error);
enum status subscriptions_pause(struct store_conn *conn, const char *id, bool paused, struct arena *arena,
                                const char **ret_json, struct error *error);
/* Sets a new secret; the old one signs beside it for TIMES_OLD_SECRET (db/times.h). */
enum status subscriptions_rotate(struct store_conn *conn, const char *id, const char *secret, struct arena *arena,
                                 const char **ret_json, struct error *error);
/* Puts a test delivery behind those that wait. */
enum status subscriptions_test(struct store_conn *conn, const char *id, struct arena *arena, const char **ret_json,
                               struct error *error);
/* Lets a delivery that was given up be tried again, with its old id and its old place in the order; with NULL all of
 * them. STATUS_NOT_FOUND also when no such delivery was given up. */
enum status subscriptions_redeliver(struct store_conn *conn, const char *id, const char *position, struct arena *arena,
                                    const char **ret_json, struct error *error);
/* The deliveries that were given up, up to 100, the newest first, as a JSON array. */
enum status subscriptions_dead(struct store_conn *conn, const char *id, struct arena *arena, const char **ret_json,
                               struct error *error);

struct delivery {
    const char *subscription, *url, *secret, *old_secret; /* old_secret NULL: none */
    const char *position, *payload;
};

/* Takes up to DELIVERIES_MAXIMUM deliveries, one of each subscription that is due, for a lease. *ret_count is their
 * number. */
enum status deliveries_take(struct store_conn *conn, struct arena *arena, struct delivery *ret_deliveries,
                            size_t *ret_count, struct error *error);
/* Notes how a delivery went and ends its lease. `fault` NULL: it arrived. Otherwise it is tried again, after a pause
 * that doubles from ALAM_WEBHOOK_RETRY on, until ALAM_WEBHOOK_GIVE_UP has passed since its first failure. `pause`: the
 * receiver wants no more, the subscription is paused. */
enum status delivery_finish(struct store_conn *conn, const struct delivery *delivery, const char *fault, bool pause,
                            struct arena *arena, struct error *error);

#endif
