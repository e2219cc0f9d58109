/* match.h - reads one text field: finds the arcs of gazetteer and grammar, scores them, and chooses the best path.
 */
#ifndef ALAM_NLP_MATCH_H
#define ALAM_NLP_MATCH_H

#include "nlp/lattice/tagging.h"

/* Fills the field's arrays and field->chosen from field->list. False: out of memory. */
bool match_field(struct tagging *t, struct field *field);

#endif
