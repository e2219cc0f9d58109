/* offsets.h - an annotation whose offsets count another unit: stored ones count code points.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_NLP_OFFSETS_H
#define ALAM_NLP_OFFSETS_H

#include "nlp/answer/annotation.h"
#include "service/base/arena.h"

/* Gives the annotation new mentions, in the arena, whose offsets count `unit`; the old ones stay as they are. `fields` are
 * the texts that were tagged, indexed by enum text_field. False: the arena is full. */
bool offsets_convert(struct annotation *annotation, const struct text fields[FIELD_COUNT], enum offset_unit unit,
                     struct arena *arena);

#endif
