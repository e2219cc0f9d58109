/* Words as search sees them (service/store/articles/words.h): which query finds which text. */
#include "service/store/articles/words.h"

#include "service/base/strbuf.h"
#include "tests/unit/rows.h"

#include <stdio.h>
#include <string.h>

enum { MEMORY = 16 << 20 };

static bool has(const struct word_ids *ids, int32_t id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (ids->ids[i] == id)
            return true;
    return false;
}

static bool has_any(const struct word_ids *ids, const struct word_ids *wanted)
{
    for (size_t i = 0; i < wanted->count; i++)
        if (has(ids, wanted->ids[i]))
            return true;
    return false;
}

static void index_text(const char *title, const char *text, struct arena *arena, struct word_ids *ret_ids)
{
    struct folded_text folded;
    assert_int_equal(words_fold(text_of(title), text_of(text), arena, &folded), STATUS_OK);
    assert_int_equal(words_index(&folded, arena, ret_ids), STATUS_OK);
}

static const struct search {
    const char *reason;
    const char *title, *text, *query;
    bool found;
} searches[] = {
    {"a word of the text", "", "Ministers met in Cairo", "cairo", true},
    {"a word of the title", "Cairo talks", "Ministers met", "talks", true},
    {"upper and lower case are one", "", "CAIRO", "Cairo", true},
    {"accents do not matter", "", "São Paulo", "sao", true},
    {"all words of a query must be there", "", "Ministers met in Cairo", "cairo ministers", true},
    {"one that is not there", "", "Ministers met in Cairo", "cairo london", false},
    {"a part of a word is not found", "", "Ministers met in Cairo", "minister", false},
    {"title and text are not joined into one word", "Cai", "ro", "cairo", false},
    {"an Arabic word as it stands", "", "زار الوزير القاهرة", "القاهرة", true},
    {"with the article in the text and without it in the query", "", "زار الوزير القاهرة", "قاهرة", true},
    {"without the article in the text and with it in the query", "", "قاهرة المعز", "القاهرة", true},
    {"behind a conjunction", "", "والقاهرة", "القاهرة", true},
    {"behind a preposition and the article", "", "بالقاهرة", "قاهرة", true},
    {"behind ل, which takes the article's first letter away", "", "للإمارات", "الإمارات", true},
    {"behind و and ل", "", "وللإمارات", "الامارات", true},
    {"spellings of alef are one", "", "الإمارات", "الامارات", true},
    {"a query with a particle finds the word without it", "", "القاهرة", "بالقاهرة", true},
    {"a word that only begins like a particle, in the query, keeps its letter", "", "لد هنا", "بلد", false},
    {"a word that begins with ال by itself and is short", "", "الم", "الم", true},
    {"digits are words", "", "في 2024", "2024", true},
};

static void query_finds_text(void **state)
{
    ROW(struct search, row, state);
    struct word_query query;
    struct word_ids ids;
    struct arena arena;
    struct error error;
    bool found = true;
    arena_init(&arena, MEMORY);
    index_text(row->title, row->text, &arena, &ids);
    assert_int_equal(words_query(text_of(row->query), &arena, &query, &error), STATUS_OK);
    for (size_t i = 0; i < query.count; i++)
        found &= has_any(&ids, &query.groups[i]);
    assert_int_equal(found, row->found);
    arena_release(&arena);
}

enum { IDS_MAXIMUM = 5 };

/* Archives hold these numbers: when a row changes, every stored article must be indexed anew (reindex.h). */
static const struct stored {
    const char *reason;
    const char *word;
    int32_t ids[IDS_MAXIMUM]; /* 0 ends them */
} stored[] = {
    {"a Latin word", "Cairo", {659118250}},
    {"an Arabic word, without its article", "القاهرة", {-1247214413}},
    {"with a preposition, and without it and the article", "بالقاهرة", {1746190699, -1247214413}},
    {"with two particles, one, none, and without the article",
     "وللقاهرة",
     {-1595318190, 1760729170, -1345667701, -1247214413}},
    {"with letters that may be particles and are none", "وباريس", {1421003029, -1729189987, -1250344464}},
    {"a word of three letters keeps its first two", "الم", {539836250}},
};

static void a_word_has_the_ids_that_archives_hold(void **state)
{
    ROW(struct stored, row, state);
    struct word_ids ids;
    struct arena arena;
    arena_init(&arena, MEMORY);
    index_text("", row->word, &arena, &ids);
    for (size_t i = 0; i < ids.count; i++)
        assert_int_equal(ids.ids[i], row->ids[i]);
    assert_int_equal(row->ids[ids.count], 0);
    arena_release(&arena);
}

static const struct refusal {
    const char *reason;
    const char *query;
    enum status status;
} refusals[] = {
    {"no word in it", " ,.!", STATUS_INVALID_PARAMETER},
    {"empty", "", STATUS_INVALID_PARAMETER},
    {"as many words as a query may have", "a b c d e f g h i j k l m n o p", STATUS_OK},
    {"one word more", "a b c d e f g h i j k l m n o p q", STATUS_INVALID_PARAMETER},
};

static void query_is_refused(void **state)
{
    ROW(struct refusal, row, state);
    struct word_query query;
    struct arena arena;
    struct error error;
    arena_init(&arena, MEMORY);
    assert_int_equal(words_query(text_of(row->query), &arena, &query, &error), row->status);
    arena_release(&arena);
}

static const struct long_text {
    const char *reason;
    size_t words;
} long_texts[] = {
    {"no word", 0},
    {"one word", 1},
    {"more than a first table has room for", 100},
    {"ten thousand", 10000},
};

/* Each word twice, so that one taken for another, or kept twice, shows in the count. */
static void each_id_stands_once(void **state)
{
    ROW(struct long_text, row, state);
    struct word_ids ids;
    struct strbuf text;
    struct arena arena;
    strbuf_init(&text, MEMORY);
    arena_init(&arena, MEMORY);
    for (size_t i = 0; i < 2 * row->words; i++)
        strbuf_printf(&text, "w%zu ", i % (row->words ? row->words : 1));
    index_text("", text.data ? text.data : "", &arena, &ids);
    assert_int_equal(ids.count, row->words);
    for (size_t i = 1; i < ids.count && i < 100; i++)
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(ids.ids[i], ids.ids[j]);
    strbuf_release(&text);
    arena_release(&arena);
}

static void out_of_memory_is_said(void **state)
{
    struct folded_text folded = {"a b c", 5};
    struct word_ids ids;
    struct arena arena;
    (void)state;
    arena_init(&arena, 16);
    assert_int_equal(words_index(&folded, &arena, &ids), STATUS_OUT_OF_MEMORY);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(out_of_memory_is_said)};
    return RUN_ROWS("searches", searches, query_finds_text) + RUN_ROWS("refused", refusals, query_is_refused) +
           RUN_ROWS("stored", stored, a_word_has_the_ids_that_archives_hold) +
           RUN_ROWS("index", long_texts, each_id_stands_once) + cmocka_run_group_tests(tests, NULL, NULL);
}
