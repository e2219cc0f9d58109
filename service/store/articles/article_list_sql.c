#include "service/store/articles/article_list_sql.h"

#include "service/store/articles/words.h"
#include "service/store/db/statements.h"

#include <stdlib.h>
#include <string.h>

void list_sql_init(struct list_sql *sql, struct arena *arena)
{
    strbuf_init(&sql->text, LIST_SQL_MAXIMUM);
    params_init(&sql->params, arena);
}

void list_sql_release(struct list_sql *sql)
{
    strbuf_release(&sql->text);
}

/* Appends a part whose parameters are the `count` that were added last: its $1 is the first of them. */
static void put(struct list_sql *sql, enum sql_part part, int count)
{
    const char *at = sql_parts[part];
    if (sql->text.length)
        strbuf_putc(&sql->text, ' ');
    for (const char *dollar; (dollar = strchr(at, '$'));) {
        char *end;
        long number = strtol(dollar + 1, &end, 10);
        strbuf_append(&sql->text, at, (size_t)(dollar - at));
        strbuf_printf(&sql->text, "$%ld", sql->params.count - count + number);
        at = end;
    }
    strbuf_puts(&sql->text, at);
}

static void put_text(struct list_sql *sql, enum sql_part part, const char *value)
{
    if (!value)
        return;
    params_text(&sql->params, value);
    put(sql, part, 1);
}

static void put_time(struct list_sql *sql, enum sql_part part, const int64_t *value)
{
    if (!value)
        return;
    params_time(&sql->params, value);
    put(sql, part, 1);
}

static void put_number(struct list_sql *sql, enum sql_part part, int64_t value)
{
    params_integer(&sql->params, value);
    put(sql, part, 1);
}

/* Each word must be there; of a word with several readings, any of these. */
static void put_words(struct list_sql *sql, const struct word_query *words)
{
    for (size_t i = 0; words && i < words->count; i++) {
        const struct word_ids *readings = &words->groups[i];
        params_int4_array(&sql->params, readings->ids, readings->count);
        put(sql, readings->count > 1 ? PART_LIST_WORD_READINGS : PART_LIST_WORD, 1);
    }
}

/* The part for the filter's order. */
static enum sql_part ordered(enum sql_part part, const struct article_filter *filter)
{
    return filter->oldest ? part + 1 : part;
}

static void put_after(struct list_sql *sql, enum sql_part part, const struct article_filter *filter)
{
    if (!filter->after)
        return;
    params_time(&sql->params, &filter->after_dated_at);
    params_text(&sql->params, filter->after_id);
    put(sql, ordered(part, filter), 2);
}

/* Where a walk along the articles begins and ends. */
static void put_articles_range(struct list_sql *sql, const struct article_filter *filter)
{
    put_after(sql, PART_LIST_AFTER_ARTICLE, filter);
    put_time(sql, PART_LIST_ARTICLES_FROM, filter->from);
    put_time(sql, PART_LIST_ARTICLES_TO, filter->to);
}

/* Where a walk along an entity's rows begins and ends. */
static void put_rows_range(struct list_sql *sql, const struct article_filter *filter)
{
    put_after(sql, PART_LIST_AFTER_ROW, filter);
    put_time(sql, PART_LIST_ROWS_FROM, filter->from);
    put_time(sql, PART_LIST_ROWS_TO, filter->to);
}

static void put_versions(struct list_sql *sql, const struct article_filter *filter)
{
    put_text(sql, PART_LIST_VERSION, filter->version);
    put_text(sql, PART_LIST_VERSION_BEFORE, filter->version_before);
}

static void put_entities(struct list_sql *sql, const struct article_filter *filter, size_t first_entity)
{
    for (size_t i = first_entity; i < filter->entity_count; i++)
        put_text(sql, PART_LIST_ENTITY, filter->entities[i]);
    put_text(sql, PART_LIST_TYPE, filter->type);
    if (filter->known)
        put_text(sql, PART_LIST_KNOWN, *filter->known ? "true" : "false");
}

/* What few articles have in common, each with an index of its own. */
static void put_keys(struct list_sql *sql, const struct article_filter *filter)
{
    put_text(sql, PART_LIST_ID, filter->id);
    put_text(sql, PART_LIST_URL, filter->url_key);
    put_text(sql, PART_LIST_AUTHOR, filter->author);
}

/* The filters that each article of a walk is held against. */
static void put_sieve(struct list_sql *sql, const struct article_filter *filter, size_t first_entity)
{
    put_words(sql, filter->words);
    put_text(sql, PART_LIST_SOURCE, filter->source);
    put_text(sql, PART_LIST_LANGUAGE, filter->language);
    put_versions(sql, filter);
    put_entities(sql, filter, first_entity);
}

static void put_in_order(struct list_sql *sql, const struct article_filter *filter)
{
    put_number(sql, ordered(PART_LIST_NEWEST_FIRST, filter), filter->limit + 1);
}

void list_sql_walk(struct list_sql *sql, const struct list_plan *plan)
{
    const struct article_filter *filter = plan->filter;
    if (plan->led) {
        put_text(sql, PART_LIST_PAGE_OF_ENTITY, filter->entities[0]);
        put_rows_range(sql, filter);
        put_sieve(sql, filter, 1);
        put_number(sql, ordered(PART_LIST_PAGE_OF_ENTITY_END, filter), filter->limit + 1);
    } else {
        put(sql, PART_LIST_PAGE_OF_ARTICLES, 0);
        put_articles_range(sql, filter);
        put_sieve(sql, filter, 0);
        put_number(sql, ordered(PART_LIST_PAGE_OF_ARTICLES_END, filter), filter->limit + 1);
    }
}

static void bounded_entity_walk(struct list_sql *sql, const struct list_plan *plan)
{
    put_text(sql, PART_LIST_ROWS_OF_ENTITY, plan->filter->entities[0]);
    put_rows_range(sql, plan->filter);
    put_number(sql, PART_LIST_ROWS_OF_ENTITY_END, plan->rows);
    put_sieve(sql, plan->filter, 1);
    put_in_order(sql, plan->filter);
}

static void bounded_article_walk(struct list_sql *sql, const struct list_plan *plan)
{
    put(sql, PART_LIST_ARTICLES, 0);
    put_articles_range(sql, plan->filter);
    put_sieve(sql, plan->filter, 0);
    put(sql, PART_LIST_BOUND, 0);
    put_articles_range(sql, plan->filter);
    put_text(sql, PART_LIST_SOURCE, plan->filter->source);
    put_number(sql, PART_LIST_BOUND_END, plan->rows);
    put_in_order(sql, plan->filter);
}

void list_sql_bounded_walk(struct list_sql *sql, const struct list_plan *plan)
{
    (plan->led ? bounded_entity_walk : bounded_article_walk)(sql, plan);
}

void list_sql_hits(struct list_sql *sql, const struct list_plan *plan)
{
    const struct article_filter *filter = plan->filter;
    put(sql, PART_LIST_HITS, 0);
    put_words(sql, filter->words);
    put_keys(sql, filter);
    put_text(sql, PART_LIST_SOURCE, filter->source);
    put_text(sql, PART_LIST_LANGUAGE, filter->language);
    put_versions(sql, filter);
    put_articles_range(sql, filter);
    put_number(sql, ordered(PART_LIST_HITS_END, filter), plan->rows);
    put_entities(sql, filter, 0);
    put_in_order(sql, filter);
}

void list_sql_explain_source(struct list_sql *sql, const struct list_plan *plan)
{
    put(sql, PART_LIST_ESTIMATE, 0);
    put_text(sql, PART_LIST_SOURCE, plan->filter->source);
}

void list_sql_explain_words(struct list_sql *sql, const struct list_plan *plan)
{
    put(sql, PART_LIST_ESTIMATE, 0);
    put_words(sql, plan->filter->words);
}
