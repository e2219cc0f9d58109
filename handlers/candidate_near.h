/* candidate_near.h - the entries of the gazetteer whose names are most like those of candidates, and why.
 *
 * Names are compared folded. They are alike by the words that they have in common, or, where they have none, by how few
 * letters differ. One walk over the gazetteer serves all candidates of a page. Threads: pure functions.
 */
#ifndef ALAM_HANDLERS_CANDIDATE_NEAR_H
#define ALAM_HANDLERS_CANDIDATE_NEAR_H

#include "nlp/gazetteer.h"

enum { CANDIDATE_NEAREST = 3 };

struct near_entry {
    size_t entity;   /* its index in the gazetteer */
    double score;    /* 0…1 */
    const char *why; /* "same name", "words in common", "letters differ" */
};

struct near_query {
    const char *name;
    enum entity_type type;
    struct near_entry entries[CANDIDATE_NEAREST]; /* the nearest first */
    size_t count;
};

/* Fills the entries of all queries. False: the arena is full. */
bool candidate_near(const struct gazetteer *gazetteer, struct near_query *queries, size_t count, struct arena *arena);

#endif
