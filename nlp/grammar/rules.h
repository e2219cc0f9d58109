/* rules.h - the weights of the grammar, applied to sets of word classes.
 *
 * A rule is a row of nlp/data/grammar-*.tsv and a record of the image (struct image_rule):
 *
 *     type   at      any            none          weight   script   note
 *     person before  title                        9.5      arabic   الدكتور أحمد زويل
 *     person word    given                        3        arabic
 *     person last    unknown+nisba                1.2      arabic   both: الشرشابي
 *
 * It gives a weight to a span of one type when the word at one place, in the span or beside it, has one of the classes
 * `any` (or all of those joined by +) and none of the classes `none`. The places are those of RULE_PLACES
 * (nlp/image/image.h). What all rules together give a word depends on its set of classes alone, so the sums are computed
 * once for each set and kept in a memo.
 *
 * Threads: the memo may be used by any number, without locks. Its values are pure functions of the image: the thread that
 * computes one first publishes it with a compare-and-swap, and it never changes again. When the slots that a set may
 * stand in are taken, its scores are computed each time, into the spares of the tagging.
 */
#ifndef ALAM_NLP_RULES_H
#define ALAM_NLP_RULES_H

#include "nlp/lattice/tagging.h"

#include <stdatomic.h>

/* A number for each entity type, side by side in one vector register; the fourth is idle. */
typedef float type_lanes __attribute__((vector_size(16)));

/* What the rules give a word of one set of classes, at each place and for each type. The part that every word of a text
 * is asked for comes first and fills two cache lines. */
struct rule_scores {
    word_classes classes;
    type_lanes before, before2, after;
    type_lanes open; /* FIRST and WORD, and ONLY where that is a gain; minus infinity: never the first word of a name */
    type_lanes last;
    type_lanes go_on; /* WORD and INNER; minus infinity: never inside a name of that type */
    type_lanes at[RULE_PLACE_COUNT];
} __attribute__((aligned(64)));

/* A score below this means that the word is forbidden there: rules that forbid weigh -100. */
static const float RULES_FORBID = -50;

enum { RULE_MEMO_SLOTS = 32768, RULE_MEMO_PROBES = 4, RULE_SPARES = 8 };

/* The rules by class, so that only those are looked at that a word can meet. The bit i % RULE_SET_BITS of
 * sets[class * words + i / RULE_SET_BITS] says that rule i names the class. */
struct rule_index {
    const struct image_rule *rules; /* of the image */
    struct rule_sets {
        uint64_t any, none; /* names it there */
    } * sets;
    size_t words; /* 64-bit words a set */
};

enum { RULE_SET_BITS = 64 };

struct rule_memo {
    struct rule_index index;
    struct rule_scores edge[2];   /* beside a word, the sentence ends: [0] Arabic words, [1] Latin ones */
    struct rule_scores broken[2]; /* beside a word, a comma, bracket or quotation mark stands; the same */
    _Atomic(struct rule_scores *) slots[RULE_MEMO_SLOTS];
};

/* A new memo for the rules of an image. NULL: out of memory. */
struct rule_memo *rule_memo_new(const struct image *image);
/* Frees the memo and all scores in it; NULL is allowed. */
void rule_memo_free(struct rule_memo *memo);

/* Room for scores that the memo has no slot for, used in turn; one for each tagging. Only `next` must be initialized. */
struct rule_spares {
    struct rule_scores scores[RULE_SPARES];
    unsigned next;
};

/* Computes what rules_scores did not find at the first slot it looked at. */
const struct rule_scores *rules_scores_slow(const struct tagging *t, word_classes classes, uint64_t hash);

/* What the rules give a word of that set of classes. Valid for as long as the memo, or, when the memo is full, until
 * RULE_SPARES more sets have been asked for. */
static inline const struct rule_scores *rules_scores(const struct tagging *t, word_classes classes)
{
    uint64_t hash =
        hash_mix((uint64_t)classes ^ 0xe7037ed1a0b428dbULL, (uint64_t)(classes >> 64) ^ 0xa0761d6478bd642fULL);
    const struct rule_scores *found =
        atomic_load_explicit(&t->rule_memo->slots[hash % RULE_MEMO_SLOTS], memory_order_acquire);
    return found && found->classes == classes ? found : rules_scores_slow(t, classes, hash);
}

#endif
