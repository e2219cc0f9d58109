#include "service/store/entities.h"

#include "service/store/conn.h"

#include <string.h>

/* clang-format off */
/* ENTITY_COLUMNS in statements.c, then the counts. */
enum column {
    COLUMN_ID, COLUMN_TYPE, COLUMN_KNOWN, COLUMN_NAME, COLUMN_NAME_AR, COLUMN_NAME_EN, COLUMN_COUNTRY, COLUMN_WIKIDATA,
    COLUMN_ARTICLES, COLUMN_MENTIONS, COLUMN_FIRST_SEEN, COLUMN_LAST_SEEN, COLUMN_RANK, COLUMN_SPELLINGS,
};
/* clang-format on */

static bool read_entity(struct arena *arena, const PGresult *result, int row, struct stored_entity *entity)
{
    struct annotated_entity *identity = &entity->identity;
    identity->id = row_text(arena, result, row, COLUMN_ID);
    identity->known = PQgetvalue(result, row, COLUMN_KNOWN)[0] == 't';
    identity->name = row_text(arena, result, row, COLUMN_NAME);
    identity->name_ar = row_text(arena, result, row, COLUMN_NAME_AR);
    identity->name_en = row_text(arena, result, row, COLUMN_NAME_EN);
    identity->country = row_text(arena, result, row, COLUMN_COUNTRY);
    identity->wikidata = row_text(arena, result, row, COLUMN_WIKIDATA);
    entity->articles = row_integer(result, row, COLUMN_ARTICLES);
    entity->mentions = row_integer(result, row, COLUMN_MENTIONS);
    entity->seen = !PQgetisnull(result, row, COLUMN_FIRST_SEEN);
    entity->first_seen = row_integer(result, row, COLUMN_FIRST_SEEN);
    entity->last_seen = row_integer(result, row, COLUMN_LAST_SEEN);
    entity->rank = row_integer(result, row, COLUMN_RANK);
    return entity_type_parse(PQgetvalue(result, row, COLUMN_TYPE), &identity->type);
}

/* LIKE pattern: `before`, the key taken literally, '%'. */
static const char *pattern(struct arena *arena, const char *before, const char *key)
{
    size_t length = strlen(before), at = length;
    char *out = arena_array(arena, length + 2 * strlen(key) + 2, 1);
    if (!out)
        return NULL;
    memcpy(out, before, length);
    for (; *key; key++) {
        if (strchr("%_\\", *key))
            out[at++] = '\\';
        out[at++] = *key;
    }
    out[at] = '%';
    return out;
}

static void search_params(struct params *params, const struct entity_filter *filter, struct arena *arena)
{
    struct param_array ids;
    array_init(&ids, ARRAY_TEXT);
    for (size_t i = 0; i < filter->id_count; i++)
        array_add_text(&ids, filter->ids[i]);
    params_init(params, arena);
    params_text(params, filter->key);
    params_text(params, pattern(arena, "", filter->key));
    params_text(params, pattern(arena, "% ", filter->key));
    params_take_array(params, &ids);
    params_text(params, filter->type);
    params_integer(params, filter->after ? filter->after_rank : -1);
    params_integer(params, filter->after ? filter->after_articles : 0);
    params_text(params, filter->after ? filter->after_id : "");
    params_integer(params, filter->limit + 1);
}

enum status entities_search(struct store_conn *conn, const struct entity_filter *filter, struct arena *arena,
                            struct entity_page *ret_page, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    struct entity_page page = {.entities = NULL};
    search_params(&params, filter, arena);
    enum status status = conn_query(conn, STATEMENT_ENTITY_SEARCH, &params, &result, error);
    if (status != STATUS_OK)
        return status;
    page.more = PQntuples(result) > filter->limit;
    page.count = (size_t)(page.more ? filter->limit : PQntuples(result));
    page.entities = arena_array(arena, page.count, sizeof *page.entities);
    for (size_t i = 0; page.entities && status == STATUS_OK && i < page.count; i++)
        if (!read_entity(arena, result, (int)i, &page.entities[i]))
            status = STATUS_INTERNAL;
    PQclear(result);
    if (status == STATUS_OK && arena->failed)
        status = STATUS_OUT_OF_MEMORY;
    if (status == STATUS_OK)
        *ret_page = page;
    return status;
}

enum status entities_get(struct store_conn *conn, const char *id, struct arena *arena, struct stored_entity *ret_entity,
                         struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    struct stored_entity entity = {.articles = 0};
    params_init(&params, arena);
    params_text(&params, id);
    enum status status = conn_query(conn, STATEMENT_ENTITY_SELECT, &params, &result, error);
    if (status == STATUS_OK && PQntuples(result) == 0)
        status = error_set(error, STATUS_NOT_FOUND, "There is no entity with this id.");
    if (status == STATUS_OK && !read_entity(arena, result, 0, &entity))
        status = STATUS_INTERNAL;
    if (status == STATUS_OK) {
        entity.spellings = row_text(arena, result, 0, COLUMN_SPELLINGS);
        *ret_entity = entity;
    }
    PQclear(result);
    return status;
}
