#include "service/store/article_rows.h"
#include "service/store/columns.h"
#include "service/store/entity_rows.h"
#include "service/store/words.h"

#include <stdlib.h>
#include <string.h>

enum top_column { TOP_ARTICLE, TOP_ENTITY };

enum { SQL_MAXIMUM = 16 * 1024, PROBE = 1000, MANY = 20000 /* articles with the words: a walk meets them soon enough */ };

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

/* What an index has in the order of the list: the rarest entity's rows, or the articles themselves. */
static void put_walk(struct builder *builder, const struct article_filter *filter, const char *lead)
{
    bool led = filter->entity_count > 0;
    if (led)
        put_text(builder, lead, filter->entities[0], "");
    else
        strbuf_puts(&builder->sql, "articles a WHERE true");
    put_cursor(builder, filter, led ? "(m.dated_at, m.article_id)" : "(a.dated_at, a.id)");
    put_time(builder, led ? " AND m.dated_at >= " : " AND a.dated_at >= ", filter->from);
    put_time(builder, led ? " AND m.dated_at < " : " AND a.dated_at < ", filter->to);
}

/* What each article is then held against. */
static void put_sieve(struct builder *builder, const struct article_filter *filter, size_t first_entity)
{
    put_text(builder, " AND a.source = ", filter->source, "");
    put_text(builder, " AND a.language = ", filter->language, "");
    for (size_t i = first_entity; i < filter->entity_count; i++)
        put_text(builder, " AND EXISTS (SELECT FROM article_entities x WHERE x.article_id = a.id AND x.entity_id = ",
                 filter->entities[i], ")");
    put_text(builder, " AND EXISTS (SELECT FROM article_entities t WHERE t.article_id = a.id AND t.type = ", filter->type,
             ")");
}

static void put_end(struct builder *builder, const struct article_filter *filter)
{
    params_integer(&builder->params, filter->limit + 1);
    put(builder, " ORDER BY a.dated_at DESC, a.id DESC LIMIT ", "::bigint");
}

/* One walk along the index until the page is full; whole rows are read for the page alone. */
static void build_walk(struct builder *builder, const struct article_filter *filter)
{
    bool led = filter->entity_count > 0;
    strbuf_printf(&builder->sql, "WITH page AS MATERIALIZED (SELECT a.id FROM %s", led ? "articles a JOIN " : "");
    put_walk(builder, filter, "article_entities m ON m.article_id = a.id WHERE m.entity_id = ");
    put_words(builder, filter->words);
    put_sieve(builder, filter, led ? 1 : 0);
    params_integer(&builder->params, filter->limit + 1);
    put(builder, led ? " ORDER BY m.dated_at DESC, m.article_id DESC LIMIT " : " ORDER BY a.dated_at DESC, a.id DESC LIMIT ",
        "::bigint) SELECT " ARTICLE_COLUMNS " FROM page p JOIN articles a ON a.id = p.id"
        " ORDER BY a.dated_at DESC, a.id DESC");
}

/* The same walk, of PROBE rows at the most: fills a page of what is frequent. */
static void build_probe(struct builder *builder, const struct article_filter *filter)
{
    bool led = filter->entity_count > 0;
    strbuf_puts(&builder->sql, "SELECT " ARTICLE_COLUMNS " FROM (SELECT ");
    strbuf_puts(&builder->sql, led ? "m.article_id AS id FROM " : "a.id FROM ");
    put_walk(builder, filter, "article_entities m WHERE m.entity_id = ");
    params_integer(&builder->params, PROBE);
    put(builder, led ? " ORDER BY m.dated_at DESC, m.article_id DESC LIMIT " : " ORDER BY a.dated_at DESC, a.id DESC LIMIT ",
        "::bigint) p JOIN articles a ON a.id = p.id WHERE true");
    put_words(builder, filter->words);
    put_sieve(builder, filter, led ? 1 : 0);
    put_end(builder, filter);
}

/* All that has the words, which the probe has shown to be rare; the planner is kept from walking for them. */
static void build_hits(struct builder *builder, const struct article_filter *filter)
{
    strbuf_puts(&builder->sql, "WITH hits AS MATERIALIZED (SELECT a.id, a.dated_at, a.source, a.language FROM articles a"
                               " WHERE true");
    put_words(builder, filter->words);
    strbuf_puts(&builder->sql, "), page AS MATERIALIZED (SELECT a.id, a.dated_at FROM hits a WHERE true");
    put_cursor(builder, filter, "(a.dated_at, a.id)");
    put_time(builder, " AND a.dated_at >= ", filter->from);
    put_time(builder, " AND a.dated_at < ", filter->to);
    put_sieve(builder, filter, 0);
    put_end(builder, filter);
    strbuf_puts(&builder->sql, ") SELECT " ARTICLE_COLUMNS " FROM page p JOIN articles a ON a.id = p.id"
                               " ORDER BY a.dated_at DESC, a.id DESC");
}

static enum status run(struct store_conn *conn, void (*build)(struct builder *, const struct article_filter *),
                       const struct article_filter *filter, struct arena *arena, PGresult **ret_result,
                       struct error *error)
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

struct counted {
    const char *id;
    int64_t articles;
};

static int by_articles(const void *one, const void *two)
{
    const struct counted *left = one, *right = two;
    return (left->articles > right->articles) - (left->articles < right->articles);
}

/* Puts the rarest entity first: its rows are walked, the others looked up. *ret_least: how many it has. */
static enum status order_entities(struct store_conn *conn, struct article_filter *filter, struct arena *arena,
                                  int64_t *ret_least, struct error *error)
{
    struct counted counted[ARTICLE_FILTER_ENTITIES];
    struct params params;
    struct param_array ids;
    PGresult *result = NULL;
    array_init(&ids, ARRAY_TEXT);
    for (size_t i = 0; i < filter->entity_count; i++) {
        counted[i] = (struct counted){filter->entities[i], 0};
        array_add_text(&ids, filter->entities[i]);
    }
    params_init(&params, arena);
    params_take_array(&params, &ids);
    enum status status = conn_query(conn, STATEMENT_ENTITY_FREQUENCIES, &params, &result, error);
    for (int row = 0; status == STATUS_OK && row < PQntuples(result); row++)
        for (size_t i = 0; i < filter->entity_count; i++)
            if (strcmp(counted[i].id, PQgetvalue(result, row, 0)) == 0)
                counted[i].articles = row_integer(result, row, 1);
    PQclear(result);
    qsort(counted, filter->entity_count, sizeof *counted, by_articles);
    for (size_t i = 0; i < filter->entity_count; i++)
        filter->entities[i] = counted[i].id;
    *ret_least = counted[0].articles;
    return status;
}

static void build_estimate(struct builder *builder, const struct article_filter *filter)
{
    strbuf_puts(&builder->sql, "EXPLAIN (FORMAT JSON) SELECT FROM articles a WHERE true");
    put_words(builder, filter->words);
}

/* How many articles the planner expects to have the words, by its statistics; 0 when it does not say. */
static enum status estimate(struct store_conn *conn, const struct article_filter *filter, struct arena *arena,
                            int64_t *ret_articles, struct error *error)
{
    static const char label[] = "\"Plan Rows\":";
    PGresult *result = NULL;
    enum status status = run(conn, build_estimate, filter, arena, &result, error);
    const char *rows = status == STATUS_OK ? strstr(PQgetvalue(result, 0, 0), label) : NULL;
    *ret_articles = rows ? strtoll(rows + sizeof label - 1, NULL, 10) : 0;
    PQclear(result);
    return status;
}

/* A probe that does not fill the page: the words are rare, or only the newest articles lack them. What fewer articles
 * have, the rarest entity or the words, is read to the end. */
static enum status after_probe(struct store_conn *conn, const struct article_filter *filter, int64_t least,
                               struct arena *arena, PGresult **ret_result, struct error *error)
{
    int64_t articles = 0;
    enum status status = estimate(conn, filter, arena, &articles, error);
    if (status != STATUS_OK)
        return status;
    bool walk = articles > (filter->entity_count ? least : MANY);
    return run(conn, walk ? build_walk : build_hits, filter, arena, ret_result, error);
}

static enum status query(struct store_conn *conn, const struct article_filter *asked, struct arena *arena,
                         PGresult **ret_result, struct error *error)
{
    struct article_filter filter = *asked;
    PGresult *result = NULL;
    int64_t least = INT64_MAX;
    bool unordered = filter.entity_count > 1 || (filter.entity_count == 1 && filter.words);
    enum status status = unordered ? order_entities(conn, &filter, arena, &least, error) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    if (!filter.words || least <= PROBE)
        return run(conn, build_walk, &filter, arena, ret_result, error);
    status = run(conn, build_probe, &filter, arena, &result, error);
    if (status == STATUS_OK && PQntuples(result) <= filter.limit) {
        PQclear(result);
        return after_probe(conn, &filter, least, arena, ret_result, error);
    }
    if (status == STATUS_OK)
        *ret_result = result;
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
