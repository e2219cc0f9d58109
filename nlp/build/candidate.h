/* candidate.h - the rules by which the candidates of a node are made and ordered; the builder and the editor of images
 * (nlp/edit) share them.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_NLP_BUILD_CANDIDATE_H
#define ALAM_NLP_BUILD_CANDIDATE_H

#include "nlp/image/image.h"

/* A name equal to a word of these classes needs evidence. */
#define CANDIDATE_RISKY_CLASSES (WORD_CLASS(COMMON) | WORD_CLASS(FUNCTION) | WORD_CLASS(VERB) | WORD_CLASS(SAY))

/* type_prior: the entity's type above six bits of its prior. */
enum { CANDIDATE_TYPE_SHIFT = 6, CANDIDATE_PRIOR_MASK = 63, CANDIDATE_PRIOR_SHIFT = 2 };

static inline uint8_t candidate_type_prior(uint8_t type, uint8_t prior)
{
    return (uint8_t)(type << CANDIDATE_TYPE_SHIFT | prior >> CANDIDATE_PRIOR_SHIFT);
}

/* The main name comes first, then aliases, then variants. */
static inline int candidate_rank(const struct image_candidate *candidate)
{
    return candidate->flags & CANDIDATE_VARIANT ? 2 : candidate->flags & CANDIDATE_CANONICAL ? 0 : 1;
}

/* The order of two candidates of a node; `by_id` is the order of their entities' ids. */
static inline int candidate_compare(const struct image_candidate *a, const struct image_candidate *b, int by_id)
{
    if ((a->flags ^ b->flags) & CANDIDATE_LEXICON)
        return a->flags & CANDIDATE_LEXICON ? -1 : 1;
    if ((a->type_prior ^ b->type_prior) & CANDIDATE_PRIOR_MASK)
        return (a->type_prior & CANDIDATE_PRIOR_MASK) > (b->type_prior & CANDIDATE_PRIOR_MASK) ? -1 : 1;
    if (by_id != 0)
        return by_id;
    if (candidate_rank(a) != candidate_rank(b))
        return candidate_rank(a) - candidate_rank(b);
    return a->spelling < b->spelling ? -1 : a->spelling > b->spelling;
}

/* Is the candidate one that the sorted list, which ends with `last`, has already? A variant adds nothing to another spelling
 * of its entity. */
static inline bool candidate_repeats(const struct image_candidate *last, const struct image_candidate *candidate)
{
    return last->entity == candidate->entity && !((last->flags ^ candidate->flags) & CANDIDATE_LEXICON) &&
           (last->spelling == candidate->spelling || candidate->flags & CANDIDATE_VARIANT);
}

#endif
