/* candidates.h - writes what a sequence of words may mean: sections CANDIDATES and LEXICON.
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_CANDIDATES_H
#define ALAM_NLP_BUILD_CANDIDATES_H

#include "nlp/build/heads.h"
#include "nlp/build/order.h"
#include "nlp/build/sections.h"

struct candidates {
    const struct order *order;
    const struct heads *heads;
    const word_classes *classes_of_words; /* that the lexicon gives the words alone, by number */
    struct sections *out;                 /* with ENTITIES and DICTIONARY written */
};

/* Writes the candidate of index 0, which stands for "none". */
void candidates_begin(const struct candidates *candidates);

/* Writes the candidates of the forms low…high - 1 of the order, which have the same words: first the set of their word
 * classes, then the entities, those of the highest prior first, each once for each spelling. Returns the payload of the
 * node where these words end (struct image_word); 0 when the sections failed. */
uint32_t candidates_emit(const struct candidates *candidates, size_t low, size_t high);

#endif
