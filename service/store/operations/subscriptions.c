#include "service/store/operations/subscriptions.h"

#include "service/store/db/conn.h"
#include "service/store/db/row.h"
#include "service/store/db/times.h"

#include <stdio.h>

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

static void add_lists(struct params *params, const struct subscription_input *input)
{
    const struct subscription_list *const lists[] = {&input->entities, &input->types, &input->sources,
                                                     &input->languages};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        params_text_array_if(params, lists[i]->items, lists[i]->count);
}

enum status subscriptions_put(struct store_conn *conn, const struct subscription_input *input, struct arena *arena,
                              const char **ret_json, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, input->id);
    params_text(&params, input->url);
    add_lists(&params, input);
    params_text(&params, arena_printf(arena, "%.6f", input->min_salience));
    params_text(&params, input->secret);
    return json_of(conn, STATEMENT_SUBSCRIPTION_INSERT, &params, ret_json, error);
}

enum status subscriptions_patch(struct store_conn *conn, const struct subscription_input *input, struct arena *arena,
                                const char **ret_json, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, input->id);
    params_text(&params, input->url);
    add_lists(&params, input);
    params_text(&params, input->min_salience < 0 ? NULL : arena_printf(arena, "%.6f", input->min_salience));
    enum status status = json_of(conn, STATEMENT_SUBSCRIPTION_PATCH, &params, ret_json, error);
    if (status != STATUS_NOT_FOUND)
        return status;
    status = subscriptions_get(conn, input->id, arena, ret_json, error);
    return status != STATUS_OK ? status
                               : error_set(error, STATUS_INVALID_INPUT,
                                           "The subscription would match everything: entities, types, sources or "
                                           "languages are needed.");
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

enum status subscriptions_log(struct store_conn *conn, const char *id, int64_t count, const char *outcome,
                              struct arena *arena, const char **ret_json, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, id);
    params_integer(&params, count);
    params_text(&params, outcome);
    return json_of(conn, STATEMENT_SUBSCRIPTION_LOG, &params, ret_json, error);
}

enum status subscriptions_again(struct store_conn *conn, const char *id, const char *position, struct arena *arena,
                                const char **ret_json, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, id);
    params_text(&params, position);
    return change(conn, STATEMENT_SUBSCRIPTION_AGAIN, &params,
                  "The log of this subscription has no such delivery, or there is no such subscription.", id, ret_json,
                  error);
}
