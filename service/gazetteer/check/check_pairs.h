/* check_pairs.h - what can be wrong between rows: one entity in two rows, one name for two entities.
 *
 * Threads: one check, one thread.
 */
#ifndef ALAM_GAZETTEER_CHECK_PAIRS_H
#define ALAM_GAZETTEER_CHECK_PAIRS_H

#include "service/gazetteer/check/check.h"

/* Compares all rows of the check with each other. Call it once, after the last source was taken. */
void check_pairs(struct check *check);

#endif
