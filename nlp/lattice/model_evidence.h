/* model_evidence.h - why the sequence model (nlp/sequence) took words for a name: what kinds of features spoke for it and against it.
 *
 * Only taggings with `explain` have it. Everything lives in the tagging's arena. Threads: as the tagging.
 */
#ifndef ALAM_NLP_MODEL_EVIDENCE_H
#define ALAM_NLP_MODEL_EVIDENCE_H

#include "nlp/lattice/score_record.h"

#include <stdint.h>

enum { MODEL_EVIDENCE_PARTS = 12 /* kinds of features at most; the others are summed up as one */ };

struct model_evidence {
    const struct model_evidence *next;
    uint32_t first, last; /* tokens of the field */
    double posterior;     /* P(name) as the model has it, before it is calibrated */
    struct score_part
        parts[MODEL_EVIDENCE_PARTS]; /* the greatest first; sums over the words, over those of "no name" */
    size_t count;
};

/* The evidence of the name that begins and ends there; NULL: there is none. */
static inline const struct model_evidence *model_evidence_find(const struct model_evidence *list, uint32_t first,
                                                               uint32_t last)
{
    while (list && (list->first != first || list->last != last))
        list = list->next;
    return list;
}

#endif
