/* word_memo.h - what look-ups have found out about words, kept between texts.
 *
 * Newspapers repeat their words. What the word table, the particle table and the dictionary say of a word is a pure
 * function of the image, so it is remembered under the word's letters, in one cache line. A word that is read first takes
 * its place for good; frequent words are read early. The memo never gives an answer that the look-ups would not give.
 *
 * A word has one place, by its hash. An entry is claimed by a compare-and-swap of `low`, filled, and published by a release
 * store of its letters; from then on it never changes. A word whose place is taken by another one is looked up each time.
 *
 * Threads: any number, without locks. Memory: WORD_MEMO_BYTES of address space for each open gazetteer, of which pages are
 * used as they fill.
 */
#ifndef ALAM_NLP_WORD_MEMO_H
#define ALAM_NLP_WORD_MEMO_H

#include "nlp/text/word_class.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { FACTS_READINGS = 2, FACTS_AS_WRITTEN = 0xff };

/* A word of at most 16 letters. */
struct word_facts {
    _Atomic uint64_t low; /* its letters, as in struct token; 0: free */
    uint64_t high;
    word_classes classes; /* what lists say of the word alone, and what is seen on the word itself */
    struct {
        uint32_t slot, children, payload; /* as in struct image_word */
    } readings[FACTS_READINGS];
    uint8_t rows[FACTS_READINGS]; /* index into proclitics_of(low), or FACTS_AS_WRITTEN */
    uint8_t reading_count;
    uint8_t skip;      /* letters of the particle, if `classes` are of what stands behind one */
    uint16_t unlisted; /* what the dictionary says of it, if it is in no list: packed (word_class.h) */
} __attribute__((aligned(64)));

enum { WORD_MEMO_ENTRIES = 1 << 17, WORD_MEMO_BYTES = WORD_MEMO_ENTRIES * 64 };

struct word_memo {
    struct word_facts entries[WORD_MEMO_ENTRIES];
};

_Static_assert(sizeof(struct word_facts) == 64, "one cache line");

/* An empty memo. NULL: out of memory. */
struct word_memo *word_memo_new(void);
void word_memo_free(struct word_memo *memo);

/* The place of the word of that hash (word_hash). */
static inline struct word_facts *word_memo_place(struct word_memo *memo, uint64_t hash)
{
    return &memo->entries[hash >> 32 & (WORD_MEMO_ENTRIES - 1)];
}

/* Are these the facts about the word of these letters? */
static inline bool word_memo_has(const struct word_facts *place, uint64_t low, uint64_t high)
{
    return atomic_load_explicit(&place->low, memory_order_acquire) == low && place->high == high;
}

/* Copies the facts to the place, unless it is taken. */
void word_memo_add(struct word_facts *place, const struct word_facts *facts);

#endif
