/* The SQL that lists of articles are read with (service/store/articles/article_list_sql.h): for each filter the text and its
 * parameters, in order. {columns} stands for the columns of an article. */
#include "service/store/articles/article_list_sql.h"

#include "service/store/articles/words.h"
#include "service/store/db/statements.h"
#include "tests/unit/rows.h"

#include <stdio.h>
#include <string.h>

enum { MEMORY = 1 << 20, TEXT_MAXIMUM = 4096 };

static int32_t one_reading[] = {7}, two_readings[] = {8, 9};
static const struct word_query word = {.groups = {{one_reading, 1}}, .count = 1};
static const struct word_query two_words = {.groups = {{one_reading, 1}, {two_readings, 2}}, .count = 2};
static const int64_t day = INT64_C(86400000000);
static const bool in_gazetteer = true;
static const int64_t from = day, to = 2 * day;

#define OLDEST "1970-01-02T00:00:00Z"
#define NEWEST "1970-01-03T00:00:00Z"
#define POSITION .after = true, .after_dated_at = INT64_C(86400000000), .after_id = "id"

static const struct list {
    const char *reason;
    void (*build)(struct list_sql *sql, const struct list_plan *plan);
    bool led;
    struct article_filter filter;
    const char *text, *values; /* values separated by blanks; an array is the number of its elements in brackets */
} lists[] = {
    {"everything",
     list_sql_walk,
     false,
     {.limit = 20},
     "WITH page AS MATERIALIZED (SELECT a.id FROM articles a WHERE true ORDER BY a.dated_at DESC, a.id DESC LIMIT "
     "$1::bigint)"
     " SELECT {columns} FROM page p JOIN articles a ON a.id = p.id ORDER BY a.dated_at DESC, a.id DESC",
     "21"},
    {"a source and a language, in a range, from a position on",
     list_sql_walk,
     false,
     {.source = "s", .language = "ar", .from = &from, .to = &to, POSITION, .limit = 20},
     "WITH page AS MATERIALIZED (SELECT a.id FROM articles a WHERE true AND (a.dated_at, a.id) < ($1::timestamptz, "
     "$2::uuid)"
     " AND a.dated_at >= $3::timestamptz AND a.dated_at < $4::timestamptz AND a.source = $5 AND a.language = $6"
     " ORDER BY a.dated_at DESC, a.id DESC LIMIT $7::bigint)"
     " SELECT {columns} FROM page p JOIN articles a ON a.id = p.id ORDER BY a.dated_at DESC, a.id DESC",
     OLDEST " id " OLDEST " " NEWEST " s ar 21"},
    {"along the first entity, the second is looked up",
     list_sql_walk,
     true,
     {.entities = {"e1", "e2"}, .entity_count = 2, .type = "person", .from = &from, .limit = 5},
     "WITH page AS MATERIALIZED (SELECT a.id FROM articles a JOIN article_entities m ON m.article_id = a.id"
     " WHERE m.entity_id = $1 AND m.dated_at >= $2::timestamptz"
     " AND EXISTS (SELECT 1 FROM article_entities x WHERE x.article_id = a.id AND x.entity_id = $3)"
     " AND EXISTS (SELECT 1 FROM article_entities t WHERE t.article_id = a.id AND t.type = $4)"
     " ORDER BY m.dated_at DESC, m.article_id DESC LIMIT $5::bigint)"
     " SELECT {columns} FROM page p JOIN articles a ON a.id = p.id ORDER BY a.dated_at DESC, a.id DESC",
     "e1 " OLDEST " e2 person 6"},
    {"along the source, the entity is looked up",
     list_sql_walk,
     false,
     {.entities = {"e1"}, .entity_count = 1, .source = "s", .limit = 5},
     "WITH page AS MATERIALIZED (SELECT a.id FROM articles a WHERE true AND a.source = $1"
     " AND EXISTS (SELECT 1 FROM article_entities x WHERE x.article_id = a.id AND x.entity_id = $2)"
     " ORDER BY a.dated_at DESC, a.id DESC LIMIT $3::bigint)"
     " SELECT {columns} FROM page p JOIN articles a ON a.id = p.id ORDER BY a.dated_at DESC, a.id DESC",
     "s e1 6"},
    {"words, of which one may be read in two ways",
     list_sql_walk,
     false,
     {.words = &two_words, .limit = 5},
     "WITH page AS MATERIALIZED (SELECT a.id FROM articles a WHERE true AND a.words @> $1::int[] AND a.words && "
     "$2::int[]"
     " ORDER BY a.dated_at DESC, a.id DESC LIMIT $3::bigint)"
     " SELECT {columns} FROM page p JOIN articles a ON a.id = p.id ORDER BY a.dated_at DESC, a.id DESC",
     "[1] [2] 6"},
    {"a bounded walk along an entity cuts its rows off",
     list_sql_bounded_walk,
     true,
     {.entities = {"e1"}, .entity_count = 1, .words = &word, POSITION, .limit = 5},
     "SELECT {columns} FROM (SELECT m.article_id AS id FROM article_entities m WHERE m.entity_id = $1"
     " AND (m.dated_at, m.article_id) < ($2::timestamptz, $3::uuid)"
     " ORDER BY m.dated_at DESC, m.article_id DESC LIMIT $4::bigint) p JOIN articles a ON a.id = p.id WHERE true"
     " AND a.words @> $5::int[] ORDER BY a.dated_at DESC, a.id DESC LIMIT $6::bigint",
     "e1 " OLDEST " id 1000 [1] 6"},
    {"a bounded walk along the articles is bounded by the time of its last one",
     list_sql_bounded_walk,
     false,
     {.source = "s", .words = &word, .to = &to, .limit = 5},
     "SELECT {columns} FROM articles a WHERE true AND a.dated_at < $1::timestamptz AND a.words @> $2::int[] AND "
     "a.source = $3"
     " AND a.dated_at >= coalesce((SELECT a.dated_at FROM articles a WHERE true AND a.dated_at < $4::timestamptz"
     " AND a.source = $5 ORDER BY a.dated_at DESC, a.id DESC LIMIT 1 OFFSET $6::bigint), '-infinity')"
     " ORDER BY a.dated_at DESC, a.id DESC LIMIT $7::bigint",
     NEWEST " [1] s " NEWEST " s 1000 6"},
    {"all articles with a word, the newest of them looked up",
     list_sql_hits,
     true,
     {.entities = {"e1"}, .entity_count = 1, .language = "en", .words = &word, .from = &from, .limit = 5},
     "WITH hits AS MATERIALIZED (SELECT a.id, a.dated_at FROM articles a WHERE true AND a.words @> $1::int[]"
     " AND a.language = $2 AND a.dated_at >= $3::timestamptz ), newest AS MATERIALIZED (SELECT id FROM hits"
     " ORDER BY dated_at DESC, id DESC LIMIT $4::bigint)"
     " SELECT {columns} FROM newest h JOIN articles a ON a.id = h.id WHERE true"
     " AND EXISTS (SELECT 1 FROM article_entities x WHERE x.article_id = a.id AND x.entity_id = $5)"
     " ORDER BY a.dated_at DESC, a.id DESC LIMIT $6::bigint",
     "[1] en " OLDEST " 1000 e1 6"},
    {"of an entity, the oldest first, from a position on",
     list_sql_walk,
     true,
     {.entities = {"e1"}, .entity_count = 1, .known = &in_gazetteer, .oldest = true, POSITION, .limit = 5},
     "WITH page AS MATERIALIZED (SELECT a.id FROM articles a JOIN article_entities m ON m.article_id = a.id"
     " WHERE m.entity_id = $1 AND (m.dated_at, m.article_id) > ($2::timestamptz, $3::uuid)"
     " AND EXISTS (SELECT 1 FROM article_entities k JOIN entities e ON e.id = k.entity_id"
     " WHERE k.article_id = a.id AND e.known = $4::boolean)"
     " ORDER BY m.dated_at, m.article_id LIMIT $5::bigint)"
     " SELECT {columns} FROM page p JOIN articles a ON a.id = p.id ORDER BY a.dated_at, a.id",
     "e1 " OLDEST " id true 6"},
    {"of an address and an author, collected",
     list_sql_hits,
     false,
     {.url_key = "u", .author = "a", .limit = 5},
     "WITH hits AS MATERIALIZED (SELECT a.id, a.dated_at FROM articles a WHERE true AND a.url IS NOT NULL"
     " AND hashtextextended(coalesce(a.url_key, a.url), 0) = hashtextextended($1::text, 0)"
     " AND coalesce(a.url_key, a.url) = $1::text"
     " AND a.author IS NOT NULL AND coalesce(a.authors, ARRAY[a.author]) @> ARRAY[$2::text]"
     " ), newest AS MATERIALIZED (SELECT id FROM hits ORDER BY dated_at DESC, id DESC LIMIT $3::bigint)"
     " SELECT {columns} FROM newest h JOIN articles a ON a.id = h.id WHERE true"
     " ORDER BY a.dated_at DESC, a.id DESC LIMIT $4::bigint",
     "u a 1000 6"},
    {"how many articles a source has",
     list_sql_explain_source,
     false,
     {.source = "s", .language = "en", .limit = 5},
     "EXPLAIN (FORMAT JSON) SELECT 1 FROM articles a WHERE true AND a.source = $1",
     "s"},
    {"how many articles have the words",
     list_sql_explain_words,
     false,
     {.source = "s", .words = &word, .limit = 5},
     "EXPLAIN (FORMAT JSON) SELECT 1 FROM articles a WHERE true AND a.words @> $1::int[]",
     "[1]"},
};

/* Replaces {columns} by what stands between SELECT and FROM in a part. */
static void expand(const char *text, char out[TEXT_MAXIMUM])
{
    const char *columns = sql_parts[PART_LIST_ARTICLES] + strlen("SELECT "), *mark = strstr(text, "{columns}");
    size_t length = (size_t)(strstr(columns, " FROM articles a ") - columns);
    if (mark)
        snprintf(out, TEXT_MAXIMUM, "%.*s%.*s%s", (int)(mark - text), text, (int)length, columns,
                 mark + strlen("{columns}"));
    else
        snprintf(out, TEXT_MAXIMUM, "%s", text);
}

/* The number of elements stands, in network order, in bytes 12 to 15 of an array (params.h). */
static void print_values(const struct params *params, char out[TEXT_MAXIMUM])
{
    size_t at = 0;
    for (int i = 0; i < params->count; i++) {
        const char *blank = i ? " " : "";
        if (params->formats[i])
            at += (size_t)snprintf(out + at, TEXT_MAXIMUM - at, "%s[%d]", blank, params->values[i][15]);
        else
            at += (size_t)snprintf(out + at, TEXT_MAXIMUM - at, "%s%s", blank, params->values[i]);
    }
}

static void list_is_asked_for_like_this(void **state)
{
    ROW(struct list, row, state);
    const struct list_plan plan = {.filter = &row->filter, .led = row->led, .rows = 1000};
    char text[TEXT_MAXIMUM], values[TEXT_MAXIMUM] = "";
    struct list_sql sql;
    struct arena arena;
    arena_init(&arena, MEMORY);
    list_sql_init(&sql, &arena);
    row->build(&sql, &plan);
    expand(row->text, text);
    print_values(&sql.params, values);
    assert_true(strbuf_ok(&sql.text) && !arena.failed);
    assert_string_equal(sql.text.data, text);
    assert_string_equal(values, row->values);
    list_sql_release(&sql);
    arena_release(&arena);
}

static const struct largest {
    const char *reason;
    void (*build)(struct list_sql *sql, const struct list_plan *plan);
    bool led;
} largest[] = {
    {"a walk along an entity", list_sql_walk, true},
    {"a walk along the articles", list_sql_walk, false},
    {"a bounded walk along an entity", list_sql_bounded_walk, true},
    {"a bounded walk along the articles", list_sql_bounded_walk, false},
    {"a collection", list_sql_hits, false},
};

/* As many entities and words as a request may have, and all other filters. */
static void largest_filter_fits(void **state)
{
    ROW(struct largest, row, state);
    static struct word_query words = {.count = WORDS_QUERY_MAXIMUM};
    struct article_filter filter = {.entity_count = ARTICLE_FILTER_ENTITIES,
                                    .source = "s",
                                    .language = "en",
                                    .type = "person",
                                    .known = &in_gazetteer,
                                    .id = "id",
                                    .url_key = "u",
                                    .author = "a",
                                    .words = &words,
                                    .from = &from,
                                    .to = &to,
                                    POSITION,
                                    .limit = 1000};
    const struct list_plan plan = {.filter = &filter, .led = row->led, .rows = INT64_MAX};
    struct list_sql sql;
    struct arena arena;
    for (size_t i = 0; i < ARTICLE_FILTER_ENTITIES; i++)
        filter.entities[i] = "organization:a-name-that-is-long";
    for (size_t i = 0; i < WORDS_QUERY_MAXIMUM; i++)
        words.groups[i] = (struct word_ids){two_readings, 2};
    arena_init(&arena, MEMORY);
    list_sql_init(&sql, &arena);
    row->build(&sql, &plan);
    assert_true(strbuf_ok(&sql.text));
    assert_false(arena.failed);
    list_sql_release(&sql);
    arena_release(&arena);
}

int main(void)
{
    return RUN_ROWS("lists", lists, list_is_asked_for_like_this) +
           RUN_ROWS("the largest", largest, largest_filter_fits);
}
