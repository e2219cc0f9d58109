/* word_memo.h - what look-ups have found out about words, kept between texts.
 *
 * Newspapers repeat their words: what the word table, the particle table and the dictionary say of one is a pure function of
 * the image, and is remembered by the word's letters in one line of a cache. The memo is filled as texts are read, first come,
 * first kept: frequent words come first. It never gives another answer than the look-ups would.
 *
 *     entries of 64 bytes, each word has one place, by its hash; an entry is claimed by compare-and-swap of `low`, filled,
 *     and published by a release store of its letters; from then on it never changes. A word whose place is taken is looked
 *     up each time.
 *
 * Threads: any number, without locks. Memory: WORD_MEMO_BYTES for each open gazetteer, touched as it fills.
 */
#ifndef ALAM_NLP_WORD_MEMO_H
#define ALAM_NLP_WORD_MEMO_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { FACTS_READINGS = 2, FACTS_AS_WRITTEN = 0xff };

/* A word of at most 16 letters. */
struct word_facts {
    _Atomic uint64_t low; /* its letters, as in struct token; 0: free */
    uint64_t high;
    uint64_t classes;  /* what lists say of the word alone, and its shape */
    uint64_t unlisted; /* what the dictionary says, for words that are in no list */
    struct {
        uint32_t slot, children, payload; /* as in struct image_word */
    } readings[FACTS_READINGS];
    uint8_t rows[FACTS_READINGS]; /* of proclitics_of(low), or FACTS_AS_WRITTEN */
    uint8_t reading_count;
    uint8_t skip; /* letters of the particle that `classes` stand behind */
} __attribute__((aligned(64)));

enum { WORD_MEMO_ENTRIES = 1 << 17, WORD_MEMO_BYTES = WORD_MEMO_ENTRIES * 64 };

struct word_memo {
    struct word_facts entries[WORD_MEMO_ENTRIES];
};

_Static_assert(sizeof(struct word_facts) == 64, "a line of the cache");

struct word_memo *word_memo_new(void); /* NULL: out of memory */
void word_memo_free(struct word_memo *memo);

static inline struct word_facts *word_memo_place(struct word_memo *memo, uint64_t hash)
{
    return &memo->entries[hash >> 32 & (WORD_MEMO_ENTRIES - 1)];
}

/* Are these the facts of that word? */
static inline bool word_memo_has(const struct word_facts *place, uint64_t low, uint64_t high)
{
    return atomic_load_explicit(&place->low, memory_order_acquire) == low && place->high == high;
}

/* Keeps a copy where the place is free. */
void word_memo_add(struct word_facts *place, const struct word_facts *facts);

#endif
