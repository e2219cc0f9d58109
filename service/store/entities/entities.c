#include "service/store/entities/entities.h"

#include "service/store/db/conn.h"
#include "service/store/db/row.h"
#include "service/store/entities/entity_rows.h"
#include "service/store/entities/misspelt.h"

#include <string.h>

/* Columns behind the entity's own. */
enum column {
    COLUMN_ARTICLES = ENTITY_COLUMN_COUNT,
    COLUMN_MENTIONS,
    COLUMN_FIRST_SEEN,
    COLUMN_LAST_SEEN,
    COLUMN_RANK,
    COLUMN_SPELLINGS
};

static bool read_entity(struct arena *arena, const PGresult *result, int row, struct stored_entity *entity)
{
    entity->articles = row_integer(result, row, COLUMN_ARTICLES);
    entity->mentions = row_integer(result, row, COLUMN_MENTIONS);
    entity->seen = !PQgetisnull(result, row, COLUMN_FIRST_SEEN);
    entity->first_seen = row_integer(result, row, COLUMN_FIRST_SEEN);
    entity->last_seen = row_integer(result, row, COLUMN_LAST_SEEN);
    entity->rank = row_integer(result, row, COLUMN_RANK);
    return entity_rows_identity(arena, result, row, &entity->identity);
}

/* A pattern for LIKE: `before`, the key taken literally, and '%'. */
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

enum {
    ENOUGH = 5,         /* found as they are spelt; with fewer, misspelt names are looked for too */
    INSIDE_LETTERS = 3, /* a shorter query is looked for at the beginning of a spelling only */
    LONG_LETTERS = 8    /* from here on, names with half of the trigrams in common are hardly ever others */
};

static bool is_short(const char *key)
{
    return text_characters(text_of(key)) < INSIDE_LETTERS;
}

static const char *known_text(const bool *known)
{
    return !known ? NULL : *known ? "true" : "false";
}

static void search_params(struct params *params, const struct entity_filter *filter, size_t found, struct arena *arena)
{
    params_init(params, arena);
    params_text(params, filter->key);
    params_text(params, pattern(arena, "", filter->key));
    params_text(params, is_short(filter->key) ? NULL : pattern(arena, "% ", filter->key));
    params_text_array(params, filter->ids, filter->id_count);
    params_text(params, filter->type);
    params_integer(params, filter->after ? filter->after_rank : -1);
    params_integer(params, filter->after ? filter->after_articles : 0);
    params_text(params, filter->after ? filter->after_id : "");
    params_integer(params, filter->limit + 1 - (int64_t)found);
}

/* What entity_fuzzy needs besides. */
static void fuzzy_params(struct params *params, const struct entity_filter *filter, struct arena *arena)
{
    size_t count;
    const char *const *patterns = misspelt_patterns(filter->key, arena, &count);
    bool is_long = text_characters(text_of(filter->key)) >= LONG_LETTERS;
    params_text_array(params, patterns, count);
    params_text(params, misspelt_threshold(filter->key, arena));
    params_text(params, is_long ? "0.45" : "0.6");
    const char *const *swapped = misspelt_swapped(filter->key, arena, &count);
    params_text_array(params, swapped, count);
}

static void top_params(struct params *params, const struct entity_filter *filter, struct arena *arena)
{
    params_init(params, arena);
    params_text(params, filter->type);
    params_integer(params, filter->after ? filter->after_articles : INT64_MAX);
    params_text(params, filter->after ? filter->after_id : "");
    params_integer(params, filter->limit + 1);
    params_text(params, known_text(filter->known));
}

static enum status run(struct store_conn *conn, enum statement statement, const struct params *params,
                       struct arena *arena, struct entity_page *page, struct error *error)
{
    PGresult *result = NULL;
    enum status status = conn_query(conn, statement, params, &result, error);
    int count = status == STATUS_OK ? PQntuples(result) : 0;
    for (int i = 0; i < count && status == STATUS_OK; i++)
        if (!read_entity(arena, result, i, &page->entities[page->count++]))
            status = STATUS_INTERNAL;
    PQclear(result);
    return status == STATUS_OK && arena->failed ? STATUS_OUT_OF_MEMORY : status;
}

/* Whether the query is a whole spelling of an entity of the gazetteer: whoever asks for Iran does not mean Iraq. */
static bool is_meant(const struct entity_page *page)
{
    return page->count && page->entities[0].rank == 0 && page->entities[0].identity.known;
}

static enum status search(struct store_conn *conn, const struct entity_filter *filter, struct arena *arena,
                          struct entity_page *page, struct error *error)
{
    struct params params;
    enum status status = STATUS_OK;
    if (!filter->after || filter->after_rank < ENTITY_RANK_FUZZY) {
        search_params(&params, filter, 0, arena);
        params_text(&params, known_text(filter->known));
        status = run(conn, STATEMENT_ENTITY_SEARCH, &params, arena, page, error);
    }
    bool enough = page->count >= ENOUGH || (filter->after && filter->after_rank < ENTITY_RANK_FUZZY) || is_meant(page);
    if (status != STATUS_OK || enough || page->count > (size_t)filter->limit || is_short(filter->key))
        return status;
    search_params(&params, filter, page->count, arena);
    fuzzy_params(&params, filter, arena);
    params_text(&params, known_text(filter->known));
    return run(conn, STATEMENT_ENTITY_FUZZY, &params, arena, page, error);
}

enum status entities_search(struct store_conn *conn, const struct entity_filter *filter, struct arena *arena,
                            struct entity_page *ret_page, struct error *error)
{
    struct params params;
    struct entity_page page = {.count = 0};
    page.entities = arena_array(arena, (size_t)filter->limit + 1, sizeof *page.entities);
    if (!page.entities)
        return STATUS_OUT_OF_MEMORY;
    top_params(&params, filter, arena);
    enum status status = *filter->key ? search(conn, filter, arena, &page, error)
                                      : run(conn, STATEMENT_ENTITY_TOP, &params, arena, &page, error);
    page.more = page.count > (size_t)filter->limit;
    page.count -= page.more;
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

enum status entities_find(struct store_conn *conn, const char *id, struct arena *arena,
                          struct annotated_entity *ret_identity, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_text_array(&params, &id, 1);
    enum status status = conn_query(conn, STATEMENT_ENTITIES_OF, &params, &result, error);
    if (status == STATUS_OK && PQntuples(result) == 0)
        status = error_set(error, STATUS_NOT_FOUND, "There is no entity with this id.");
    if (status == STATUS_OK && !entity_rows_identity(arena, result, 0, ret_identity))
        status = STATUS_INTERNAL;
    PQclear(result);
    return status;
}
