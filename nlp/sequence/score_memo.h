/* score_memo.h - sums of the sequence model's weights, kept between texts.
 *
 * Of the some two hundred features of a word, most follow from the word alone or from a few values that repeat: so their weights are
 * summed once and kept under a hash of what they follow from. Sums are of whole numbers, so the memo never changes a score.
 *
 * What comes first takes its place for good (nlp/text/memo.h). Where the places of a key are taken, its sum is made anew.
 *
 * Threads: any number, without locks. Memory: SCORE_MEMO_BYTES of address space for each open gazetteer, of which pages are used as
 * they fill.
 */
#ifndef ALAM_NLP_SCORE_MEMO_H
#define ALAM_NLP_SCORE_MEMO_H

#include "nlp/sequence/labels.h"
#include "nlp/sequence/pair_features.h"
#include "nlp/sequence/word_features.h"
#include "nlp/text/memo.h"

/* A sum of weights for each label, in units of IMAGE_FEATURE_UNIT; larger ones are cut off. */
typedef int16_t score_row __attribute__((vector_size(LABEL_COUNT * sizeof(int16_t))));

/* Sums under one key, which is greater than SCORE_MEMO_CLAIMED. */
struct word_scores {
    _Atomic uint64_t key; /* word_features_key */
    score_row rows[WORD_ROW_COUNT];
} __attribute__((aligned(64)));

struct pair_scores {
    _Atomic uint64_t key; /* pair_features_key */
    score_row rows[PAIR_ROW_COUNT];
};

struct place_scores {
    _Atomic uint64_t key; /* place_features_keys */
    score_row row;
};

enum {
    SCORE_MEMO_WORDS = 1 << 17,
    SCORE_MEMO_PAIRS = 1 << 18,
    SCORE_MEMO_PLACES = 1 << 17,
    SCORE_MEMO_PROBES = 4, /* places that a key may stand in, one after the other */
    SCORE_MEMO_CLAIMED = 1
};

struct score_memo {
    struct word_scores words[SCORE_MEMO_WORDS];
    struct pair_scores pairs[SCORE_MEMO_PAIRS];
    struct place_scores places[SCORE_MEMO_PLACES];
};

_Static_assert(sizeof(struct word_scores) == 128, "two cache lines");

enum { SCORE_MEMO_BYTES = sizeof(struct score_memo) };

/* An empty memo. NULL: out of memory. */
struct score_memo *score_memo_new(void);
void score_memo_free(struct score_memo *memo);

/* For each table: the sums under the key, or NULL: they are not known yet; and the place where sums may be kept, claimed for the caller
 * who fills it and publishes the key; NULL: all places of the key are taken. */
#define SCORE_MEMO_TABLES(X)                                                                                           \
    X(word, words, SCORE_MEMO_WORDS)                                                                                   \
    X(pair, pairs, SCORE_MEMO_PAIRS)                                                                                   \
    X(place, places, SCORE_MEMO_PLACES)

#define X(name, table, size)                                                                                           \
    static inline const struct name##_scores *score_memo_find_##name(const struct score_memo *memo, uint64_t key)      \
    {                                                                                                                  \
        for (unsigned i = 0; i < SCORE_MEMO_PROBES; i++) {                                                             \
            const struct name##_scores *at = &memo->table[(key + i) % (size)];                                         \
            if (atomic_load_explicit(&at->key, memory_order_acquire) == key)                                           \
                return at;                                                                                             \
        }                                                                                                              \
        return NULL;                                                                                                   \
    }                                                                                                                  \
    struct name##_scores *score_memo_claim_##name(struct score_memo *memo, uint64_t key);
SCORE_MEMO_TABLES(X)
#undef X

#endif
