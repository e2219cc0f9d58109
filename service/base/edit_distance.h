/* edit_distance.h - how many changes turn one name into another.
 *
 * Depends on libc only. Threads: pure function.
 */
#ifndef ALAM_BASE_EDIT_DISTANCE_H
#define ALAM_BASE_EDIT_DISTANCE_H

#include "service/base/text.h"

enum { EDIT_DISTANCE_CHARACTERS_MAXIMUM = 80 };

/* The Levenshtein distance (a code point inserted, deleted or replaced counts 1) of two UTF-8 texts, or `limit` + 1 when
 * it is more than `limit` or one of them is longer than EDIT_DISTANCE_CHARACTERS_MAXIMUM. Method: Wagner and Fischer,
 * "The String-to-String Correction Problem" (1974), one row of the matrix at a time. */
unsigned edit_distance(struct text a, struct text b, unsigned limit);

#endif
