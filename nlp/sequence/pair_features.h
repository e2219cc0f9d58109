/* pair_features.h - features that follow from the word classes of two words side by side.
 *
 * They are the most, and the same wherever words of these classes meet, so that their weights can be summed once (score_memo.h).
 *
 * Threads: pure functions.
 */
#ifndef ALAM_NLP_PAIR_FEATURES_H
#define ALAM_NLP_PAIR_FEATURES_H

#include "nlp/sequence/feature_list.h"

/* Whose features they are. */
enum pair_row { PAIR_ROW_FIRST, PAIR_ROW_SECOND, PAIR_ROW_COUNT };

/* Two words of one paragraph; one of them is NULL at its begin and end. */
struct word_pair {
    const struct context_word *first, *second;
    bool broken; /* more than a blank stands between them */
};

/* Word number `at` with the word before it, or with the one behind it. */
struct word_pair word_pair_before(const struct context *context, size_t at);
struct word_pair word_pair_behind(const struct context *context, size_t at);

/* Adds the features of a row, the word of which is not NULL. */
void pair_features(const struct word_pair *pair, enum pair_row row, struct features *out);

/* A hash of everything that the rows follow from. `reader` is the script of the sentence that reads them. */
uint64_t pair_features_key(const struct word_pair *pair, enum script reader);

#endif
