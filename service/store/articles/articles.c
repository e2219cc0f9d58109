#include "service/store/articles/articles.h"

#include "service/store/articles/article_rows.h"
#include "service/store/articles/article_write.h"
#include "service/store/entities/entity_rows.h"

#include <string.h>

/* Columns of STATEMENT_ARTICLE_SELECT behind the article's own. */
enum column { COLUMN_TEXT = ARTICLE_COLUMN_COUNT, COLUMN_ENTITY };

enum { WARNING_SEPARATOR = '\n' };

static void split_warnings(struct arena *arena, const char *joined, struct annotation *annotation)
{
    size_t count = 0;
    for (const char *at = joined; at && (at = strchr(at, WARNING_SEPARATOR)); at++)
        count++;
    const char **warnings = arena_array(arena, count, sizeof *warnings);
    for (size_t i = 0; warnings && i < count; i++) {
        size_t length = strcspn(joined, "\n");
        warnings[i] = arena_strndup(arena, joined, length);
        joined += length + 1;
    }
    annotation->warnings = warnings;
    annotation->warning_count = warnings ? count : 0;
}

/* One transaction, or none when the article was there already. */
static enum status insert(struct store_conn *conn, const struct article *article, struct arena *arena,
                          bool *ret_created, struct error *error)
{
    struct known known;
    struct article_write write, *writes[] = {&write};
    int culprit;
    enum status status = article_write_prepare(&write, article, arena, error);
    if (status != STATUS_OK)
        return status;
    known_init(&known);
    status = article_writes_run(conn, &known, writes, 1, arena, &culprit, error);
    known_release(&known);
    *ret_created = write.created;
    return status;
}

enum status articles_put(struct store_conn *conn, struct article *article, struct arena *arena, bool *ret_created,
                         struct error *error)
{
    enum status status = STATUS_NOT_FOUND;
    bool created = false;
    for (int i = 0; i < 2 && status == STATUS_NOT_FOUND; i++) { /* it may be deleted between insert and get */
        status = insert(conn, article, arena, &created, error);
        if (status == STATUS_OK && !created)
            status = articles_get(conn, article->id, arena, article, error);
    }
    if (status == STATUS_OK)
        *ret_created = created;
    return status == STATUS_NOT_FOUND ? STATUS_CONFLICT : status;
}

void article_rows_read(struct arena *arena, const PGresult *result, int row, struct article *article)
{
    *article = (struct article){.received_at = row_integer(result, row, ARTICLE_COLUMN_RECEIVED_AT)};
    article_id_parse(PQgetvalue(result, row, ARTICLE_COLUMN_ID), article->id);
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

static enum status read_entities(struct arena *arena, const PGresult *result, struct article *article)
{
    const size_t lengths[FIELD_COUNT] = {article->title ? strlen(article->title) : 0, article->text.length};
    int count = PQgetisnull(result, 0, COLUMN_ENTITY) ? 0 : PQntuples(result);
    struct annotated_entity *entities = arena_array(arena, (size_t)count, sizeof *entities);
    for (int i = 0; entities && i < count; i++)
        if (!entity_rows_read(arena, result, i, COLUMN_ENTITY, lengths, &entities[i]))
            return STATUS_INTERNAL;
    article->annotation.entities = entities;
    article->annotation.entity_count = entities ? (size_t)count : 0;
    return arena->failed ? STATUS_OUT_OF_MEMORY : STATUS_OK;
}

enum status articles_get(struct store_conn *conn, const char *id, struct arena *arena, struct article *ret_article,
                         struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    struct article article;
    params_init(&params, arena);
    params_text(&params, id);
    enum status status = conn_query(conn, STATEMENT_ARTICLE_SELECT, &params, &result, error);
    if (status == STATUS_OK && PQntuples(result) == 0)
        status = error_set(error, STATUS_NOT_FOUND, "There is no article with this id.");
    if (status == STATUS_OK) {
        article_rows_read(arena, result, 0, &article);
        article.text.bytes = row_text(arena, result, 0, COLUMN_TEXT);
        article.text.length = (size_t)PQgetlength(result, 0, COLUMN_TEXT);
        status = read_entities(arena, result, &article);
    }
    if (status == STATUS_OK)
        *ret_article = article;
    PQclear(result);
    return status;
}
