#include "service/store/entities/misspelt.h"

#include "tests/unit/rows.h"

#include <string.h>

static const struct query {
    const char *reason;
    const char *key;
    size_t count;
    const char *some[6]; /* of the patterns; NULL-terminated */
} queries[] = {
    {"two letters: nothing is one letter away that could be told", "ab", 0, {NULL}},
    {"three letters: whole spellings, and whole words of four",
     "abc",
     9,
     {"% _abc %", " _bc ", " a_c ", " acb ", "% abc_ %", NULL}},
    {"four letters: whole words", "gaza", 16, {"% ga_za %", "% g_za %", " gza ", "% agza %", NULL}},
    {"six letters: beginnings of words, unless a letter is taken away",
     "london",
     24,
     {"% lo_ndon%", "% l_ndon%", "% lndon %", "% olndon%", NULL}},
    {"letters of two bytes", "غزه", 9, {"% غ_زه %", " _زه ", " زغه ", NULL}},
    {"a missing blank is a missing letter", "abduallah", 36, {"% abd_uallah%", NULL}},
    {"what LIKE knows is taken as it stands", "a%_\\b", 20, {"% a\\%\\__\\\\b%", "% _\\%\\_\\\\b %", NULL}},
    {"forty letters", "abcdefghijabcdefghijabcdefghijabcdefghij", 160, {NULL}},
    {"one more", "abcdefghijabcdefghijabcdefghijabcdefghija", 0, {NULL}},
};

static bool has(const char *const *patterns, size_t count, const char *wanted)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(patterns[i], wanted) == 0)
            return true;
    return false;
}

static void patterns_are_made(void **state)
{
    ROW(struct query, row, state);
    struct arena arena;
    size_t count;
    arena_init(&arena, 1 << 20);
    const char *const *patterns = misspelt_patterns(row->key, &arena, &count);
    assert_int_equal(count, row->count);
    for (size_t i = 0; row->some[i]; i++)
        assert_true(has(patterns, count, row->some[i]));
    arena_release(&arena);
}

static const struct threshold {
    const char *reason;
    const char *key, *expected;
} thresholds[] = {
    {"four letters: one of nine, less what rounding takes", "gaza", "0.101"},
    {"letters are counted, not bytes", "غزهه", "0.101"},
    {"three letters: the least", "abc", "0.010"},
    {"two: that of pg_trgm", "ab", "0.600"},
    {"never more than that", "abcdefghijabcdefghijabcdefghij", "0.600"},
};

static void candidates_are_like_enough(void **state)
{
    ROW(struct threshold, row, state);
    struct arena arena;
    arena_init(&arena, 1 << 16);
    assert_string_equal(misspelt_threshold(row->key, &arena), row->expected);
    arena_release(&arena);
}

int main(void)
{
    return RUN_ROWS("names that are one letter away", queries, patterns_are_made) +
           RUN_ROWS("thresholds", thresholds, candidates_are_like_enough);
}
