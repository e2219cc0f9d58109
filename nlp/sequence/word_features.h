/* word_features.h - features that follow from one word alone: what it says of itself, and of the words near it.
 *
 * They are the same wherever the word stands, so that their weights can be summed once for each word (score_memo.h).
 * Letter n-grams stand for Arabic's morphology; clusters and statistics of words for unlabelled text (Miller, Guinness, Zamanian
 * 2004).
 *
 * Threads: pure functions.
 */
#ifndef ALAM_NLP_WORD_FEATURES_H
#define ALAM_NLP_WORD_FEATURES_H

#include "nlp/sequence/feature_list.h"

/* Whose features they are: the word's own, or those of the word that has it as a neighbour. Broken: more than a blank stands
 * between the two. */
enum word_row {
    WORD_ROW_OWN,
    WORD_ROW_BEFORE,
    WORD_ROW_BEFORE_BROKEN,
    WORD_ROW_BEHIND,
    WORD_ROW_BEHIND_BROKEN,
    WORD_ROW_FAR_BEFORE, /* two words before its reader */
    WORD_ROW_FAR_BEHIND,
    WORD_ROW_COUNT
};

/* Adds the features of a row. */
void word_features(const struct context_word *word, enum word_row row, struct features *out);

/* A hash of everything that the rows follow from. `reader` is the script of the sentence that reads them. */
uint64_t word_features_key(const struct context_word *word, enum script reader);

#endif
