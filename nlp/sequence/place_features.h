/* place_features.h - features of the place where a word stands: what stands beside it, the listed names over it, to the
 * head of its phrase, to the rest of the article, and what the first reading made of it.
 *
 * They come in groups, each of which looks at a few values only. Where these repeat in other texts, the sum of the group's weights
 * can be kept under place_features_keys() (score_memo.h).
 *
 * Threads: pure functions.
 */
#ifndef ALAM_NLP_PLACE_FEATURES_H
#define ALAM_NLP_PLACE_FEATURES_H

#include "nlp/sequence/feature_list.h"
#include "nlp/sequence/word_features.h"

enum { NEAR_BEFORE, NEAR_BEHIND, NEAR_FAR_BEFORE, NEAR_FAR_BEHIND, FEATURE_NEIGHBOURS };

/* A word among its neighbours. */
struct feature_place {
    const struct context *context;
    const struct context_word *word;
    size_t at; /* its number */
    struct {
        const struct context_word *word; /* NULL: there is none in the paragraph */
        enum word_row row;               /* what it is to the word */
    } near[FEATURE_NEIGHBOURS];
    unsigned gap_behind;        /* as in struct token */
    bool broken, broken_behind; /* more than a blank stands before the word, behind it */
    bool first, last;           /* of the article */
};

void feature_place_of(const struct context *context, size_t at, struct feature_place *ret_place);

/* In the order in which their features are added. */
enum place_group {
    PLACE_GAPS,
    PLACE_ARCS,
    PLACE_ARCS_BESIDE,
    PLACE_ARTICLE,
    PLACE_HEAD,
    PLACE_VERB,
    PLACE_ANSWER,
    PLACE_GROUPS_KEPT,
    PLACE_NEAR = PLACE_GROUPS_KEPT, /* clusters of the neighbours and of the sentence: too many to be kept */
    PLACE_GROUP_COUNT
};

/* Adds the features of a group. */
void place_features(const struct feature_place *place, enum place_group group, struct features *out);

enum { PLACE_KEY_NOTHING = 0 /* the group adds nothing here */ };

/* For each group a hash of everything that its features follow from, or PLACE_KEY_NOTHING. */
void place_features_keys(const struct feature_place *place, uint64_t ret_keys[PLACE_GROUPS_KEPT]);

#endif
