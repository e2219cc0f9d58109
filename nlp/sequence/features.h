/* features.h - what the sequence model looks at: the features of a word, each as a key of 64 bits.
 *
 * A feature is a template with values: "the last two letters are ين", "a title stands before". Its key is a hash of both and of the
 * sentence's script, so that each script has weights of its own. The model has weights for the keys that it was fitted with
 * (nlp/fit), and other keys say nothing; so no vocabulary is kept. The templates stand in feature_keys.h, in one table.
 *
 * Most of them are those of Lafferty, McCallum, Pereira 2001 and of McCallum and Li 2003 with a gazetteer. A word's features are
 * those that follow from one word (word_features.h), its own and its neighbours', from two words side by side (pair_features.h), and
 * those of its place (place_features.h).
 *
 * Threads: pure functions.
 */
#ifndef ALAM_NLP_FEATURES_H
#define ALAM_NLP_FEATURES_H

#include "nlp/sequence/feature_list.h"

/* How many features have a number, and the keys of all of them. */
size_t features_numbered(void);
void features_number_keys(enum script script, uint64_t *ret_keys);

/* What kinds of features there are, and the name of each: "CLASS_PAIR". */
size_t features_kinds(void);
const char *features_kind_name(size_t kind);

/* All features of word number `at`, by key. */
void features_of(const struct context *context, size_t at, struct features *out);

#endif
