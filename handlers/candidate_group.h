/* candidate_group.h - candidates whose names are spellings of one: grouped, with the type that they seem to have.
 *
 * Two NIL entities are one candidate when the keys that their ids are made of (nlp/text/name_key.h) are the same but for the
 * type, or differ by one letter in six or more. Threads: pure functions.
 */
#ifndef ALAM_HANDLERS_CANDIDATE_GROUP_H
#define ALAM_HANDLERS_CANDIDATE_GROUP_H

#include "service/store/entities/candidates.h"

enum { CANDIDATE_VARIANTS = 16 };

struct candidate_group {
    const struct stored_entity *members[CANDIDATE_VARIANTS]; /* the one that most articles name first */
    const char *ids[CANDIDATE_VARIANTS];
    size_t count;
    int64_t articles, mentions;
    enum entity_type type; /* of most of the articles, */
    double type_share;     /* and their share */
};

/* Groups the list, up to `maximum` groups, in its order. NULL: the arena is full. */
struct candidate_group *candidate_group_all(const struct candidate_list *list, size_t maximum, struct arena *arena,
                                            size_t *ret_count);

#endif
