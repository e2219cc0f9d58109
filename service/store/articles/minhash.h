/* minhash.h - how much of two texts is the same, without comparing them.
 *
 * MinHash (Broder 1997) over runs of three folded words: of each of 64 hash functions the least value is kept, 16 bits of
 * it; the share of equal values estimates the Jaccard similarity of the two sets of runs (standard error 0.06 at 0.5).
 * Sixteen bands of four values are what candidates are looked up by (locality-sensitive hashing, Leskovec and others,
 * Mining of Massive Datasets, 3.4): two texts share a band with a chance of 0.64 at similarity 0.5, 0.89 at 0.6, 0.998 at
 * 0.75. Threads: pure functions.
 */
#ifndef ALAM_STORE_MINHASH_H
#define ALAM_STORE_MINHASH_H

#include "service/store/articles/words.h"

enum { MINHASH_COUNT = 64, MINHASH_BANDS = 16, MINHASH_ROWS = MINHASH_COUNT / MINHASH_BANDS };

struct minhash {
    unsigned char bytes[2 * MINHASH_COUNT]; /* low byte first */
    int32_t bands[MINHASH_BANDS];
};

/* False for a text without words: it is like no other. */
bool minhash_make(const struct folded_text *folded, struct minhash *ret_minhash);

/* Estimated Jaccard similarity, 0 to 1. */
double minhash_similarity(const unsigned char one[2 * MINHASH_COUNT], const unsigned char two[2 * MINHASH_COUNT]);

#endif
