/* evaluation.h - compares the tagger's mentions with labelled ones: precision, recall and F1 by type, linking, calibration.
 *
 *     struct evaluation score;
 *     evaluation_init(&score);
 *     evaluation_add(&score, text, gold, gold_count, found, found_count)   for each article
 *     struct evaluation_ratio all = evaluation_ratio_of(evaluation_sum(score.token));
 *     evaluation_release(&score);
 *
 * Two ways of matching are counted side by side. `exact`: same first and last code point, same type. `token`: the same after
 * both spans were widened to whole words between white space and freed from punctuation at their edges, so that an attached
 * particle inside one span and outside the other is no error. A span that occurs twice in a list counts once.
 *
 * Linking is B-cubed F1 (Bagga and Baldwin 1998) of the answered ids against the gold names, over the mentions whose widened
 * spans both sides have; articles whose gold has no names add nothing to it.
 *
 * Offsets are Unicode code points of the text, end exclusive. Depends on nlp/text and libc. Threads: one score, one thread.
 */
#ifndef ALAM_NLP_EVALUATE_EVALUATION_H
#define ALAM_NLP_EVALUATE_EVALUATION_H

#include "nlp/text/types.h"
#include "service/base/array.h"
#include "service/base/slots.h"

struct scored_span {
    uint32_t start, end; /* code points */
    enum entity_type type;
    const char *name;  /* gold: canonical name or NULL; found: the entity's id */
    double confidence; /* of found ones, 0…1 */
};

struct evaluation_count {
    size_t right, found, gold;
};

struct evaluation_ratio {
    double precision, recall, f1; /* 0…1 */
};

/* Why a gold mention was not found, or a found one is not in the gold. */
enum evaluation_fault {
    FAULT_MISSED,   /* nothing of it was found */
    FAULT_FALSE,    /* found where the gold has nothing */
    FAULT_BOUNDARY, /* found with another beginning or end */
    FAULT_TYPE,     /* found with another type */
    FAULT_COUNT
};

enum { EVALUATION_BINS = 10 /* of confidence, a tenth each */ };

struct evaluation {
    struct evaluation_count token[ENTITY_TYPE_COUNT], exact[ENTITY_TYPE_COUNT];
    size_t faults[FAULT_COUNT][ENTITY_TYPE_COUNT];
    size_t bins[EVALUATION_BINS],
        bins_right[EVALUATION_BINS];  /* found mentions by confidence, and how many are right (token) */
    double bins_sum[EVALUATION_BINS]; /* of their confidences */
    size_t articles;
    struct array names, links; /* of linking: interned strings; pairs */
    struct slots slots;
};

void evaluation_init(struct evaluation *score);
void evaluation_release(struct evaluation *score);

/* Counts one article. False: out of memory. The spans' order does not matter; they are not changed. */
bool evaluation_add(struct evaluation *score, struct text text, const struct scored_span *gold, size_t gold_count,
                    const struct scored_span *found, size_t found_count);

/* Adds the counts of all types. */
struct evaluation_count evaluation_sum(const struct evaluation_count counts[ENTITY_TYPE_COUNT]);
struct evaluation_ratio evaluation_ratio_of(struct evaluation_count count);

/* B-cubed F1, 0…1; negative: there is nothing to compare, or out of memory. */
double evaluation_link(const struct evaluation *score);

/* "missed", "false", "boundary", "type". */
const char *evaluation_fault_name(enum evaluation_fault fault);

#endif
