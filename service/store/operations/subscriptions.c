#include "service/store/operations/subscriptions.h"

#include "service/store/db/conn.h"
#include "service/store/db/row.h"
#include "service/store/db/times.h"

#include <stdio.h>

enum column {
    COLUMN_SUBSCRIPTION,
    COLUMN_URL,
    COLUMN_SECRET,
    COLUMN_OLD_SECRET,
    COLUMN_POSITION,
    COLUMN_ARTICLE,
    COLUMN_CREATED_AT,
    COLUMN_ENTITIES,
    COLUMN_TYPES,
    COLUMN_MIN_SALIENCE
};

/* Runs a statement that answers with JSON in one row of one column. */
static enum status json_of(struct store_conn *conn, enum statement statement, struct params *params,
                           const char **ret_json, struct error *error)
{
    PGresult *result = NULL;
    enum status status = conn_query(conn, statement, params, &result, error);
    if (status == STATUS_OK && PQntuples(result) == 0)
        status = error_set(error, STATUS_NOT_FOUND, "There is no subscription with this id.");
    const char *json = status == STATUS_OK ? row_text(params->arena, result, 0, 0) : NULL;
    PQclear(result);
    if (status == STATUS_OK && !json)
        return STATUS_OUT_OF_MEMORY;
    if (status == STATUS_OK)
        *ret_json = json;
    return status;
}

enum status subscriptions_put(struct store_conn *conn, const struct subscription_input *input, struct arena *arena,
                              const char **ret_json, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, input->id);
    params_text(&params, input->url);
    params_text_array(&params, input->entities, input->entity_count);
    params_text_array(&params, input->types, input->type_count);
    params_text(&params, arena_printf(arena, "%.6f", input->min_salience));
    params_text(&params, input->secret);
    return json_of(conn, STATEMENT_SUBSCRIPTION_INSERT, &params, ret_json, error);
}

static enum status by_id(struct store_conn *conn, enum statement statement, const char *id, const char *second,
                         struct arena *arena, const char **ret_json, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, id);
    if (second)
        params_text(&params, second);
    return json_of(conn, statement, &params, ret_json, error);
}

enum status subscriptions_get(struct store_conn *conn, const char *id, struct arena *arena, const char **ret_json,
                              struct error *error)
{
    return by_id(conn, STATEMENT_SUBSCRIPTION_SELECT, id, NULL, arena, ret_json, error);
}

enum status subscriptions_list(struct store_conn *conn, struct arena *arena, const char **ret_json, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    return json_of(conn, STATEMENT_SUBSCRIPTION_LIST, &params, ret_json, error);
}

enum status subscriptions_delete(struct store_conn *conn, const char *id, struct arena *arena, struct error *error)
{
    const char *json;
    return by_id(conn, STATEMENT_SUBSCRIPTION_DELETE, id, NULL, arena, &json, error);
}

enum status subscriptions_pause(struct store_conn *conn, const char *id, bool paused, struct arena *arena,
                                const char **ret_json, struct error *error)
{
    return by_id(conn, STATEMENT_SUBSCRIPTION_PAUSE, id, paused ? "true" : "false", arena, ret_json, error);
}

enum status subscriptions_rotate(struct store_conn *conn, const char *id, const char *secret, struct arena *arena,
                                 const char **ret_json, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, id);
    params_text(&params, secret);
    params_integer(&params, TIMES_OLD_SECRET);
    return json_of(conn, STATEMENT_SUBSCRIPTION_ROTATE, &params, ret_json, error);
}

/* Changes something of a subscription, then reads it. */
static enum status change(struct store_conn *conn, enum statement statement, struct params *params,
                          const char *not_found, const char *id, const char **ret_json, struct error *error)
{
    int64_t changed = 0;
    enum status status = conn_execute(conn, statement, params, &changed, error);
    if (status == STATUS_OK && changed == 0)
        return error_set(error, STATUS_NOT_FOUND, "%s", not_found);
    return status == STATUS_OK ? subscriptions_get(conn, id, params->arena, ret_json, error) : status;
}

enum status subscriptions_test(struct store_conn *conn, const char *id, struct arena *arena, const char **ret_json,
                               struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, id);
    return change(conn, STATEMENT_SUBSCRIPTION_TEST, &params, "There is no subscription with this id.", id, ret_json,
                  error);
}

enum status subscriptions_redeliver(struct store_conn *conn, const char *id, const char *position, struct arena *arena,
                                    const char **ret_json, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, id);
    params_text(&params, position);
    return change(conn, STATEMENT_SUBSCRIPTION_REDELIVER, &params,
                  position ? "No such delivery of this subscription was given up."
                           : "There is no subscription with this id.",
                  id, ret_json, error);
}

enum status subscriptions_dead(struct store_conn *conn, const char *id, struct arena *arena, const char **ret_json,
                               struct error *error)
{
    return by_id(conn, STATEMENT_SUBSCRIPTION_DEAD, id, NULL, arena, ret_json, error);
}

/* Makes the body of a delivery by a statement of its own, because on a cluster the article lies on another node. */
static enum status read_delivery(struct store_conn *conn, const PGresult *taken, int row, struct arena *arena,
                                 struct delivery *delivery, struct error *error)
{
    static const enum column payload_columns[] = {COLUMN_ARTICLE,  COLUMN_SUBSCRIPTION, COLUMN_CREATED_AT,
                                                  COLUMN_ENTITIES, COLUMN_TYPES,        COLUMN_MIN_SALIENCE};
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    for (size_t i = 0; i < sizeof payload_columns / sizeof *payload_columns; i++)
        params_text(&params, row_text(arena, taken, row, payload_columns[i]));
    enum status status = conn_query(conn, STATEMENT_DELIVERY_PAYLOAD, &params, &result, error);
    if (status == STATUS_OK)
        *delivery = (struct delivery){.subscription = row_text(arena, taken, row, COLUMN_SUBSCRIPTION),
                                      .url = row_text(arena, taken, row, COLUMN_URL),
                                      .secret = row_text(arena, taken, row, COLUMN_SECRET),
                                      .old_secret = row_text(arena, taken, row, COLUMN_OLD_SECRET),
                                      .position = row_text(arena, taken, row, COLUMN_POSITION),
                                      .payload = row_text(arena, result, 0, 0)};
    PQclear(result);
    return status;
}

enum status deliveries_take(struct store_conn *conn, struct arena *arena, struct delivery *ret_deliveries,
                            size_t *ret_count, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_integer(&params, DELIVERIES_MAXIMUM);
    params_seconds(&params, conn->app->config->webhook_lease_ms);
    enum status status = conn_query(conn, STATEMENT_DELIVERIES_TAKE, &params, &result, error);
    size_t count = status == STATUS_OK ? (size_t)PQntuples(result) : 0;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = read_delivery(conn, result, (int)i, arena, &ret_deliveries[i], error);
    PQclear(result);
    if (status == STATUS_OK)
        *ret_count = count;
    return status == STATUS_OK && arena->failed ? STATUS_OUT_OF_MEMORY : status;
}

enum status delivery_finish(struct store_conn *conn, const struct delivery *delivery, const char *fault, bool pause,
                            struct arena *arena, struct error *error)
{
    const struct config *config = conn->app->config;
    struct params params;
    params_init(&params, arena);
    params_text(&params, delivery->subscription);
    params_text(&params, delivery->position);
    if (!fault)
        return conn_execute(conn, STATEMENT_DELIVERY_DONE, &params, NULL, error);
    params_text(&params, fault);
    params_text(&params, pause ? "true" : "false");
    params_seconds(&params, config->webhook_retry_ms);
    params_seconds(&params, config->webhook_give_up_ms);
    params_integer(&params, TIMES_WEBHOOK_RETRY_MAXIMUM);
    return conn_execute(conn, STATEMENT_DELIVERY_FAILED, &params, NULL, error);
}
