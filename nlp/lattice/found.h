/* found.h - the mentions found in an article, before they are grouped by entity.
 *
 * Threads: as the tagging that owns the list.
 */
#ifndef ALAM_NLP_FOUND_H
#define ALAM_NLP_FOUND_H

#include "nlp/lattice/tagging.h"

/* In found.entity: the rest is a number in the tagging's list of NIL entities. */
#define FOUND_NIL (1u << 31)

struct found {
    enum text_field field;
    enum mention_method method;
    uint32_t token;              /* its first one */
    uint32_t prefix, start, end; /* byte offsets: where the attached particles begin, and the span */
    uint32_t entity;             /* index in the image, or FOUND_NIL and a number */
    uint32_t evidence;           /* what speaks for it (nlp/article/confidence.h) */
    float score;                 /* the grammar's, where it found the mention */
    float sure;                  /* as in its arc */
    const struct arc *arc;       /* NULL: found by coreference */
};

struct found_list {
    struct found *items;
    size_t count, room;
};

/* Appends a copy. False: out of memory. */
bool found_add(struct found_list *list, struct arena *arena, const struct found *found);

/* Type of the entity that is mentioned. */
enum entity_type found_type(const struct tagging *t, const struct found *found);

#endif
