/* labels.h - the labels that the sequence model gives to words, one number each, side by side in one vector.
 *
 * Each entity type has a label for the first word of a name and one for its other words; one label is for names that are no
 * person, place or organization: ships, storms, prizes, laws, works, events. Such "other names" compete with the three types
 * and are never in the answer. "Inside" may only follow "begins" or "inside" of its own type.
 *
 * Depends on nlp/image only. Threads: pure functions.
 */
#ifndef ALAM_NLP_LABELS_H
#define ALAM_NLP_LABELS_H

#include "nlp/image/image.h"

enum { LABEL_NONE = 0, LABEL_OTHER_NAME = 7, LABEL_COUNT = 8 };

_Static_assert((int)LABEL_COUNT == (int)IMAGE_LABELS, "the image has a weight for each label");
_Static_assert((int)ENTITY_TYPE_COUNT == 3, "three types with two labels each");

/* A number for each label. */
typedef float label_vector
    __attribute__((vector_size(LABEL_COUNT * sizeof(float)), aligned(16))); /* as malloc and arenas give */

static inline unsigned label_begins(enum entity_type type)
{
    return 1 + 2 * (unsigned)type;
}

static inline unsigned label_inside(enum entity_type type)
{
    return 2 + 2 * (unsigned)type;
}

static inline bool label_is_inside(unsigned label)
{
    return label != LABEL_NONE && label % 2 == 0;
}

/* Type of a label that begins or continues a name of the three types. */
static inline enum entity_type label_type(unsigned label)
{
    return (enum entity_type)((label - 1) / 2);
}

/* May `label` follow `before`? The first word of a sentence follows LABEL_NONE. */
static inline bool label_may_follow(unsigned before, unsigned label)
{
    return !label_is_inside(label) || before == label || before + 1 == label;
}

#endif
