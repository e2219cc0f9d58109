/* check_row.h - what can be wrong with one row by itself: its id, type and country, and the letters of its names.
 *
 * Threads: one check, one thread.
 */
#ifndef ALAM_GAZETTEER_CHECK_ROW_H
#define ALAM_GAZETTEER_CHECK_ROW_H

#include "service/gazetteer/check/check.h"

void check_row(struct check *check, const struct check_entity *entity);

#endif
