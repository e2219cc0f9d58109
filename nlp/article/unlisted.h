/* unlisted.h - links each name that the grammar found to an entity.
 *
 * A person's name of several words may be a new spelling of one that the gazetteer has: both have the same transliteration
 * key then (nlp/text/name_key.h). Any other name means a NIL entity (nlp/lattice/nil.h), with an id made from its key.
 */
#ifndef ALAM_NLP_UNLISTED_H
#define ALAM_NLP_UNLISTED_H

#include "nlp/lattice/found.h"
#include "nlp/text/name_key.h"

/* Words of a field that are a name. */
struct unlisted_name {
    uint32_t first, last; /* tokens */
    uint32_t skip;        /* letters of the first word that are a particle */
    enum entity_type type;
};

/* Sets found.entity of the mentions that the grammar found, and fills tagging.nil. False: out of memory. */
bool unlisted_link(struct tagging *t, struct found_list *list);

/* Writes the transliteration key of the name, and returns its length. */
size_t unlisted_key(const struct field *field, const struct unlisted_name *name, char key[NAME_KEY_MAXIMUM]);
/* The id of the NIL entity of that key, in the arena; NULL: it is full. */
const char *unlisted_id(struct arena *arena, enum entity_type type, const char *key);

#endif
