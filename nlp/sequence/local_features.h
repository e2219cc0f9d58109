/* local_features.h - the features of a word that names of small places have: villages, quarters, municipalities.
 *
 * Most of these names are ordinary words, persons' names or shared by villages of several countries. So they are no listed names
 * to the model (place_features.h), which would trust lists less for them; they have features of their own, together with what makes
 * them believable: the head of the phrase (قرية, ناحية), other places around, how much of the article is of the place's country.
 *
 *     const struct context_word *beside[LOCAL_BESIDE] = {word - 1, word + 1, word - 2, NULL};
 *     local_features(context, word, beside, &features);
 *
 * Threads: pure function.
 */
#ifndef ALAM_NLP_LOCAL_FEATURES_H
#define ALAM_NLP_LOCAL_FEATURES_H

#include "nlp/sequence/context.h"
#include "nlp/sequence/feature_list.h"

enum { LOCAL_BESIDE = 4 /* words: the one before, the one behind, and the next ones */ };

/* Adds the features; none where no small place has the word in its name. `beside`: NULL where there is no such word. */
void local_features(const struct context *context, const struct context_word *word,
                    const struct context_word *const beside[LOCAL_BESIDE], struct features *out);

#endif
