#include "service/store/articles.h"

#include "service/store/article_write.h"
#include "service/store/entity_rows.h"

#include <string.h>

/* clang-format off */
/* Columns of ARTICLE_COLUMNS in statements.c, then those of STATEMENT_ARTICLE_SELECT. */
enum column {
    COLUMN_ID, COLUMN_SOURCE, COLUMN_EXTERNAL_ID, COLUMN_URL, COLUMN_TITLE, COLUMN_LANGUAGE, COLUMN_PUBLISHED_AT,
    COLUMN_RECEIVED_AT, COLUMN_DATED_AT, COLUMN_GAZETTEER_VERSION, COLUMN_WARNINGS, COLUMN_TEXT, COLUMN_ENTITY,
};
/* clang-format on */

enum top_column { TOP_ARTICLE, TOP_ENTITY };

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

static void read_article(struct arena *arena, const PGresult *result, int row, struct article *article)
{
    *article = (struct article){.received_at = row_integer(result, row, COLUMN_RECEIVED_AT)};
    article_id_parse(PQgetvalue(result, row, COLUMN_ID), article->id);
    article->source = row_text(arena, result, row, COLUMN_SOURCE);
    article->external_id = row_text(arena, result, row, COLUMN_EXTERNAL_ID);
    article->url = row_text(arena, result, row, COLUMN_URL);
    article->title = row_text(arena, result, row, COLUMN_TITLE);
    article->language = row_text(arena, result, row, COLUMN_LANGUAGE);
    article->published = !PQgetisnull(result, row, COLUMN_PUBLISHED_AT);
    article->published_at = row_integer(result, row, COLUMN_PUBLISHED_AT);
    article->dated_at = row_integer(result, row, COLUMN_DATED_AT);
    article->annotation.language = article->language;
    article->annotation.unit = OFFSET_CODEPOINT;
    article->annotation.gazetteer_version = row_text(arena, result, row, COLUMN_GAZETTEER_VERSION);
    split_warnings(arena, row_text(arena, result, row, COLUMN_WARNINGS), &article->annotation);
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
        read_article(arena, result, 0, &article);
        article.text.bytes = row_text(arena, result, 0, COLUMN_TEXT);
        article.text.length = (size_t)PQgetlength(result, 0, COLUMN_TEXT);
        status = read_entities(arena, result, &article);
    }
    if (status == STATUS_OK)
        *ret_article = article;
    PQclear(result);
    return status;
}

static void filter_params(struct params *params, const struct article_filter *filter, struct arena *arena)
{
    params_init(params, arena);
    if (filter->after)
        params_time(params, &filter->after_dated_at);
    else
        params_text(params, "infinity");
    params_text(params, filter->after ? filter->after_id : "ffffffff-ffff-ffff-ffff-ffffffffffff");
    if (filter->from)
        params_time(params, filter->from);
    else
        params_text(params, "-infinity");
    if (filter->to)
        params_time(params, filter->to);
    else
        params_text(params, "infinity");
    params_text(params, filter->source);
    params_text(params, filter->language);
    params_text(params, filter->type);
    params_integer(params, filter->limit + 1);
    if (filter->entity)
        params_text(params, filter->entity);
}

static struct article *find_article(struct article_page *page, const char *id)
{
    for (size_t i = 0; i < page->count; i++)
        if (strcmp(page->articles[i].id, id) == 0)
            return &page->articles[i];
    return NULL;
}

/* Rows are ordered by article and position: each article's entities stand together. */
static enum status attach_entities(struct arena *arena, const PGresult *result, struct article_page *page)
{
    int count = PQntuples(result);
    struct annotated_entity *entities = arena_array(arena, (size_t)count, sizeof *entities);
    for (int i = 0; entities && i < count; i++) {
        struct article *article = find_article(page, PQgetvalue(result, i, TOP_ARTICLE));
        if (!article || !entity_rows_read(arena, result, i, TOP_ENTITY, NULL, &entities[i]))
            return STATUS_INTERNAL;
        if (article->annotation.entity_count++ == 0)
            article->annotation.entities = &entities[i];
    }
    return arena->failed ? STATUS_OUT_OF_MEMORY : STATUS_OK;
}

static enum status load_top_entities(struct store_conn *conn, struct arena *arena, struct article_page *page,
                                     struct error *error)
{
    struct params params;
    struct strbuf ids;
    PGresult *result = NULL;
    strbuf_init(&ids, page->count * (ARTICLE_ID_LENGTH + 1) + 2);
    for (size_t i = 0; i < page->count; i++)
        strbuf_printf(&ids, "%c%s", i ? ',' : '{', page->articles[i].id);
    strbuf_putc(&ids, '}');
    params_init(&params, arena);
    params_text(&params, arena_strndup(arena, ids.data, ids.length));
    params_integer(&params, conn->app->config->top_entities);
    strbuf_release(&ids);
    enum status status = conn_query(conn, STATEMENT_TOP_ENTITIES, &params, &result, error);
    if (status == STATUS_OK)
        status = attach_entities(arena, result, page);
    PQclear(result);
    return status;
}

enum status articles_list(struct store_conn *conn, const struct article_filter *filter, struct arena *arena,
                          struct article_page *ret_page, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    struct article_page page = {.articles = NULL};
    enum statement statement = filter->entity ? STATEMENT_ARTICLE_LIST_OF_ENTITY : STATEMENT_ARTICLE_LIST;
    filter_params(&params, filter, arena);
    enum status status = conn_query(conn, statement, &params, &result, error);
    if (status != STATUS_OK)
        return status;
    page.more = PQntuples(result) > filter->limit;
    page.count = (size_t)(page.more ? filter->limit : PQntuples(result));
    page.articles = arena_array(arena, page.count, sizeof *page.articles);
    for (size_t i = 0; page.articles && i < page.count; i++)
        read_article(arena, result, (int)i, &page.articles[i]);
    PQclear(result);
    status = arena->failed ? STATUS_OUT_OF_MEMORY : STATUS_OK;
    if (status == STATUS_OK && page.count)
        status = load_top_entities(conn, arena, &page, error);
    if (status == STATUS_OK)
        *ret_page = page;
    return status;
}
