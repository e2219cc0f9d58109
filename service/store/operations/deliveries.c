#include "service/store/operations/deliveries.h"

#include "service/store/articles/article_rows.h"
#include "service/store/db/conn.h"
#include "service/store/db/row.h"
#include "service/store/db/times.h"

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

/* Of delivery_article. */
enum entity { ENTITY_ID = ARTICLE_COLUMN_COUNT, ENTITY_TYPE, ENTITY_NAME, ENTITY_SALIENCE, ENTITY_MENTIONS };

static enum status read_entities(const PGresult *result, struct arena *arena, struct annotation *annotation)
{
    size_t count = PQgetisnull(result, 0, ENTITY_ID) ? 0 : (size_t)PQntuples(result);
    struct annotated_entity *entities = arena_array(arena, count, sizeof *entities);
    if (count && !entities)
        return STATUS_OUT_OF_MEMORY;
    for (size_t i = 0; i < count; i++) {
        int row = (int)i;
        entities[i].id = row_text(arena, result, row, ENTITY_ID);
        entities[i].name = row_text(arena, result, row, ENTITY_NAME);
        entities[i].salience = row_number(result, row, ENTITY_SALIENCE);
        entities[i].mention_count = (size_t)row_integer(result, row, ENTITY_MENTIONS);
        if (!entity_type_parse(PQgetvalue(result, row, ENTITY_TYPE), &entities[i].type))
            return STATUS_INTERNAL;
    }
    annotation->entities = entities;
    annotation->entity_count = count;
    return STATUS_OK;
}

static enum status read_article(struct store_conn *conn, const PGresult *taken, int row, struct arena *arena,
                                struct delivery *delivery, struct error *error)
{
    static const enum column asked[] = {COLUMN_ARTICLE, COLUMN_ENTITIES, COLUMN_TYPES, COLUMN_MIN_SALIENCE};
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        params_text(&params, row_text(arena, taken, row, asked[i]));
    enum status status = conn_query(conn, STATEMENT_DELIVERY_ARTICLE, &params, &result, error);
    delivery->found = status == STATUS_OK && PQntuples(result) > 0;
    if (delivery->found) {
        article_rows_read(arena, result, 0, &delivery->article);
        status = read_entities(result, arena, &delivery->article.annotation);
    }
    PQclear(result);
    return status;
}

static enum status read_delivery(struct store_conn *conn, const PGresult *taken, int row, struct arena *arena,
                                 struct delivery *delivery, struct error *error)
{
    *delivery = (struct delivery){.subscription = row_text(arena, taken, row, COLUMN_SUBSCRIPTION),
                                  .url = row_text(arena, taken, row, COLUMN_URL),
                                  .secret = row_text(arena, taken, row, COLUMN_SECRET),
                                  .old_secret = row_text(arena, taken, row, COLUMN_OLD_SECRET),
                                  .position = row_text(arena, taken, row, COLUMN_POSITION),
                                  .created_at = row_integer(taken, row, COLUMN_CREATED_AT),
                                  .test = PQgetisnull(taken, row, COLUMN_ARTICLE)};
    return delivery->test ? STATUS_OK : read_article(conn, taken, row, arena, delivery, error);
}

enum status deliveries_take(struct store_conn *conn, size_t maximum, struct arena *arena,
                            struct delivery *ret_deliveries, size_t *ret_count, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_integer(&params, (int64_t)maximum);
    params_seconds(&params, conn->app->config->webhook_lease_ms);
    params_integer(&params, DELIVERIES_BEGUN);
    enum status status = conn_query(conn, STATEMENT_DELIVERIES_TAKE, &params, &result, error);
    size_t count = status == STATUS_OK ? (size_t)PQntuples(result) : 0;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = read_delivery(conn, result, (int)i, arena, &ret_deliveries[i], error);
    PQclear(result);
    if (status == STATUS_OK)
        *ret_count = count;
    return status == STATUS_OK && arena->failed ? STATUS_OUT_OF_MEMORY : status;
}

enum status deliveries_give_up(struct store_conn *conn, struct arena *arena, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_integer(&params, DELIVERIES_BEGUN);
    params_text(&params,
                arena_printf(arena, "The delivery was begun %d times, and none of its attempts came to an end.",
                             DELIVERIES_BEGUN));
    return conn_execute(conn, STATEMENT_DELIVERIES_GIVE_UP, &params, NULL, error);
}

enum status delivery_finish(struct store_conn *conn, const struct delivery *delivery,
                            const struct delivery_outcome *outcome, struct arena *arena, struct error *error)
{
    const struct config *config = conn->app->config;
    const char *http = outcome->http ? arena_printf(arena, "%d", outcome->http) : NULL;
    int64_t longest = config->webhook_give_up_ms / 1000;
    struct params params;
    params_init(&params, arena);
    params_text(&params, delivery->subscription);
    params_text(&params, delivery->position);
    if (!outcome->fault) {
        params_text(&params, http);
        return conn_execute(conn, STATEMENT_DELIVERY_DONE, &params, NULL, error);
    }
    params_text(&params, outcome->fault);
    params_text(&params, outcome->pause ? "true" : "false");
    params_seconds(&params, config->webhook_retry_ms);
    params_seconds(&params, config->webhook_give_up_ms);
    params_integer(&params, TIMES_WEBHOOK_RETRY_MAXIMUM);
    params_text(&params, http);
    params_text(&params, outcome->refused ? "true" : "false");
    params_integer(&params, DELIVERIES_REFUSALS);
    params_integer(&params, outcome->retry_after < longest ? outcome->retry_after : longest);
    return conn_execute(conn, STATEMENT_DELIVERY_FAILED, &params, NULL, error);
}
