/* census.h - counts the uses of all words of an edited image, and moves them to a larger table when there are more.
 *
 * Threads: one at a time.
 */
#ifndef ALAM_NLP_EDIT_CENSUS_H
#define ALAM_NLP_EDIT_CENSUS_H

#include "nlp/edit/edited.h"

/* Counts the uses of all words in the base's trie. Sets `failed`. */
void census_take(struct edited *edited);

/* Makes room for so many new words, which may number all words anew: numbers from before are void. Sets `failed`. */
void census_reserve(struct edited *edited, size_t words);

#endif
