/* explain.h - why a mention was read as it was: the spelling that matched, the parts of its score, the readings that lost.
 *
 * Made only for requests that ask for it; scores are computed a second time, with a recorder. Threads: as the tagging.
 */
#ifndef ALAM_NLP_EXPLAIN_H
#define ALAM_NLP_EXPLAIN_H

#include "nlp/lattice/score_record.h"

struct tagging;
struct field;
struct arc;

/* A reading of the same words that had a lower score. */
struct rival {
    const char *id;   /* the entity that lost */
    const char *text; /* its span's text */
    double score;
};

struct explanation {
    const char *spelling; /* the folded surface form that matched, or the words that the grammar took for a name */
    const struct score_part *parts;
    size_t part_count;
    double score;
    const struct rival *rivals; /* best first */
    size_t rival_count;
    const struct model_evidence *evidence; /* of the sequence model; NULL: the first reading decided */
};

/* The explanation of a chosen arc, in the tagging's arena. NULL: out of memory. */
const struct explanation *explain_arc(struct tagging *t, const struct field *field, const struct arc *arc);

#endif
