#include "service/store/article_rows.h"
#include "service/store/columns.h"
#include "service/store/entity_rows.h"
#include "service/store/words.h"

#include <string.h>

enum top_column { TOP_ARTICLE, TOP_ENTITY };

enum { SQL_MAXIMUM = 16 * 1024 };

/* The statement is put together from the fragments that the filter asks for, so that the planner sees neither an idle
 * condition nor a value that is not there. Numbers of parameters are the only thing printed into it. */
struct builder {
    struct strbuf sql;
    struct params params;
};

static void put(struct builder *builder, const char *before, const char *after)
{
    strbuf_printf(&builder->sql, "%s$%d%s", before, builder->params.count, after);
}

static void put_text(struct builder *builder, const char *before, const char *value, const char *after)
{
    if (!value)
        return;
    params_text(&builder->params, value);
    put(builder, before, after);
}

static void put_time(struct builder *builder, const char *before, const int64_t *value)
{
    if (!value)
        return;
    params_time(&builder->params, value);
    put(builder, before, "::timestamptz");
}

/* One word; several readings of it: any. */
static void put_words(struct builder *builder, const struct word_query *words)
{
    for (size_t i = 0; words && i < words->count; i++) {
        struct param_array ids;
        array_init(&ids, ARRAY_INT4);
        for (size_t j = 0; j < words->groups[i].count; j++)
            array_add_int4(&ids, words->groups[i].ids[j]);
        params_take_array(&builder->params, &ids);
        put(builder, words->groups[i].count > 1 ? " AND a.words && " : " AND a.words @> ", "::int[]");
    }
}

static void put_cursor(struct builder *builder, const struct article_filter *filter, const char *columns)
{
    if (!filter->after)
        return;
    strbuf_printf(&builder->sql, " AND %s < (", columns);
    params_time(&builder->params, &filter->after_dated_at);
    put(builder, "", "::timestamptz, ");
    params_text(&builder->params, filter->after_id);
    put(builder, "", "::uuid)");
}

/* The first entity leads: its index has the order of the list. */
static void build(struct builder *builder, const struct article_filter *filter)
{
    bool led = filter->entity_count > 0;
    strbuf_puts(&builder->sql, "SELECT " ARTICLE_COLUMNS " FROM ");
    if (led)
        put_text(builder, "article_entities m JOIN articles a ON a.id = m.article_id WHERE m.entity_id = ",
                 filter->entities[0], "");
    else
        strbuf_puts(&builder->sql, "articles a WHERE true");
    put_cursor(builder, filter, led ? "(m.dated_at, m.article_id)" : "(a.dated_at, a.id)");
    put_time(builder, led ? " AND m.dated_at >= " : " AND a.dated_at >= ", filter->from);
    put_time(builder, led ? " AND m.dated_at < " : " AND a.dated_at < ", filter->to);
    put_text(builder, " AND a.source = ", filter->source, "");
    put_text(builder, " AND a.language = ", filter->language, "");
    put_words(builder, filter->words);
    for (size_t i = 1; i < filter->entity_count; i++)
        put_text(builder, " AND EXISTS (SELECT FROM article_entities x WHERE x.article_id = a.id AND x.entity_id = ",
                 filter->entities[i], ")");
    put_text(builder, " AND EXISTS (SELECT FROM article_entities t WHERE t.article_id = a.id AND t.type = ", filter->type,
             ")");
    params_integer(&builder->params, filter->limit + 1);
    put(builder, led ? " ORDER BY m.dated_at DESC, m.article_id DESC LIMIT " : " ORDER BY a.dated_at DESC, a.id DESC LIMIT ",
        "::bigint");
}

static enum status query(struct store_conn *conn, const struct article_filter *filter, struct arena *arena,
                         PGresult **ret_result, struct error *error)
{
    struct builder builder;
    strbuf_init(&builder.sql, SQL_MAXIMUM);
    params_init(&builder.params, arena);
    build(&builder, filter);
    enum status status = strbuf_ok(&builder.sql)
                             ? conn_query_text(conn, "article_list", builder.sql.data, &builder.params, ret_result, error)
                             : STATUS_OUT_OF_MEMORY;
    strbuf_release(&builder.sql);
    return status;
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
    array_init(&ids, ARRAY_UUID);
    for (size_t i = 0; i < count; i++)
        array_add_uuid(&ids, articles[i].id);
    params_init(&params, arena);
    params_take_array(&params, &ids);
    params_integer(&params, conn->app->config->top_entities);
    enum status status = conn_query(conn, STATEMENT_TOP_ENTITIES, &params, &result, error);
    if (status == STATUS_OK)
        status = attach_entities(arena, result, articles, count);
    PQclear(result);
    return status;
}

enum status articles_list(struct store_conn *conn, const struct article_filter *filter, struct arena *arena,
                          struct article_page *ret_page, struct error *error)
{
    PGresult *result = NULL;
    struct article_page page = {.articles = NULL};
    enum status status = query(conn, filter, arena, &result, error);
    if (status != STATUS_OK)
        return status;
    page.more = PQntuples(result) > filter->limit;
    page.count = (size_t)(page.more ? filter->limit : PQntuples(result));
    page.articles = arena_array(arena, page.count, sizeof *page.articles);
    for (size_t i = 0; page.articles && i < page.count; i++)
        article_rows_read(arena, result, (int)i, &page.articles[i]);
    PQclear(result);
    status = arena->failed ? STATUS_OUT_OF_MEMORY : STATUS_OK;
    if (status == STATUS_OK)
        status = article_rows_load_top(conn, arena, page.articles, page.count, error);
    if (status == STATUS_OK)
        *ret_page = page;
    return status;
}
