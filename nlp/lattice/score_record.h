/* score_record.h - the score of a reading as the sum of its named parts.
 *
 * Scoring functions take a recorder that may be NULL: then they only sum, and nothing is stored. With a recorder every
 * part is kept by name, which is what `explain` shows. Threads: one recorder, one thread.
 */
#ifndef ALAM_NLP_SCORE_RECORD_H
#define ALAM_NLP_SCORE_RECORD_H

#include "nlp/lattice/weights.h"

#include <stddef.h>

/* One named term of a reading's score. */
struct score_part {
    const char *name; /* constant */
    double value;
};

/* A reading gets each weight at most once, so there is always room. */
struct score_record {
    struct score_part parts[WEIGHT_COUNT];
    size_t count;
};

/* Adds a weight, taken `times` times, to the score, and to the record unless that is NULL. */
static inline void score_add(struct score_record *record, float *score, enum weight weight, double times)
{
    double value = weight_values[weight] * times;
    *score += (float)value;
    if (record)
        record->parts[record->count++] = (struct score_part){weight_names[weight], value};
}

#endif
