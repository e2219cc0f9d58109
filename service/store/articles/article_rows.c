#include "service/store/articles/article_rows.h"

#include "service/store/db/conn.h"
#include "service/store/db/row.h"
#include "service/store/entities/entity_rows.h"

#include <string.h>

enum top_column { TOP_ARTICLE, TOP_ENTITY };

static void split_warnings(struct arena *arena, const char *joined, struct annotation *annotation)
{
    size_t count = 0;
    for (const char *at = joined; at && (at = strchr(at, ARTICLE_WARNING_END)); at++)
        count++;
    const char **warnings = arena_array(arena, count, sizeof *warnings);
    for (size_t i = 0; warnings && i < count; i++) {
        size_t length = (size_t)(strchr(joined, ARTICLE_WARNING_END) - joined);
        warnings[i] = arena_strndup(arena, joined, length);
        joined += length + 1;
    }
    annotation->warnings = warnings;
    annotation->warning_count = warnings ? count : 0;
}

void article_rows_read(struct arena *arena, const PGresult *result, int row, struct article *ret_article)
{
    struct article *article = ret_article;
    *article = (struct article){.received_at = row_integer(result, row, ARTICLE_COLUMN_RECEIVED_AT)};
    uuid_parse(PQgetvalue(result, row, ARTICLE_COLUMN_ID), article->id);
    article->source = row_text(arena, result, row, ARTICLE_COLUMN_SOURCE);
    article->external_id = row_text(arena, result, row, ARTICLE_COLUMN_EXTERNAL_ID);
    article->url = row_text(arena, result, row, ARTICLE_COLUMN_URL);
    article->title = row_text(arena, result, row, ARTICLE_COLUMN_TITLE);
    article->author = row_text(arena, result, row, ARTICLE_COLUMN_AUTHOR);
    article->language = row_text(arena, result, row, ARTICLE_COLUMN_LANGUAGE);
    article->published = !PQgetisnull(result, row, ARTICLE_COLUMN_PUBLISHED_AT);
    article->published_at = row_integer(result, row, ARTICLE_COLUMN_PUBLISHED_AT);
    article->dated_at = row_integer(result, row, ARTICLE_COLUMN_DATED_AT);
    article->annotation.language = article->language;
    article->annotation.unit = OFFSET_CODEPOINT;
    article->annotation.gazetteer_version = row_text(arena, result, row, ARTICLE_COLUMN_GAZETTEER_VERSION);
    split_warnings(arena, row_text(arena, result, row, ARTICLE_COLUMN_WARNINGS), &article->annotation);
}

static struct article *find_article(struct article *articles, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(articles[i].id, id) == 0)
            return &articles[i];
    return NULL;
}

/* Rows are ordered by article and position: each article's entities stand together. */
static enum status attach_entities(struct arena *arena, const PGresult *result, struct article *articles, size_t many)
{
    int count = PQntuples(result);
    struct annotated_entity *entities = arena_array(arena, (size_t)count, sizeof *entities);
    for (int i = 0; entities && i < count; i++) {
        struct article *article = find_article(articles, many, PQgetvalue(result, i, TOP_ARTICLE));
        if (!article || !entity_rows_read(arena, result, i, TOP_ENTITY, NULL, &entities[i]))
            return STATUS_INTERNAL;
        if (article->annotation.entity_count++ == 0)
            article->annotation.entities = &entities[i];
    }
    return arena->failed ? STATUS_OUT_OF_MEMORY : STATUS_OK;
}

enum status article_rows_load_top(struct store_conn *conn, struct arena *arena, struct article *articles, size_t count,
                                  struct error *error)
{
    struct params params;
    struct param_array ids;
    PGresult *result = NULL;
    if (count == 0)
        return STATUS_OK;
    param_array_init(&ids, ARRAY_UUID);
    for (size_t i = 0; i < count; i++)
        param_array_add_uuid(&ids, articles[i].id);
    params_init(&params, arena);
    params_take_array(&params, &ids);
    params_integer(&params, conn->app->config->top_entities);
    enum status status = conn_query(conn, STATEMENT_TOP_ENTITIES, &params, &result, error);
    if (status == STATUS_OK)
        status = attach_entities(arena, result, articles, count);
    PQclear(result);
    return status;
}
