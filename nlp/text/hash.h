/* hash.h - the hash of folded words, and the key that a word is looked up by.
 *
 * The mixing step is that of wyhash (Wang Yi, public domain): multiply two 64-bit numbers and fold the 128-bit product by
 * an exclusive or. Hashes are stored in gazetteer images, so changing them changes the image format. They are not meant
 * to resist inputs chosen by an attacker: every table that is filled from a text has at most as many entries as the text
 * has words, and collisions cost time only.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_NLP_HASH_H
#define ALAM_NLP_HASH_H

#include <stdint.h>

/* Mixes two numbers into one, each bit of which depends on all bits of both. */
static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Order of two uint64_t, for qsort and bsearch. */
static inline int compare_numbers(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

/* Hash of a word of at most 16 letters, given as the two registers of struct token (token.h). */
static inline uint64_t word_hash(uint64_t low, uint64_t high, uint32_t length)
{
    return hash_mix(low ^ 0xa0761d6478bd642fULL, high ^ length ^ 0xe7037ed1a0b428dbULL);
}

/* Hash of a word of any length; equal to word_hash up to 16 letters. 16 bytes must be readable behind the last letter. */
uint64_t word_hash_long(const uint8_t *letters, uint32_t length);

/* What a word is looked up by. Up to 16 letters, `low` and `high` are the letters themselves, as in struct token. For a
 * longer word low is its hash | 1 and high is WORD_LONG, which no letters can be: no letter code is 0xff. */
struct word_key {
    uint64_t low, high, hash;
};

#define WORD_LONG ((uint64_t)UINT32_MAX << 32)

/* Key of a word whose first 16 letters are `low` and `high`. `letters` is read only when there are more than 16. */
static inline struct word_key word_key(uint64_t low, uint64_t high, const uint8_t *letters, uint32_t length)
{
    if (__builtin_expect(length <= 16, 1))
        return (struct word_key){low, high, word_hash(low, high, length)};
    uint64_t hash = word_hash_long(letters, length);
    return (struct word_key){hash | 1, WORD_LONG, hash};
}

#endif
