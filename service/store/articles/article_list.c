#include "service/store/articles/article_rows.h"
#include "service/store/articles/words.h"
#include "service/store/db/columns.h"
#include "service/store/entities/entity_rows.h"

#include <stdlib.h>
#include <string.h>

enum top_column { TOP_ARTICLE, TOP_ENTITY };

enum { SQL_MAXIMUM = 16 * 1024, PROBE = 1000, MANY = 20000 /* more hits than this are never read to the end */ };
/* Microseconds: an entity's row walked, an article read, one found by its words, one looked up. BOUND times what is
 * expected is looked at before another way is tried. */
enum { WALK_COST = 10, READ_COST = 4, HIT_COST = 4, LOOK_COST = 10, BOUND = 4 };

/* How a list is read, and what that is judged by: numbers of articles, INT64_MAX where nothing is asked for. */
struct plan {
    const struct article_filter *filter;
    bool led;                      /* walks along the rarest entity's rows, else along the articles */
    int64_t every, entity, source; /* all of them; those of the rarest entity, of the source */
    int64_t rows;                  /* how many a bounded statement looks at */
};

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
        param_array_init(&ids, ARRAY_INT4);
        for (size_t j = 0; j < words->groups[i].count; j++)
            param_array_add_int4(&ids, words->groups[i].ids[j]);
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
static void put_walk(struct builder *builder, const struct plan *plan, const char *lead)
{
    const struct article_filter *filter = plan->filter;
    bool led = plan->led;
    if (led)
        put_text(builder, lead, filter->entities[0], "");
    else
        strbuf_puts(&builder->sql, "articles a WHERE true");
    put_cursor(builder, filter, led ? "(m.dated_at, m.article_id)" : "(a.dated_at, a.id)");
    put_time(builder, led ? " AND m.dated_at >= " : " AND a.dated_at >= ", filter->from);
    put_time(builder, led ? " AND m.dated_at < " : " AND a.dated_at < ", filter->to);
}

static void put_looked_up(struct builder *builder, const struct article_filter *filter, size_t first_entity)
{
    for (size_t i = first_entity; i < filter->entity_count; i++)
        put_text(builder, " AND EXISTS (SELECT 1 FROM article_entities x WHERE x.article_id = a.id AND x.entity_id = ",
                 filter->entities[i], ")");
    put_text(builder,
             " AND EXISTS (SELECT 1 FROM article_entities t WHERE t.article_id = a.id AND t.type = ", filter->type,
             ")");
}

/* What each article is then held against. */
static void put_sieve(struct builder *builder, const struct article_filter *filter, size_t first_entity)
{
    put_text(builder, " AND a.source = ", filter->source, "");
    put_text(builder, " AND a.language = ", filter->language, "");
    put_looked_up(builder, filter, first_entity);
}

static void put_end(struct builder *builder, const struct article_filter *filter)
{
    params_integer(&builder->params, filter->limit + 1);
    put(builder, " ORDER BY a.dated_at DESC, a.id DESC LIMIT ", "::bigint");
}

/* One walk along the index until the page is full; whole rows are read for the page alone. */
static void build_walk(struct builder *builder, const struct plan *plan)
{
    const struct article_filter *filter = plan->filter;
    bool led = plan->led;
    strbuf_printf(&builder->sql, "WITH page AS MATERIALIZED (SELECT a.id FROM %s", led ? "articles a JOIN " : "");
    put_walk(builder, plan, "article_entities m ON m.article_id = a.id WHERE m.entity_id = ");
    put_words(builder, filter->words);
    put_sieve(builder, filter, led ? 1 : 0);
    params_integer(&builder->params, filter->limit + 1);
    put(builder,
        led ? " ORDER BY m.dated_at DESC, m.article_id DESC LIMIT " : " ORDER BY a.dated_at DESC, a.id DESC LIMIT ",
        "::bigint) SELECT " ARTICLE_COLUMNS " FROM page p JOIN articles a ON a.id = p.id"
        " ORDER BY a.dated_at DESC, a.id DESC");
}

/* The same walk, of so many rows at the most: fills a page of what is frequent. Along an entity the rows are cut off,
 * along the articles the time of the last one bounds them, so that each is read where it lies. */
static void build_entity_probe(struct builder *builder, const struct plan *plan)
{
    strbuf_puts(&builder->sql, "SELECT " ARTICLE_COLUMNS " FROM (SELECT m.article_id AS id FROM ");
    put_walk(builder, plan, "article_entities m WHERE m.entity_id = ");
    params_integer(&builder->params, plan->rows);
    put(builder, " ORDER BY m.dated_at DESC, m.article_id DESC LIMIT ",
        "::bigint) p JOIN articles a ON a.id = p.id WHERE true");
    put_words(builder, plan->filter->words);
    put_sieve(builder, plan->filter, 1);
    put_end(builder, plan->filter);
}

static void build_article_probe(struct builder *builder, const struct plan *plan)
{
    strbuf_puts(&builder->sql, "SELECT " ARTICLE_COLUMNS " FROM ");
    put_walk(builder, plan, "");
    put_words(builder, plan->filter->words);
    put_sieve(builder, plan->filter, 0);
    strbuf_puts(&builder->sql, " AND a.dated_at >= coalesce((SELECT a.dated_at FROM ");
    put_walk(builder, plan, "");
    put_text(builder, " AND a.source = ", plan->filter->source, "");
    params_integer(&builder->params, plan->rows);
    put(builder, " ORDER BY a.dated_at DESC, a.id DESC LIMIT 1 OFFSET ", "::bigint), '-infinity')");
    put_end(builder, plan->filter);
}

/* All that has the words, then the newest of them, `rows` at the most, held against the rest; the planner is kept from
 * walking for words. Entities are looked up by the articles' own rows: Citus refuses a look-up from what every node
 * has. */
static void build_hits(struct builder *builder, const struct plan *plan)
{
    const struct article_filter *filter = plan->filter;
    strbuf_puts(&builder->sql, "WITH hits AS MATERIALIZED (SELECT a.id, a.dated_at FROM articles a WHERE true");
    put_words(builder, filter->words);
    put_text(builder, " AND a.source = ", filter->source, "");
    put_text(builder, " AND a.language = ", filter->language, "");
    put_cursor(builder, filter, "(a.dated_at, a.id)");
    put_time(builder, " AND a.dated_at >= ", filter->from);
    put_time(builder, " AND a.dated_at < ", filter->to);
    params_integer(&builder->params, plan->rows);
    put(builder, "), newest AS MATERIALIZED (SELECT id FROM hits ORDER BY dated_at DESC, id DESC LIMIT ",
        "::bigint) SELECT " ARTICLE_COLUMNS " FROM newest h JOIN articles a ON a.id = h.id WHERE true");
    put_looked_up(builder, filter, 0);
    put_end(builder, filter);
}

static enum status run(struct store_conn *conn, void (*build)(struct builder *, const struct plan *),
                       const struct plan *plan, struct arena *arena, PGresult **ret_result, struct error *error)
{
    struct builder builder;
    strbuf_init(&builder.sql, SQL_MAXIMUM);
    params_init(&builder.params, arena);
    build(&builder, plan);
    enum status status = strbuf_ok(&builder.sql) ? conn_query_text(conn, "article_list", builder.sql.data,
                                                                   &builder.params, ret_result, error)
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

static void read_counts(const PGresult *result, struct counted *counted, size_t count)
{
    for (int row = 0; row < PQntuples(result); row++)
        for (size_t i = 0; i < count; i++)
            if (strcmp(counted[i].id, PQgetvalue(result, row, 0)) == 0)
                counted[i].articles = row_integer(result, row, 1);
}

/* Counts all articles and those of each entity, and puts the rarest first: its rows may be walked, the others looked
 * up. */
static enum status order_entities(struct store_conn *conn, struct article_filter *filter, struct plan *plan,
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

static void build_source_estimate(struct builder *builder, const struct plan *plan)
{
    strbuf_puts(&builder->sql, "EXPLAIN (FORMAT JSON) SELECT 1 FROM articles a WHERE true");
    put_text(builder, " AND a.source = ", plan->filter->source, "");
}

static void build_words_estimate(struct builder *builder, const struct plan *plan)
{
    strbuf_puts(&builder->sql, "EXPLAIN (FORMAT JSON) SELECT 1 FROM articles a WHERE true");
    put_words(builder, plan->filter->words);
}

static int64_t number_after(const char *json, const char *label, int64_t otherwise)
{
    const char *at = json ? strstr(json, label) : NULL;
    return at ? strtoll(at + strlen(label), NULL, 10) : otherwise;
}

/* How many articles the planner expects, by its statistics. Citus explains one of its tasks, which are alike. */
static enum status estimate(struct store_conn *conn, void (*build)(struct builder *, const struct plan *),
                            const struct plan *plan, struct arena *arena, int64_t *ret_articles, struct error *error)
{
    PGresult *result = NULL;
    enum status status = run(conn, build, plan, arena, &result, error);
    const char *json = status == STATUS_OK ? PQgetvalue(result, 0, 0) : NULL;
    const char *tasks = json ? strstr(json, "\"Task Count\":") : NULL;
    *ret_articles = number_after(tasks, "\"Task Count\":", 1) * number_after(tasks ? tasks : json, "\"Plan Rows\":", 0);
    PQclear(result);
    return status;
}

/* Of `words` articles with the words, so many must be looked up until a page has the entity too. */
static double expected_hits(const struct plan *plan, double words)
{
    double every = (double)plan->every, entity = (double)plan->entity, page = (double)(plan->filter->limit + 1);
    double looks = entity < every && entity > 0 ? page * every / entity : page;
    return looks < words ? looks : words;
}

/* As expected_hits, along the rows that lead. */
static double expected_walk(const struct plan *plan, double words)
{
    double every = plan->every > 1 ? (double)plan->every : 1, most = words > 1 ? words : 1;
    double least = (double)(plan->led ? plan->entity : plan->source),
           other = (double)(plan->led ? plan->source : plan->entity);
    double walk = (double)(plan->filter->limit + 1) * every / most * (other < every ? every / (other + 1) : 1);
    least = least < every ? least : every;
    return walk < least ? walk : least;
}

/* Runs what looks at plan->rows only; *ret_result stays NULL when that does not fill the page. */
static enum status try_to_fill(struct store_conn *conn, void (*build)(struct builder *, const struct plan *),
                               const struct plan *plan, struct arena *arena, PGresult **ret_result, struct error *error)
{
    PGresult *result = NULL;
    enum status status = run(conn, build, plan, arena, &result, error);
    if (status == STATUS_OK && PQntuples(result) > plan->filter->limit)
        *ret_result = result;
    else
        PQclear(result);
    return status;
}

static enum status find_hits(struct store_conn *conn, struct plan *plan, struct arena *arena, PGresult **ret_result,
                             struct error *error)
{
    enum status status = STATUS_OK;
    plan->rows = (int64_t)(BOUND * expected_hits(plan, MANY));
    if (plan->filter->entity_count)
        status = try_to_fill(conn, build_hits, plan, arena, ret_result, error);
    plan->rows = INT64_MAX;
    return status == STATUS_OK && !*ret_result ? run(conn, build_hits, plan, arena, ret_result, error) : status;
}

/* Words are found by a walk along what is rarest beside them where it meets them soon, by their index where they are
 * rare. A page that the walk does not fill, because the newest articles lack what is asked for, is filled by what is
 * left. */
static enum status find_words(struct store_conn *conn, struct plan *plan, struct arena *arena, PGresult **ret_result,
                              struct error *error)
{
    int64_t words = 0;
    enum status status = estimate(conn, build_words_estimate, plan, arena, &words, error);
    if (status != STATUS_OK)
        return status;
    double walk = expected_walk(plan, (double)words);
    plan->rows = BOUND * (int64_t)walk > PROBE ? BOUND * (int64_t)walk : PROBE;
    double cost = walk * (plan->led ? WALK_COST : READ_COST);
    if (words > MANY || cost <= (double)words * HIT_COST + expected_hits(plan, (double)words) * LOOK_COST)
        status =
            try_to_fill(conn, plan->led ? build_entity_probe : build_article_probe, plan, arena, ret_result, error);
    if (status != STATUS_OK || *ret_result)
        return status;
    return words > MANY ? run(conn, build_walk, plan, arena, ret_result, error)
                        : find_hits(conn, plan, arena, ret_result, error);
}

/* What fewer articles have, the rarest entity or the source, leads: it is the shorter walk both as a rule and at worst.
 */
static enum status query(struct store_conn *conn, const struct article_filter *asked, struct arena *arena,
                         PGresult **ret_result, struct error *error)
{
    struct article_filter filter = *asked;
    struct plan plan = {.filter = &filter, .led = filter.entity_count > 0, .entity = INT64_MAX, .source = INT64_MAX};
    bool counts = filter.words || filter.entity_count > 1 || (filter.entity_count && filter.source);
    enum status status = counts ? order_entities(conn, &filter, &plan, arena, error) : STATUS_OK;
    if (status == STATUS_OK && counts && filter.source && plan.entity > PROBE)
        status = estimate(conn, build_source_estimate, &plan, arena, &plan.source, error);
    if (status != STATUS_OK)
        return status;
    plan.led = filter.entity_count && plan.entity <= plan.source;
    if (!filter.words || plan.entity <= PROBE)
        return run(conn, build_walk, &plan, arena, ret_result, error);
    return find_words(conn, &plan, arena, ret_result, error);
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
