/* subscriptions.h - webhook subscriptions and their outbox.
 *
 * Objects that a client sees come as JSON made by the database. Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_SUBSCRIPTIONS_H
#define ALAM_STORE_SUBSCRIPTIONS_H

#include "service/base/arena.h"
#include "service/base/status.h"

#include <stddef.h>

struct store_conn;

enum { DELIVERIES_MAXIMUM = 16 };

struct subscription_input {
    const char *id, *url, *secret;
    const char *const *entities, *const *types;
    size_t entity_count, type_count;
    double min_salience;
};

/* *ret_json: the subscription, without its secret. STATUS_NOT_FOUND where there is none. */
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
/* The old secret signs besides the new one for a day. */
enum status subscriptions_rotate(struct store_conn *conn, const char *id, const char *secret, struct arena *arena,
                                 const char **ret_json, struct error *error);
/* Puts a test delivery behind what waits. */
enum status subscriptions_test(struct store_conn *conn, const char *id, struct arena *arena, const char **ret_json,
                               struct error *error);
/* Lets what was given up be tried again, with its old id and place in the order: the delivery `position`, or with NULL
 * all. STATUS_NOT_FOUND also where no such delivery was given up. */
enum status subscriptions_redeliver(struct store_conn *conn, const char *id, const char *position, struct arena *arena,
                                    const char **ret_json, struct error *error);
/* What was given up, newest first, as a JSON array. */
enum status subscriptions_dead(struct store_conn *conn, const char *id, struct arena *arena, const char **ret_json,
                               struct error *error);

struct delivery {
    const char *subscription, *url, *secret, *old_secret; /* old_secret NULL: none */
    const char *position, *payload;
};

/* Takes at most DELIVERIES_MAXIMUM, one of each subscription that is due, for a lease. */
enum status deliveries_take(struct store_conn *conn, struct arena *arena, struct delivery *ret_deliveries,
                            size_t *ret_count, struct error *error);
/* `fault` NULL: delivered. `pause`: the receiver wants no more. */
enum status delivery_finish(struct store_conn *conn, const struct delivery *delivery, const char *fault, bool pause,
                            struct arena *arena, struct error *error);

#endif
