/* unlisted.h - links each name that the grammar found to an entity.
 *
 * A person's name of several words may be a new spelling of one that the gazetteer has: both have the same transliteration
 * key then (nlp/text/name_key.h). Any other name means a NIL entity (nlp/lattice/nil.h), with an id made from its key.
 */
#ifndef ALAM_NLP_UNLISTED_H
#define ALAM_NLP_UNLISTED_H

#include "nlp/lattice/found.h"

/* Sets found.entity of the mentions that the grammar found, and fills tagging.nil. False: out of memory. */
bool unlisted_link(struct tagging *t, struct found_list *list);

#endif
