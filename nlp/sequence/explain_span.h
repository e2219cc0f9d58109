/* explain_span.h - tells what kinds of features made the sequence model take some words for a name.
 *
 * Threads: as the tagging.
 */
#ifndef ALAM_NLP_EXPLAIN_SPAN_H
#define ALAM_NLP_EXPLAIN_SPAN_H

#include "nlp/lattice/model_evidence.h"
#include "nlp/sequence/model.h"

/* Adds to the field's evidence what spoke for the labels of the words first…first + count - 1 of the context. `posterior` is the
 * span's. False: out of memory. */
bool explain_span(const struct tagging *t, const struct model *model, const struct context *context, size_t first,
                  const uint8_t *labels, size_t count, double posterior, struct field *field);

#endif
