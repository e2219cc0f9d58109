#include "service/store/articles/similar.h"

#include "service/store/articles/article_rows.h"
#include "service/store/articles/minhash.h"
#include "service/store/db/conn.h"
#include "service/store/db/row.h"
#include "service/store/db/times.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DAY INT64_C(86400000000) /* microseconds */

enum self_column { SELF_DATED_AT, SELF_MINHASH, SELF_BANDS };
enum link_column { LINK_ARTICLE, LINK_ENTITY, LINK_SALIENCE, LINK_ARTICLES, LINK_EVERY };
enum { FOUND_MINHASH = ARTICLE_COLUMN_COUNT };

struct term {
    const char *id;
    double weight;
    bool elsewhere; /* other articles name it too; an entity of this article alone finds no candidate */
};

/* The article that is asked about, and what was found so far. */
struct search {
    struct store_conn *conn;
    struct arena *arena;
    struct error *error;
    const char *id, *bands;
    int64_t dated_at;
    const unsigned char *minhash; /* NULL: none */
    struct term *terms;           /* heaviest first */
    size_t term_count;
    double norm; /* the sum of the squares of all weights */
    const char **ids;
    size_t id_count;
};

static enum status load_self(struct search *search)
{
    struct params params;
    PGresult *result = NULL;
    size_t length = 0;
    params_init(&params, search->arena);
    params_text(&params, search->id);
    enum status status = conn_query(search->conn, STATEMENT_SIMILAR_SELF, &params, &result, search->error);
    if (status == STATUS_OK && PQntuples(result) == 0)
        status = error_set(search->error, STATUS_NOT_FOUND, "There is no article with this id.");
    if (status == STATUS_OK) {
        search->dated_at = row_integer(result, 0, SELF_DATED_AT);
        search->minhash = row_bytes(search->arena, result, 0, SELF_MINHASH, &length);
        search->bands = row_text(search->arena, result, 0, SELF_BANDS);
        if (length != 2 * MINHASH_COUNT)
            search->minhash = NULL;
    }
    PQclear(result);
    return status;
}

static double weight_of(const PGresult *result, int row)
{
    double articles = row_number(result, row, LINK_ARTICLES), every = row_number(result, row, LINK_EVERY);
    double salience = row_number(result, row, LINK_SALIENCE);
    articles = articles < 1 ? 1 : articles;
    every = every < articles ? articles : every;
    return log(1 + every / articles) * sqrt(salience > 0.001 ? salience : 0.001);
}

static int heavier(const void *one, const void *two)
{
    const struct term *left = one, *right = two;
    return (left->weight < right->weight) - (left->weight > right->weight);
}

static enum status query_links(struct search *search, const char *const *ids, size_t count, PGresult **ret_result)
{
    struct params params;
    params_init(&params, search->arena);
    params_uuid_array(&params, ids, count);
    return conn_query(search->conn, STATEMENT_SIMILAR_ENTITIES, &params, ret_result, search->error);
}

static enum status load_terms(struct search *search)
{
    PGresult *result = NULL;
    enum status status = query_links(search, &search->id, 1, &result);
    size_t count = status == STATUS_OK ? (size_t)PQntuples(result) : 0;
    search->terms = arena_array(search->arena, count + 1, sizeof *search->terms);
    for (size_t i = 0; search->terms && i < count; i++) {
        search->terms[i].id = row_text(search->arena, result, (int)i, LINK_ENTITY);
        search->terms[i].weight = weight_of(result, (int)i);
        search->terms[i].elsewhere = row_number(result, (int)i, LINK_ARTICLES) > 1;
        search->norm += search->terms[i].weight * search->terms[i].weight;
    }
    PQclear(result);
    if (search->arena->failed)
        return STATUS_OUT_OF_MEMORY;
    search->term_count = count;
    qsort(search->terms, count, sizeof *search->terms, heavier);
    return status;
}

static void add_id(struct search *search, const char *id)
{
    for (size_t i = 0; i < search->id_count; i++)
        if (strcmp(search->ids[i], id) == 0)
            return;
    search->ids[search->id_count++] = arena_strdup(search->arena, id);
}

static enum status add_ids(struct search *search, enum statement statement, const struct params *params)
{
    PGresult *result = NULL;
    enum status status = conn_query(search->conn, statement, params, &result, search->error);
    for (int i = 0; status == STATUS_OK && i < PQntuples(result) && i < SIMILAR_CANDIDATES; i++)
        add_id(search, PQgetvalue(result, i, 0));
    PQclear(result);
    return status;
}

static enum status find_texts(struct search *search)
{
    struct params params;
    if (!search->minhash || !search->bands)
        return STATUS_OK;
    params_init(&params, search->arena);
    params_text(&params, search->id);
    params_text(&params, search->bands);
    params_integer(&params, SIMILAR_CANDIDATES);
    return add_ids(search, STATEMENT_SIMILAR_TEXTS, &params);
}

static enum status find_stories(struct search *search)
{
    struct params params;
    struct param_array ids, weights;
    int64_t from = search->dated_at - TIMES_STORY_DAYS * DAY, to = search->dated_at + TIMES_STORY_DAYS * DAY;
    param_array_init(&ids, ARRAY_TEXT);
    param_array_init(&weights, ARRAY_FLOAT4);
    for (size_t i = 0, used = 0; i < search->term_count && used < SIMILAR_ENTITIES; i++) {
        if (!search->terms[i].elsewhere)
            continue;
        used++;
        param_array_add_text(&ids, search->terms[i].id);
        param_array_add_float4(&weights, (float)(search->terms[i].weight * search->terms[i].weight));
    }
    params_init(&params, search->arena);
    params_text(&params, search->id);
    params_take_array(&params, &ids);
    params_take_array(&params, &weights);
    params_time(&params, &from);
    params_time(&params, &to);
    params_integer(&params, SIMILAR_CANDIDATES);
    return add_ids(search, STATEMENT_SIMILAR_STORIES, &params);
}

static const struct term *find_term(const struct search *search, const char *id)
{
    for (size_t i = 0; i < search->term_count; i++)
        if (strcmp(search->terms[i].id, id) == 0)
            return &search->terms[i];
    return NULL;
}

/* Lists the entities that `common` marks, heaviest first. */
static void share(const struct search *search, const bool *common, struct similar_article *similar)
{
    similar->shared = arena_array(search->arena, search->term_count, sizeof *similar->shared);
    for (size_t i = 0; similar->shared && i < search->term_count; i++)
        if (common[i])
            similar->shared[similar->shared_count++] = search->terms[i].id;
}

/* The cosine of the two articles' vectors, from the rows of the other one. */
static void weigh_story(struct search *search, const PGresult *result, struct similar_article *similar)
{
    double dot = 0, norm = 0;
    bool *common = arena_array(search->arena, search->term_count, sizeof *common);
    for (int i = 0; common && i < PQntuples(result); i++) {
        if (strcmp(PQgetvalue(result, i, LINK_ARTICLE), similar->article.id) != 0)
            continue;
        double weight = weight_of(result, i);
        const struct term *term = find_term(search, PQgetvalue(result, i, LINK_ENTITY));
        norm += weight * weight;
        dot += term ? weight * term->weight : 0;
        if (term)
            common[term - search->terms] = true;
    }
    if (common)
        share(search, common, similar);
    similar->story = dot > 0 ? dot / sqrt(norm * search->norm) : 0;
    similar->story = similar->story > 1 ? 1 : similar->story;
}

static double score_of(const struct similar_article *similar)
{
    return similar->text > similar->story ? similar->text : similar->story;
}

static int better(const void *one, const void *two)
{
    const struct similar_article *left = one, *right = two;
    double difference = score_of(right) - score_of(left);
    return difference > 0 ? 1 : difference < 0 ? -1 : strcmp(left->article.id, right->article.id);
}

static enum status load_articles(struct search *search, struct similar_list *list)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, search->arena);
    params_uuid_array(&params, search->ids, search->id_count);
    enum status status = conn_query(search->conn, STATEMENT_SIMILAR_ARTICLES, &params, &result, search->error);
    int count = status == STATUS_OK ? PQntuples(result) : 0;
    list->articles = arena_array(search->arena, (size_t)count + 1, sizeof *list->articles);
    for (int i = 0; list->articles && i < count; i++) {
        struct similar_article *similar = &list->articles[list->count++];
        size_t length;
        article_rows_read(search->arena, result, i, &similar->article);
        const unsigned char *minhash = row_bytes(search->arena, result, i, FOUND_MINHASH, &length);
        if (search->minhash && minhash && length == 2 * MINHASH_COUNT)
            similar->text = minhash_similarity(search->minhash, minhash);
    }
    PQclear(result);
    return status;
}

static enum status weigh(struct search *search, struct similar_list *list)
{
    PGresult *links = NULL;
    size_t kept = 0;
    enum status status = query_links(search, search->ids, search->id_count, &links);
    for (size_t i = 0; status == STATUS_OK && i < list->count; i++) {
        struct similar_article *similar = &list->articles[i];
        weigh_story(search, links, similar);
        if (similar->text >= SIMILAR_LEAST_TEXT || similar->story >= SIMILAR_LEAST_STORY)
            list->articles[kept++] = *similar;
    }
    list->count = kept;
    PQclear(links);
    return status;
}

/* Keeps the best and reads their top entities. */
static enum status show(struct search *search, struct similar_list *list, int64_t limit)
{
    qsort(list->articles, list->count, sizeof *list->articles, better);
    list->count = list->count < (size_t)limit ? list->count : (size_t)limit;
    struct article *articles = arena_array(search->arena, list->count, sizeof *articles);
    for (size_t i = 0; articles && i < list->count; i++)
        articles[i] = list->articles[i].article;
    if (!articles)
        return STATUS_OUT_OF_MEMORY;
    enum status status = article_rows_load_top(search->conn, search->arena, articles, list->count, search->error);
    for (size_t i = 0; i < list->count; i++)
        list->articles[i].article = articles[i];
    return status;
}

enum status similar_find(struct store_conn *conn, const char *id, int64_t limit, struct arena *arena,
                         struct similar_list *ret_list, struct error *error)
{
    struct search search = {.conn = conn, .arena = arena, .error = error, .id = id};
    struct similar_list list = {.count = 0};
    search.ids = arena_array(arena, (size_t)2 * SIMILAR_CANDIDATES, sizeof *search.ids);
    enum status status = search.ids ? load_self(&search) : STATUS_OUT_OF_MEMORY;
    if (status == STATUS_OK)
        status = load_terms(&search);
    if (status == STATUS_OK)
        status = find_texts(&search);
    if (status == STATUS_OK)
        status = find_stories(&search);
    if (status == STATUS_OK && search.id_count)
        status = load_articles(&search, &list);
    if (status == STATUS_OK && list.count)
        status = weigh(&search, &list);
    if (status == STATUS_OK && list.count)
        status = show(&search, &list, limit);
    if (status == STATUS_OK && arena->failed)
        status = STATUS_OUT_OF_MEMORY;
    if (status == STATUS_OK)
        *ret_list = list;
    return status;
}
