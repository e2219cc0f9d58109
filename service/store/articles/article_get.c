#include "service/store/articles/article_get.h"

#include "service/store/articles/article_rows.h"
#include "service/store/db/conn.h"
#include "service/store/db/row.h"
#include "service/store/entities/entity_rows.h"

#include <string.h>

/* Columns of STATEMENT_ARTICLE_SELECT behind the article's own. */
enum column { COLUMN_TEXT = ARTICLE_COLUMN_COUNT, COLUMN_ENTITY };

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

enum status article_get(struct store_conn *conn, const char *id, struct arena *arena, struct article *ret_article,
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
