#include "service/store/articles/article_list.h"

#include "service/store/articles/article_list_sql.h"
#include "service/store/articles/article_rows.h"
#include "service/store/db/conn.h"
#include "service/store/db/row.h"

#include <stdlib.h>
#include <string.h>

enum {
    PROBE = 1000, /* rows that are walked without asking whether it is worth it */
    MANY = 20000, /* articles with the words, from which on they are never all collected */
    BOUND = 4     /* times the rows that are expected to be enough may be read before another way is tried */
};

/* What one row costs in microseconds: walked along an entity, walked along the articles, found by its words, and looked
 * up for an entity. Only their ratios matter. */
enum { WALK_COST = 10, READ_COST = 4, HIT_COST = 4, LOOK_COST = 10 };

typedef void list_builder(struct list_sql *sql, const struct list_plan *plan);

static enum status run(struct store_conn *conn, list_builder *build, const struct list_plan *plan, struct arena *arena,
                       PGresult **ret_result, struct error *error)
{
    struct list_sql sql;
    list_sql_init(&sql, arena);
    build(&sql, plan);
    enum status status = strbuf_ok(&sql.text)
                             ? conn_query_text(conn, "article_list", sql.text.data, &sql.params, ret_result, error)
                             : STATUS_OUT_OF_MEMORY;
    list_sql_release(&sql);
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

static void read_counts(const PGresult *result, struct counted *counted, size_t count)
{
    for (int row = 0; row < PQntuples(result); row++)
        for (size_t i = 0; i < count; i++)
            if (strcmp(counted[i].id, PQgetvalue(result, row, 0)) == 0)
                counted[i].articles = row_integer(result, row, 1);
}

/* Reads how many articles there are and how many name each entity, and puts the rarest entity first: its rows may be
 * walked, the others are looked up. */
static enum status order_entities(struct store_conn *conn, struct article_filter *filter, struct list_plan *plan,
                                  struct arena *arena, struct error *error)
{
    struct counted counted[ARTICLE_FILTER_ENTITIES + 1] = {{"*", 0}};
    size_t count = filter->entity_count;
    struct params params;
    struct param_array ids;
    PGresult *result = NULL;
    param_array_init(&ids, ARRAY_TEXT);
    for (size_t i = 0; i < count; i++)
        counted[i + 1] = (struct counted){filter->entities[i], 0};
    for (size_t i = 0; i <= count; i++)
        param_array_add_text(&ids, counted[i].id);
    params_init(&params, arena);
    params_take_array(&params, &ids);
    enum status status = conn_query(conn, STATEMENT_ENTITY_FREQUENCIES, &params, &result, error);
    read_counts(result, counted, status == STATUS_OK ? count + 1 : 0);
    PQclear(result);
    qsort(counted + 1, count, sizeof *counted, by_articles);
    for (size_t i = 0; i < count; i++)
        filter->entities[i] = counted[i + 1].id;
    plan->every = counted[0].articles;
    plan->entity = count ? counted[1].articles : INT64_MAX;
    return status;
}

static int64_t number_after(const char *json, const char *label, int64_t otherwise)
{
    const char *at = json ? strstr(json, label) : NULL;
    return at ? strtoll(at + strlen(label), NULL, 10) : otherwise;
}

/* How many articles the planner expects, by its statistics. Citus shows the plan of one of its tasks, which are alike,
 * and their number. */
static enum status estimate(struct store_conn *conn, list_builder *build, const struct list_plan *plan,
                            struct arena *arena, int64_t *ret_articles, struct error *error)
{
    PGresult *result = NULL;
    enum status status = run(conn, build, plan, arena, &result, error);
    const char *json = status == STATUS_OK ? PQgetvalue(result, 0, 0) : NULL;
    const char *tasks = json ? strstr(json, "\"Task Count\":") : NULL;
    *ret_articles = number_after(tasks, "\"Task Count\":", 1) * number_after(tasks ? tasks : json, "\"Plan Rows\":", 0);
    PQclear(result);
    return status;
}

/* How many of the `words` articles with the words must be looked up until a page of them names the entity too. */
static double expected_hits(const struct list_plan *plan, double words)
{
    double every = (double)plan->every, entity = (double)plan->entity, page = (double)(plan->filter->limit + 1);
    double looks = entity < every && entity > 0 ? page * every / entity : page;
    return looks < words ? looks : words;
}

/* How many rows must be walked until a page of them has the words and the other filter too. */
static double expected_walk(const struct list_plan *plan, double words)
{
    double every = plan->every > 1 ? (double)plan->every : 1, most = words > 1 ? words : 1;
    double least = (double)(plan->led ? plan->entity : plan->source),
           other = (double)(plan->led ? plan->source : plan->entity);
    double walk = (double)(plan->filter->limit + 1) * every / most * (other < every ? every / (other + 1) : 1);
    least = least < every ? least : every;
    return walk < least ? walk : least;
}

/* Runs a statement that looks at plan->rows rows. *ret_result stays NULL when that does not fill the page. */
static enum status try_to_fill(struct store_conn *conn, list_builder *build, const struct list_plan *plan,
                               struct arena *arena, PGresult **ret_result, struct error *error)
{
    PGresult *result = NULL;
    enum status status = run(conn, build, plan, arena, &result, error);
    if (status == STATUS_OK && PQntuples(result) > plan->filter->limit)
        *ret_result = result;
    else
        PQclear(result);
    return status;
}

/* Reads a page by the index of words. With entities, first tries only as many of the newest hits as should be enough. */
static enum status find_hits(struct store_conn *conn, struct list_plan *plan, struct arena *arena,
                             PGresult **ret_result, struct error *error)
{
    enum status status = STATUS_OK;
    plan->rows = (int64_t)(BOUND * expected_hits(plan, MANY));
    if (plan->filter->entity_count)
        status = try_to_fill(conn, list_sql_hits, plan, arena, ret_result, error);
    plan->rows = INT64_MAX;
    return status == STATUS_OK && !*ret_result ? run(conn, list_sql_hits, plan, arena, ret_result, error) : status;
}

/* Reads a page with words: by a bounded walk where the words are frequent enough for it to be the cheaper way, else, or
 * when it does not fill the page, by the index of words; with very many articles by a walk without a bound. */
static enum status find_words(struct store_conn *conn, struct list_plan *plan, struct arena *arena,
                              PGresult **ret_result, struct error *error)
{
    int64_t words = 0;
    enum status status = estimate(conn, list_sql_explain_words, plan, arena, &words, error);
    if (status != STATUS_OK)
        return status;
    double walk = expected_walk(plan, (double)words);
    plan->rows = BOUND * (int64_t)walk > PROBE ? BOUND * (int64_t)walk : PROBE;
    double cost = walk * (plan->led ? WALK_COST : READ_COST);
    if (words > MANY || cost <= (double)words * HIT_COST + expected_hits(plan, (double)words) * LOOK_COST)
        status = try_to_fill(conn, list_sql_bounded_walk, plan, arena, ret_result, error);
    if (status != STATUS_OK || *ret_result)
        return status;
    return words > MANY ? run(conn, list_sql_walk, plan, arena, ret_result, error)
                        : find_hits(conn, plan, arena, ret_result, error);
}

/* Reads a page of what few articles have in common, or with words and the oldest first: all of these are collected,
 * unless the words are in very many. */
static enum status collect(struct store_conn *conn, struct list_plan *plan, struct arena *arena, PGresult **ret_result,
                           struct error *error)
{
    const struct article_filter *filter = plan->filter;
    int64_t words = 0;
    enum status status = STATUS_OK;
    if (!filter->id && !filter->url_key && !filter->author)
        status = estimate(conn, list_sql_explain_words, plan, arena, &words, error);
    plan->led = filter->entity_count > 0;
    plan->rows = INT64_MAX;
    return status == STATUS_OK ? run(conn, words > MANY ? list_sql_walk : list_sql_hits, plan, arena, ret_result, error)
                               : status;
}

/* Decides what is walked and runs it; article_list.h tells how. *ret_result has up to one row more than the page. */
static enum status query(struct store_conn *conn, const struct article_filter *asked, struct arena *arena,
                         PGresult **ret_result, struct error *error)
{
    struct article_filter filter = *asked;
    struct list_plan plan = {
        .filter = &filter, .led = filter.entity_count > 0, .entity = INT64_MAX, .source = INT64_MAX};
    if (filter.id || filter.url_key || filter.author || (filter.words && filter.oldest))
        return collect(conn, &plan, arena, ret_result, error);
    bool counts = filter.words || filter.entity_count > 1 || (filter.entity_count && filter.source);
    enum status status = counts ? order_entities(conn, &filter, &plan, arena, error) : STATUS_OK;
    if (status == STATUS_OK && counts && filter.source && plan.entity > PROBE)
        status = estimate(conn, list_sql_explain_source, &plan, arena, &plan.source, error);
    if (status != STATUS_OK)
        return status;
    plan.led = filter.entity_count && plan.entity <= plan.source;
    if (!filter.words || plan.entity <= PROBE)
        return run(conn, list_sql_walk, &plan, arena, ret_result, error);
    return find_words(conn, &plan, arena, ret_result, error);
}

enum status article_list_ids(struct store_conn *conn, const struct article_filter *filter, struct arena *arena,
                             const char ***ret_ids, size_t *ret_count, struct error *error)
{
    PGresult *result = NULL;
    enum status status = query(conn, filter, arena, &result, error);
    size_t count = status == STATUS_OK ? (size_t)PQntuples(result) : 0;
    const char **ids = arena_array(arena, count, sizeof *ids);
    for (size_t i = 0; ids && i < count; i++)
        ids[i] = row_text(arena, result, (int)i, ARTICLE_COLUMN_ID);
    PQclear(result);
    if (status == STATUS_OK && arena->failed)
        return STATUS_OUT_OF_MEMORY;
    *ret_ids = ids;
    *ret_count = count;
    return status;
}

enum status article_list(struct store_conn *conn, const struct article_filter *filter, struct arena *arena,
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
