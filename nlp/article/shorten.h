/* shorten.h - takes words of the language off the ends of persons' names that the grammar found too long.
 *
 * A name may seem to run on into the next word of the sentence (خيب راؤول آمال). Where the article has the name without
 * that word elsewhere, and the word only looks like a part of a name, it is left out.
 */
#ifndef ALAM_NLP_SHORTEN_H
#define ALAM_NLP_SHORTEN_H

#include "nlp/lattice/found.h"

/* Shortens mentions and their arcs. False: out of memory. */
bool shorten_names(struct tagging *t, struct found_list *list);

#endif
