/* salience.h - how much an article is about an entity, from where it is mentioned.
 *
 * Mentions in the title count most, then those in the lead. Their sum s becomes s / (s + 4), 0 to 1. Threads: pure
 * functions.
 */
#ifndef ALAM_NLP_ANSWER_SALIENCE_H
#define ALAM_NLP_ANSWER_SALIENCE_H

#include "nlp/text/types.h"

enum { SALIENCE_LEAD_BYTES = 600 };

/* What one mention counts. `start` is its first byte in the field. */
static inline double salience_weight(enum text_field field, size_t start)
{
    return field == FIELD_TITLE ? 3.0 : start < SALIENCE_LEAD_BYTES ? 2.0 : 1.0;
}

static inline double salience_of(double weights)
{
    return weights / (weights + 4.0);
}

#endif
