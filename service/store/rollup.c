#include "service/store/rollup.h"

#include <stdlib.h>
#include <string.h>

/* The rows of the queue that one transaction folds. */
struct fold {
    struct store_conn *conn;
    struct arena *arena;
    struct error *error;
    struct param_array articles, events;
    int64_t count;
    bool deletions;
};

enum taken_column { TAKEN_ARTICLE, TAKEN_EVENT, TAKEN_SIGN };

static enum status try_lock(const struct fold *fold, bool *ret_locked)
{
    struct params none = {.count = 0};
    PGresult *result = NULL;
    enum status status = conn_query(fold->conn, STATEMENT_ROLLUP_LOCK, &none, &result, fold->error);
    if (status == STATUS_OK)
        *ret_locked = PQgetvalue(result, 0, 0)[0] == 't';
    PQclear(result);
    return status;
}

static enum status take(struct fold *fold)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, fold->arena);
    params_integer(&params, ROLLUP_BATCH);
    enum status status = conn_query(fold->conn, STATEMENT_ROLLUP_TAKE, &params, &result, fold->error);
    fold->count = status == STATUS_OK ? PQntuples(result) : 0;
    for (int i = 0; i < fold->count; i++) {
        array_add_uuid(&fold->articles, PQgetvalue(result, i, TAKEN_ARTICLE));
        array_add_int8(&fold->events, row_integer(result, i, TAKEN_EVENT));
        fold->deletions |= row_integer(result, i, TAKEN_SIGN) < 0;
    }
    PQclear(result);
    return status;
}

/* The taken rows as the two parameters of a statement. */
static void taken_params(const struct fold *fold, struct params *params)
{
    params_init(params, fold->arena);
    params_array(params, &fold->articles);
    params_array(params, &fold->events);
}

static enum status run(const struct fold *fold, enum statement statement)
{
    struct params params;
    taken_params(fold, &params);
    return conn_execute(fold->conn, statement, &params, NULL, fold->error);
}

/* First and last of an entity that lost an article, read anew: one index look-up each. */
static enum status mend_entity(const struct fold *fold, const char *id)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, fold->arena);
    params_text(&params, id);
    enum status status = conn_query(fold->conn, STATEMENT_ENTITY_SEEN, &params, &result, fold->error);
    if (status == STATUS_OK) {
        params_text(&params, row_text(fold->arena, result, 0, 0));
        params_text(&params, row_text(fold->arena, result, 0, 1));
        status = conn_execute(fold->conn, STATEMENT_ROLLUP_MEND, &params, NULL, fold->error);
    }
    PQclear(result);
    return status;
}

static enum status drop_zeros(const struct fold *fold, enum statement statement, const struct param_array *entities)
{
    struct params params;
    params_init(&params, fold->arena);
    params_array(&params, entities);
    return conn_execute(fold->conn, statement, &params, NULL, fold->error);
}

/* '*' is in no article: its first and last stay. */
static enum status mend_all(const struct fold *fold, const PGresult *lost, struct param_array *entities)
{
    enum status status = STATUS_OK;
    for (int i = 0; status == STATUS_OK && i < PQntuples(lost); i++) {
        const char *id = PQgetvalue(lost, i, 0);
        array_add_text(entities, id);
        if (strcmp(id, "*") != 0)
            status = mend_entity(fold, id);
    }
    if (status == STATUS_OK)
        status = drop_zeros(fold, STATEMENT_ROLLUP_DROP_HOURS, entities);
    return status == STATUS_OK ? drop_zeros(fold, STATEMENT_ROLLUP_DROP_DAYS, entities) : status;
}

static enum status mend(const struct fold *fold)
{
    struct params params;
    struct param_array entities;
    PGresult *result = NULL;
    taken_params(fold, &params);
    array_init(&entities, ARRAY_TEXT);
    enum status status = conn_query(fold->conn, STATEMENT_ROLLUP_LOST, &params, &result, fold->error);
    if (status == STATUS_OK)
        status = mend_all(fold, result, &entities);
    PQclear(result);
    array_release(&entities);
    return status;
}

static enum status add_up(const struct fold *fold)
{
    static const enum statement steps[] = {STATEMENT_ROLLUP_COUNTS, STATEMENT_ROLLUP_HOURS, STATEMENT_ROLLUP_DAYS};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == STATUS_OK; i++)
        status = run(fold, steps[i]);
    if (status == STATUS_OK && fold->deletions)
        status = mend(fold);
    return status == STATUS_OK ? run(fold, STATEMENT_ROLLUP_DONE) : status;
}

static enum status in_transaction(struct fold *fold)
{
    bool locked = false;
    enum status status = conn_begin(fold->conn, fold->error);
    if (status == STATUS_OK)
        status = try_lock(fold, &locked);
    if (status == STATUS_OK && locked)
        status = take(fold);
    if (status == STATUS_OK && fold->count)
        status = add_up(fold);
    return status == STATUS_OK ? conn_commit(fold->conn, fold->error) : status;
}

enum status rollup_fold(struct store_conn *conn, struct arena *arena, int64_t *ret_folded, struct error *error)
{
    struct fold fold = {.conn = conn, .arena = arena, .error = error};
    array_init(&fold.articles, ARRAY_UUID);
    array_init(&fold.events, ARRAY_INT8);
    enum status status = in_transaction(&fold);
    array_release(&fold.articles);
    array_release(&fold.events);
    if (status == STATUS_OK)
        *ret_folded = fold.count;
    if (status == STATUS_OK && conn->app && conn->app->metrics)
        metrics_add(conn->app->metrics, METRIC_ROLLUP_EVENTS, 0, fold.count);
    return status;
}

enum status rollup_forget(struct store_conn *conn, struct arena *arena, int64_t *ret_forgotten, struct error *error)
{
    static const enum statement steps[] = {STATEMENT_FORGET_NAMES, STATEMENT_FORGET_ENTITIES, STATEMENT_FORGET_COUNTS};
    struct param_array ids;
    struct params params;
    PGresult *result = NULL;
    bool locked = false;
    struct fold fold = {.conn = conn, .arena = arena, .error = error};
    array_init(&ids, ARRAY_TEXT);
    enum status status = conn_begin(conn, error);
    if (status == STATUS_OK)
        status = try_lock(&fold, &locked);
    params_init(&params, arena);
    params_integer(&params, locked ? ROLLUP_FORGET_BATCH : 0);
    if (status == STATUS_OK)
        status = conn_query(conn, STATEMENT_FORGET_TAKE, &params, &result, error);
    int count = status == STATUS_OK ? PQntuples(result) : 0;
    for (int i = 0; i < count; i++)
        array_add_text(&ids, PQgetvalue(result, i, 0));
    PQclear(result);
    params_init(&params, arena);
    params_take_array(&params, &ids);
    for (size_t i = 0; count && i < sizeof steps / sizeof *steps && status == STATUS_OK; i++)
        status = conn_execute(conn, steps[i], &params, NULL, error);
    if (status == STATUS_OK)
        status = conn_commit(conn, error);
    if (status == STATUS_OK)
        *ret_forgotten = count;
    return status;
}
