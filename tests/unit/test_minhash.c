/* How much of two texts is the same (service/store/articles/minhash.h). */
#include "service/store/articles/minhash.h"

#include "service/base/strbuf.h"
#include "tests/unit/rows.h"

#include <string.h>

enum { MEMORY = 1 << 20, TEXT_WORDS = 400 };

static bool make(const char *words, struct minhash *ret_minhash)
{
    const struct folded_text folded = {words, strlen(words)};
    return minhash_make(&folded, ret_minhash);
}

static int shared_bands(const struct minhash *one, const struct minhash *two)
{
    int shared = 0;
    for (size_t i = 0; i < MINHASH_BANDS; i++)
        shared += one->bands[i] == two->bands[i];
    return shared;
}

static const struct pair {
    const char *reason;
    const char *one, *two;
    bool same;
} pairs[] = {
    {"the same words", "the minister met his guest in cairo", "the minister met his guest in cairo", true},
    {"more blanks between them", "the minister met his guest", "the  minister met   his guest ", true},
    {"fewer words than a run has", "cairo", "cairo", true},
    {"a run again and again is one run", "a b c a b c a b c", "a b c a b c a b c a b c", true},
    {"other words", "the minister met his guest in cairo", "rain is expected over the north coast", false},
    {"fewer words than a run has, and others", "cairo", "london", false},
    {"the same words in another order", "one two three four five", "five four three two one", false},
};

static void pair_is_told_apart(void **state)
{
    ROW(struct pair, row, state);
    struct minhash one, two;
    assert_true(make(row->one, &one));
    assert_true(make(row->two, &two));
    double similarity = minhash_similarity(one.bytes, two.bytes);
    if (row->same) {
        assert_true(similarity == 1);
        assert_int_equal(shared_bands(&one, &two), MINHASH_BANDS);
    } else {
        assert_true(similarity < 0.2);
        assert_int_equal(shared_bands(&one, &two), 0);
    }
}

static const struct empty {
    const char *reason;
    const char *words;
} empties[] = {{"no character", ""}, {"blanks alone", "   "}};

static void text_without_words_has_none(void **state)
{
    ROW(struct empty, row, state);
    struct minhash minhash;
    assert_false(make(row->words, &minhash));
}

/* Two texts of TEXT_WORDS words, the second with its last `other` words replaced: of their runs of three words, what they
 * share and what they have is known, so is the Jaccard similarity. The standard error of the estimate is at most 0.0625. */
static const struct share {
    const char *reason;
    int other;
} shares[] = {
    {"nine words in ten", 40}, {"three in four", 100}, {"half", 200}, {"a quarter", 300}, {"none", 400},
};

static void similarity_is_estimated(void **state)
{
    ROW(struct share, row, state);
    struct strbuf one, two;
    struct minhash hash_one, hash_two;
    strbuf_init(&one, MEMORY);
    strbuf_init(&two, MEMORY);
    for (int i = 0; i < TEXT_WORDS; i++) {
        strbuf_printf(&one, "w%d ", i);
        strbuf_printf(&two, i < TEXT_WORDS - row->other ? "w%d " : "x%d ", i);
    }
    assert_true(make(one.data, &hash_one));
    assert_true(make(two.data, &hash_two));
    double runs = TEXT_WORDS - 2, common = TEXT_WORDS - row->other - 2;
    double jaccard = common > 0 ? common / (2 * runs - common) : 0;
    double error = minhash_similarity(hash_one.bytes, hash_two.bytes) - jaccard;
    assert_true(error < 3 * 0.0625 && error > -3 * 0.0625);
    strbuf_release(&one);
    strbuf_release(&two);
}

/* What is in the database must be comparable with what is made today. */
static void values_never_change(void **state)
{
    static const unsigned char bytes[] = {
        0x04, 0xAE, 0x80, 0x2D, 0xB4, 0xC7, 0xBF, 0xF5, 0xEC, 0xF4, 0x6B, 0x3C, 0xCA, 0x9E, 0x93, 0xB9,
        0x98, 0xE5, 0x67, 0xD8, 0xB4, 0x0F, 0x8E, 0x00, 0x3A, 0x9E, 0x0A, 0xD8, 0x55, 0x75, 0x00, 0x6B,
        0xE4, 0x03, 0x2C, 0x5F, 0xE5, 0x28, 0xA4, 0xDC, 0x88, 0x7E, 0xD8, 0x60, 0xBA, 0x47, 0x68, 0x3F,
        0x35, 0x09, 0x65, 0x82, 0xF9, 0xCE, 0xDE, 0x02, 0xE5, 0x5A, 0x59, 0xCD, 0x93, 0x10, 0xAA, 0xB9,
        0x02, 0x01, 0xA9, 0x91, 0x11, 0x01, 0x15, 0xF9, 0x8F, 0x65, 0x75, 0x4D, 0x16, 0x8C, 0xD5, 0x17,
        0x70, 0xE3, 0x2B, 0xA0, 0x76, 0xC8, 0xDF, 0x05, 0x7A, 0xCF, 0xC9, 0x20, 0xA7, 0xCE, 0x7A, 0xB0,
        0xB4, 0xD7, 0xC7, 0xB1, 0xE2, 0xE9, 0x10, 0x9B, 0x4B, 0x8A, 0xE7, 0xB3, 0x62, 0xD0, 0x64, 0x9B,
        0xA1, 0xD5, 0xFA, 0xD9, 0xF3, 0x8F, 0x39, 0x2E, 0xF2, 0x49, 0x18, 0x3E, 0xA4, 0x6E, 0x32, 0xFF,
    };
    struct minhash minhash;
    (void)state;
    assert_true(make("the minister met his guest in cairo", &minhash));
    assert_memory_equal(minhash.bytes, bytes, sizeof bytes);
    assert_int_equal(minhash.bands[0], -1297512909);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(values_never_change)};
    return RUN_ROWS("pairs", pairs, pair_is_told_apart) + RUN_ROWS("empty", empties, text_without_words_has_none) +
           RUN_ROWS("shares", shares, similarity_is_estimated) + cmocka_run_group_tests(tests, NULL, NULL);
}
