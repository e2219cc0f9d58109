/* walk.h - from readings to names: the trie of the image, walked level by level from all readings at once.
 */
#ifndef ALAM_NLP_WALK_H
#define ALAM_NLP_WALK_H

#include "nlp/match/segment.h"

/* Adds to segment.found an arc for each name that begins with one of the readings, in no order. Word classes that lists
 * give to several words together go to field->classes. False: out of memory. */
bool walk_names(struct segment *s);

#endif
