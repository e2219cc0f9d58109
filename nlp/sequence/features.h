/* features.h - what the sequence model looks at: the features of a word, each as a key of 64 bits.
 *
 * A feature is a template with values: "the last two letters are ين", "a title stands before". Its key is a hash of both and of the
 * sentence's script, so that each script has weights of its own. The model has weights for the keys that it was fitted with
 * (nlp/fit), and other keys say nothing; so no vocabulary is kept. The templates stand in features.c, in one table.
 *
 * Most of them are those of Lafferty, McCallum, Pereira 2001 and of McCallum and Li 2003 with a gazetteer; letter n-grams stand for
 * Arabic's morphology, clusters and statistics of words for unlabelled text (Miller, Guinness, Zamanian 2004).
 *
 * Threads: pure functions.
 */
#ifndef ALAM_NLP_FEATURES_H
#define ALAM_NLP_FEATURES_H

#include "nlp/sequence/context.h"

enum { FEATURES_MAXIMUM = 512 /* of one word; the surplus of an unusual word is left out */ };

struct features {
    uint64_t keys[FEATURES_MAXIMUM];
    size_t count;
    uint64_t salt; /* of the script: each has keys of its own */
};

/* All features of word number `at`. */
void features_of(const struct context *context, size_t at, struct features *out);

#endif
