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

/* Several authors stand in the column authors, one alone in author. */
static struct text_list read_authors(struct arena *arena, const PGresult *result, int row)
{
    struct text_list authors = {.count = 0};
    if (!PQgetisnull(result, row, ARTICLE_COLUMN_AUTHORS))
        authors.items = row_texts(arena, result, row, ARTICLE_COLUMN_AUTHORS, &authors.count);
    const char **one =
        authors.count || PQgetisnull(result, row, ARTICLE_COLUMN_AUTHOR) ? NULL : arena_array(arena, 1, sizeof *one);
    if (one) {
        *one = row_text(arena, result, row, ARTICLE_COLUMN_AUTHOR);
        authors = (struct text_list){one, 1};
    }
    return authors;
}

static bool read_time(const PGresult *result, int row, enum article_column column, int64_t *ret_time)
{
    *ret_time = row_integer(result, row, column);
    return !PQgetisnull(result, row, column);
}

static void read_annotation(struct arena *arena, const PGresult *result, int row, struct article *article)
{
    article->annotation.language = article->language;
    article->annotation.unit = OFFSET_CODEPOINT;
    article->annotation.gazetteer_version = row_text(arena, result, row, ARTICLE_COLUMN_GAZETTEER_VERSION);
    split_warnings(arena, row_text(arena, result, row, ARTICLE_COLUMN_WARNINGS), &article->annotation);
}

void article_rows_read(struct arena *arena, const PGresult *result, int row, struct article *ret_article)
{
    struct article *article = ret_article;
    *article = (struct article){.received_at = row_integer(result, row, ARTICLE_COLUMN_RECEIVED_AT),
                                .dated_at = row_integer(result, row, ARTICLE_COLUMN_DATED_AT),
                                .revision = row_integer(result, row, ARTICLE_COLUMN_REVISION),
                                .retagged = row_integer(result, row, ARTICLE_COLUMN_RETAGGED)};
    uuid_parse(PQgetvalue(result, row, ARTICLE_COLUMN_ID), article->id);
    article->source = row_text(arena, result, row, ARTICLE_COLUMN_SOURCE);
    article->external_id = row_text(arena, result, row, ARTICLE_COLUMN_EXTERNAL_ID);
    article->url = row_text(arena, result, row, ARTICLE_COLUMN_URL);
    article->url_key = row_text(arena, result, row, ARTICLE_COLUMN_URL_KEY);
    article->page_key = row_text(arena, result, row, ARTICLE_COLUMN_PAGE_KEY);
    article->title = row_text(arena, result, row, ARTICLE_COLUMN_TITLE);
    article->authors = read_authors(arena, result, row);
    article->section = row_text(arena, result, row, ARTICLE_COLUMN_SECTION);
    article->tags.items = row_texts(arena, result, row, ARTICLE_COLUMN_TAGS, &article->tags.count);
    article->language = row_text(arena, result, row, ARTICLE_COLUMN_LANGUAGE);
    article->published = read_time(result, row, ARTICLE_COLUMN_PUBLISHED_AT, &article->published_at);
    article->modified = read_time(result, row, ARTICLE_COLUMN_MODIFIED_AT, &article->modified_at);
    article->updated = read_time(result, row, ARTICLE_COLUMN_UPDATED_AT, &article->updated_at);
    read_annotation(arena, result, row, article);
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
