/* subscriptions.h - webhook subscriptions: what they ask for, their state, their dead letters.
 *
 * What a client sees of a subscription is JSON made by the database. Threads: whoever owns the connection; strings live
 * in the arena.
 */
#ifndef ALAM_STORE_OPERATIONS_SUBSCRIPTIONS_H
#define ALAM_STORE_OPERATIONS_SUBSCRIPTIONS_H

#include "service/base/arena.h"
#include "service/base/status.h"

#include <stddef.h>
#include <stdint.h>

struct store_conn;

/* What is asked for; none: any. NULL, in subscriptions_patch: unchanged. */
struct subscription_list {
    const char *const *items;
    size_t count;
};

struct subscription_input {
    const char *id, *url, *secret;
    struct subscription_list entities, types, sources, languages;
    double min_salience; /* below 0, in subscriptions_patch: unchanged */
};

/* These answer with the subscription, without its secret. STATUS_NOT_FOUND: there is none with this id. */
enum status subscriptions_put(struct store_conn *conn, const struct subscription_input *input, struct arena *arena,
                              const char **ret_json, struct error *error);
enum status subscriptions_get(struct store_conn *conn, const char *id, struct arena *arena, const char **ret_json,
                              struct error *error);
/* Changes url, lists and min_salience; NULL keeps them. STATUS_INVALID_INPUT: it would match everything. */
enum status subscriptions_patch(struct store_conn *conn, const struct subscription_input *input, struct arena *arena,
                                const char **ret_json, struct error *error);
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
/* The last `count` attempts to deliver, the newest first, as a JSON array; only those with this outcome (delivered, failed,
 * given-up) unless it is NULL. */
enum status subscriptions_log(struct store_conn *conn, const char *id, int64_t count, const char *outcome,
                              struct arena *arena, const char **ret_json, struct error *error);
/* Makes a delivery of the log once more, under its old id. STATUS_NOT_FOUND also when the log has no such delivery. */
enum status subscriptions_again(struct store_conn *conn, const char *id, const char *position, struct arena *arena,
                                const char **ret_json, struct error *error);

#endif
