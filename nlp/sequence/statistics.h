/* statistics.h - looks up what unlabelled news says of a word: its cluster, and how often it was seen as or beside a name.
 *
 * The counts were taken over a large collection of news without labels (nlp/data/README.md says which); shares of a word's
 * count stand in eight buckets, so that a rare word's chance company weighs no more than it should. Clusters group words by the
 * company they keep (class bigram exchange clustering: Kneser and Ney 1993; Martin, Liermann, Ney 1998).
 *
 * Threads: pure functions of the image.
 */
#ifndef ALAM_NLP_STATISTICS_H
#define ALAM_NLP_STATISTICS_H

#include "nlp/image/image.h"

/* NULL: the word was not seen often enough. `hash` is the word's word_key hash. */
const struct image_statistics *statistics_find(const struct image *image, uint64_t hash);

#endif
