/* minhash.h - how much of two texts is the same, without comparing the texts.
 *
 * MinHash (Broder 1997). A text is the set of its runs of three folded words. Of each of 64 hash functions the least
 * value over the set is kept, 16 bits of it. The share of functions whose least values agree estimates the Jaccard
 * similarity of two sets, with a standard error of at most 0.0625.
 *
 * Candidates are found by locality-sensitive hashing (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4):
 * the 64 values are cut into 16 bands of four, and two texts are compared when one band agrees. That happens with a
 * chance of 0.64 at similarity 0.5, 0.89 at 0.6 and 0.998 at 0.75.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_STORE_ARTICLES_MINHASH_H
#define ALAM_STORE_ARTICLES_MINHASH_H

#include "service/store/articles/words.h"

enum { MINHASH_COUNT = 64, MINHASH_BANDS = 16, MINHASH_ROWS = MINHASH_COUNT / MINHASH_BANDS };

struct minhash {
    unsigned char bytes[2 * MINHASH_COUNT]; /* 64 values of 16 bits, the low byte first: articles.minhash */
    int32_t bands[MINHASH_BANDS];           /* a hash of each band: articles.bands */
};

/* False for a text without words, which is like no other. */
bool minhash_make(const struct folded_text *folded, struct minhash *ret_minhash);

/* The estimated Jaccard similarity of two texts, 0 to 1. */
double minhash_similarity(const unsigned char one[2 * MINHASH_COUNT], const unsigned char two[2 * MINHASH_COUNT]);

#endif
