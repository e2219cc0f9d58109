#include "service/store/entities/rollup.h"

#include "service/store/db/conn.h"
#include "service/store/db/row.h"
#include "service/store/db/times.h"

#include <string.h>

/* What the taken rows change. Each array has one element for an entity and an hour, ordered by both. */
struct changes {
    struct param_array entities, types, hours, articles, mentions, first, last, seen;
    const char **lost; /* entities that lost an article, each once; in the arena */
    size_t lost_count;
};

/* The rows of the queue that one transaction folds. */
struct fold {
    struct store_conn *conn;
    struct arena *arena;
    struct error *error;
    struct param_array articles, events;
    int64_t count;
    struct changes changes;
};

enum taken_column { TAKEN_ARTICLE, TAKEN_EVENT };
enum sum_column { SUM_ENTITY, SUM_TYPE, SUM_HOUR, SUM_ARTICLES, SUM_MENTIONS, SUM_FIRST, SUM_LAST, SUM_LEAST };

static void init_changes(struct changes *changes)
{
    param_array_init(&changes->entities, ARRAY_TEXT);
    param_array_init(&changes->types, ARRAY_TEXT);
    param_array_init(&changes->hours, ARRAY_TIMESTAMPTZ);
    param_array_init(&changes->articles, ARRAY_INT8);
    param_array_init(&changes->mentions, ARRAY_INT8);
    param_array_init(&changes->first, ARRAY_TIMESTAMPTZ);
    param_array_init(&changes->last, ARRAY_TIMESTAMPTZ);
    param_array_init(&changes->seen, ARRAY_BOOL);
}

static void release_changes(struct changes *changes)
{
    struct param_array *arrays[] = {&changes->entities, &changes->types, &changes->hours, &changes->articles,
                                    &changes->mentions, &changes->first, &changes->last,  &changes->seen};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        param_array_release(arrays[i]);
}

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
        param_array_add_uuid(&fold->articles, PQgetvalue(result, i, TAKEN_ARTICLE));
        param_array_add_int8(&fold->events, row_integer(result, i, TAKEN_EVENT));
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

static void add_change(struct changes *changes, const PGresult *sums, int row)
{
    const char *entity = PQgetvalue(sums, row, SUM_ENTITY);
    param_array_add_text(&changes->entities, entity);
    param_array_add_text(&changes->types, PQgetvalue(sums, row, SUM_TYPE));
    param_array_add_time(&changes->hours, row_integer(sums, row, SUM_HOUR));
    param_array_add_int8(&changes->articles, row_integer(sums, row, SUM_ARTICLES));
    param_array_add_int8(&changes->mentions, row_integer(sums, row, SUM_MENTIONS));
    param_array_add_time(&changes->first, row_integer(sums, row, SUM_FIRST));
    param_array_add_time(&changes->last, row_integer(sums, row, SUM_LAST));
    param_array_add_bool(&changes->seen, !PQgetisnull(sums, row, SUM_FIRST));
}

/* Notes an entity once; its rows stand together. */
static void add_lost(struct changes *changes, const char *entity, struct arena *arena)
{
    if (changes->lost_count == 0 || strcmp(changes->lost[changes->lost_count - 1], entity) != 0)
        changes->lost[changes->lost_count++] = arena_strdup(arena, entity);
}

static enum status sum_up(struct fold *fold)
{
    struct changes *changes = &fold->changes;
    struct params params;
    PGresult *result = NULL;
    taken_params(fold, &params);
    enum status status = conn_query(fold->conn, STATEMENT_ROLLUP_SUMS, &params, &result, fold->error);
    int count = status == STATUS_OK ? PQntuples(result) : 0;
    changes->lost = arena_array(fold->arena, (size_t)count, sizeof *changes->lost);
    for (int i = 0; i < count && !fold->arena->failed; i++) {
        add_change(changes, result, i);
        if (row_integer(result, i, SUM_LEAST) < 0)
            add_lost(changes, PQgetvalue(result, i, SUM_ENTITY), fold->arena);
    }
    PQclear(result);
    return status == STATUS_OK && fold->arena->failed ? STATUS_OUT_OF_MEMORY : status;
}

static enum status add_to_counts(const struct fold *fold)
{
    const struct changes *changes = &fold->changes;
    struct params params;
    params_init(&params, fold->arena);
    params_array(&params, &changes->entities);
    params_array(&params, &changes->types);
    params_array(&params, &changes->articles);
    params_array(&params, &changes->mentions);
    params_array(&params, &changes->first);
    params_array(&params, &changes->last);
    params_array(&params, &changes->seen);
    return conn_execute(fold->conn, STATEMENT_ROLLUP_COUNTS, &params, NULL, fold->error);
}

static enum status add_to_times(const struct fold *fold, enum statement statement)
{
    struct params params;
    params_init(&params, fold->arena);
    params_array(&params, &fold->changes.entities);
    params_array(&params, &fold->changes.hours);
    params_array(&params, &fold->changes.articles);
    return conn_execute(fold->conn, statement, &params, NULL, fold->error);
}

/* Reads anew when an entity that lost an article was first and last named: one index look-up each. */
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

/* Corrects the entities that lost articles. '*', which stands for all articles, is in none: its times stay. */
static enum status mend(const struct fold *fold)
{
    struct param_array entities;
    enum status status = STATUS_OK;
    param_array_init(&entities, ARRAY_TEXT);
    for (size_t i = 0; status == STATUS_OK && i < fold->changes.lost_count; i++) {
        const char *id = fold->changes.lost[i];
        param_array_add_text(&entities, id);
        if (strcmp(id, "*") != 0)
            status = mend_entity(fold, id);
    }
    if (status == STATUS_OK)
        status = drop_zeros(fold, STATEMENT_ROLLUP_DROP_HOURS, &entities);
    if (status == STATUS_OK)
        status = drop_zeros(fold, STATEMENT_ROLLUP_DROP_DAYS, &entities);
    param_array_release(&entities);
    return status;
}

static enum status remove_taken(const struct fold *fold)
{
    struct params params;
    taken_params(fold, &params);
    return conn_execute(fold->conn, STATEMENT_ROLLUP_DONE, &params, NULL, fold->error);
}

static enum status add_up(struct fold *fold)
{
    enum status status = sum_up(fold);
    if (status == STATUS_OK)
        status = add_to_counts(fold);
    if (status == STATUS_OK)
        status = add_to_times(fold, STATEMENT_ROLLUP_HOURS);
    if (status == STATUS_OK)
        status = add_to_times(fold, STATEMENT_ROLLUP_DAYS);
    if (status == STATUS_OK && fold->changes.lost_count)
        status = mend(fold);
    return status == STATUS_OK ? remove_taken(fold) : status;
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
    param_array_init(&fold.articles, ARRAY_UUID);
    param_array_init(&fold.events, ARRAY_INT8);
    init_changes(&fold.changes);
    enum status status = in_transaction(&fold);
    param_array_release(&fold.articles);
    param_array_release(&fold.events);
    release_changes(&fold.changes);
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
    param_array_init(&ids, ARRAY_TEXT);
    enum status status = conn_begin(conn, error);
    if (status == STATUS_OK)
        status = try_lock(&fold, &locked);
    params_init(&params, arena);
    params_integer(&params, locked ? ROLLUP_FORGET_BATCH : 0);
    params_integer(&params, TIMES_UNNAMED);
    if (status == STATUS_OK)
        status = conn_query(conn, STATEMENT_FORGET_TAKE, &params, &result, error);
    int count = status == STATUS_OK ? PQntuples(result) : 0;
    for (int i = 0; i < count; i++)
        param_array_add_text(&ids, PQgetvalue(result, i, 0));
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
