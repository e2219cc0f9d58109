/* feature_list.h - the features of a word as they are collected: keys, and numbers of those whose weights stand in an array.
 *
 * Threads: one list, one thread.
 */
#ifndef ALAM_NLP_FEATURE_LIST_H
#define ALAM_NLP_FEATURE_LIST_H

#include "nlp/sequence/context.h"

enum { FEATURES_MAXIMUM = 1024 /* at once; the surplus of an unusual word is left out */ };

struct features {
    uint64_t keys[FEATURES_MAXIMUM];
    uint32_t numbers[FEATURES_MAXIMUM]; /* of those whose weights stand in an array */
    size_t count, number_count;
    uint8_t templates[FEATURES_MAXIMUM]; /* of the keys */
    uint64_t salt;                       /* of the script: each has keys of its own */
    bool keys_only;                      /* all by key, as nlp/fit wants them */
};

/* No features yet, for a sentence of that script. */
static inline void features_begin(struct features *out, enum script script, bool keys_only)
{
    out->count = out->number_count = 0;
    out->keys_only = keys_only;
    out->salt = script == SCRIPT_ARABIC ? 0xa0761d6478bd642fULL : 0x8bb84b93962eacc9ULL;
}

#endif
