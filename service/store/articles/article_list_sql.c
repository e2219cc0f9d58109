#include "service/store/articles/article_list_sql.h"

#include "service/store/articles/words.h"
#include "service/store/db/columns.h"

void list_sql_init(struct list_sql *sql, struct arena *arena)
{
    strbuf_init(&sql->text, LIST_SQL_MAXIMUM);
    params_init(&sql->params, arena);
}

void list_sql_release(struct list_sql *sql)
{
    strbuf_release(&sql->text);
}

static void put(struct list_sql *sql, const char *before, const char *after)
{
    strbuf_printf(&sql->text, "%s$%d%s", before, sql->params.count, after);
}

static void put_text(struct list_sql *sql, const char *before, const char *value, const char *after)
{
    if (!value)
        return;
    params_text(&sql->params, value);
    put(sql, before, after);
}

static void put_time(struct list_sql *sql, const char *before, const int64_t *value)
{
    if (!value)
        return;
    params_time(&sql->params, value);
    put(sql, before, "::timestamptz");
}

/* Each word must be there; of a word with several readings, any. */
static void put_words(struct list_sql *sql, const struct word_query *words)
{
    for (size_t i = 0; words && i < words->count; i++) {
        params_int4_array(&sql->params, words->groups[i].ids, words->groups[i].count);
        put(sql, words->groups[i].count > 1 ? " AND a.words && " : " AND a.words @> ", "::int[]");
    }
}

static void put_cursor(struct list_sql *sql, const struct article_filter *filter, const char *columns)
{
    if (!filter->after)
        return;
    strbuf_printf(&sql->text, " AND %s < (", columns);
    params_time(&sql->params, &filter->after_dated_at);
    put(sql, "", "::timestamptz, ");
    params_text(&sql->params, filter->after_id);
    put(sql, "", "::uuid)");
}

/* The rows of an index that has the order of the list: those of the rarest entity, or the articles themselves. */
static void put_walk(struct list_sql *sql, const struct list_plan *plan, const char *lead)
{
    const struct article_filter *filter = plan->filter;
    bool led = plan->led;
    if (led)
        put_text(sql, lead, filter->entities[0], "");
    else
        strbuf_puts(&sql->text, "articles a WHERE true");
    put_cursor(sql, filter, led ? "(m.dated_at, m.article_id)" : "(a.dated_at, a.id)");
    put_time(sql, led ? " AND m.dated_at >= " : " AND a.dated_at >= ", filter->from);
    put_time(sql, led ? " AND m.dated_at < " : " AND a.dated_at < ", filter->to);
}

static void put_looked_up(struct list_sql *sql, const struct article_filter *filter, size_t first_entity)
{
    for (size_t i = first_entity; i < filter->entity_count; i++)
        put_text(sql, " AND EXISTS (SELECT 1 FROM article_entities x WHERE x.article_id = a.id AND x.entity_id = ",
                 filter->entities[i], ")");
    put_text(sql, " AND EXISTS (SELECT 1 FROM article_entities t WHERE t.article_id = a.id AND t.type = ", filter->type,
             ")");
}

/* The filters that each article of a walk is held against. */
static void put_sieve(struct list_sql *sql, const struct article_filter *filter, size_t first_entity)
{
    put_text(sql, " AND a.source = ", filter->source, "");
    put_text(sql, " AND a.language = ", filter->language, "");
    put_looked_up(sql, filter, first_entity);
}

static void put_end(struct list_sql *sql, const struct article_filter *filter)
{
    params_integer(&sql->params, filter->limit + 1);
    put(sql, " ORDER BY a.dated_at DESC, a.id DESC LIMIT ", "::bigint");
}

void list_sql_walk(struct list_sql *sql, const struct list_plan *plan)
{
    const struct article_filter *filter = plan->filter;
    bool led = plan->led;
    strbuf_printf(&sql->text, "WITH page AS MATERIALIZED (SELECT a.id FROM %s", led ? "articles a JOIN " : "");
    put_walk(sql, plan, "article_entities m ON m.article_id = a.id WHERE m.entity_id = ");
    put_words(sql, filter->words);
    put_sieve(sql, filter, led ? 1 : 0);
    params_integer(&sql->params, filter->limit + 1);
    put(sql,
        led ? " ORDER BY m.dated_at DESC, m.article_id DESC LIMIT " : " ORDER BY a.dated_at DESC, a.id DESC LIMIT ",
        "::bigint) SELECT " ARTICLE_COLUMNS " FROM page p JOIN articles a ON a.id = p.id"
        " ORDER BY a.dated_at DESC, a.id DESC");
}

static void bounded_entity_walk(struct list_sql *sql, const struct list_plan *plan)
{
    strbuf_puts(&sql->text, "SELECT " ARTICLE_COLUMNS " FROM (SELECT m.article_id AS id FROM ");
    put_walk(sql, plan, "article_entities m WHERE m.entity_id = ");
    params_integer(&sql->params, plan->rows);
    put(sql, " ORDER BY m.dated_at DESC, m.article_id DESC LIMIT ",
        "::bigint) p JOIN articles a ON a.id = p.id WHERE true");
    put_words(sql, plan->filter->words);
    put_sieve(sql, plan->filter, 1);
    put_end(sql, plan->filter);
}

static void bounded_article_walk(struct list_sql *sql, const struct list_plan *plan)
{
    strbuf_puts(&sql->text, "SELECT " ARTICLE_COLUMNS " FROM ");
    put_walk(sql, plan, "");
    put_words(sql, plan->filter->words);
    put_sieve(sql, plan->filter, 0);
    strbuf_puts(&sql->text, " AND a.dated_at >= coalesce((SELECT a.dated_at FROM ");
    put_walk(sql, plan, "");
    put_text(sql, " AND a.source = ", plan->filter->source, "");
    params_integer(&sql->params, plan->rows);
    put(sql, " ORDER BY a.dated_at DESC, a.id DESC LIMIT 1 OFFSET ", "::bigint), '-infinity')");
    put_end(sql, plan->filter);
}

void list_sql_bounded_walk(struct list_sql *sql, const struct list_plan *plan)
{
    (plan->led ? bounded_entity_walk : bounded_article_walk)(sql, plan);
}

void list_sql_hits(struct list_sql *sql, const struct list_plan *plan)
{
    const struct article_filter *filter = plan->filter;
    strbuf_puts(&sql->text, "WITH hits AS MATERIALIZED (SELECT a.id, a.dated_at FROM articles a WHERE true");
    put_words(sql, filter->words);
    put_text(sql, " AND a.source = ", filter->source, "");
    put_text(sql, " AND a.language = ", filter->language, "");
    put_cursor(sql, filter, "(a.dated_at, a.id)");
    put_time(sql, " AND a.dated_at >= ", filter->from);
    put_time(sql, " AND a.dated_at < ", filter->to);
    params_integer(&sql->params, plan->rows);
    put(sql, "), newest AS MATERIALIZED (SELECT id FROM hits ORDER BY dated_at DESC, id DESC LIMIT ",
        "::bigint) SELECT " ARTICLE_COLUMNS " FROM newest h JOIN articles a ON a.id = h.id WHERE true");
    put_looked_up(sql, filter, 0);
    put_end(sql, filter);
}

void list_sql_explain_source(struct list_sql *sql, const struct list_plan *plan)
{
    strbuf_puts(&sql->text, "EXPLAIN (FORMAT JSON) SELECT 1 FROM articles a WHERE true");
    put_text(sql, " AND a.source = ", plan->filter->source, "");
}

void list_sql_explain_words(struct list_sql *sql, const struct list_plan *plan)
{
    strbuf_puts(&sql->text, "EXPLAIN (FORMAT JSON) SELECT 1 FROM articles a WHERE true");
    put_words(sql, plan->filter->words);
}
