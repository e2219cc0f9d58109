/* variants.h - the spellings of a name that follow from it by rule, so that the sources need not list them.
 *
 *     عبد الله -> عبدالله      أبو ظبي -> أبوظبي      أبو مازن -> أبا مازن      بن زايد -> ابن زايد      J.K. -> J. K.
 *
 * A rule is applied wherever it fits at once, and rules of different groups are combined (عبدالله ابن زايد for
 * عبد الله بن زايد). Variants are candidates with CANDIDATE_VARIANT: a text's exact spelling is preferred over them.
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_VARIANTS_H
#define ALAM_NLP_BUILD_VARIANTS_H

#include "nlp/build/forms.h"

/* Adds the variants of a name as forms of what `row` says; some rules are for persons only. False: out of memory. */
bool variants_add(struct tables *tables, const struct name *name, struct form_row row, bool person);

#endif
