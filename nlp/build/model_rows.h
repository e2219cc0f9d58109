/* model_rows.h - rows of the sequence model's weights (columns script, key, weights).
 *
 * `script` is arabic or latin; `key` is a feature's key as 16 hexadecimal digits, or `start`, or `move-N` for the weights behind
 * label N; `weights` has a number for each label, by blanks: in units of IMAGE_FEATURE_UNIT for features, of a thousandth for the
 * others. `alam grammar fit` writes such files.
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_MODEL_ROWS_H
#define ALAM_NLP_BUILD_MODEL_ROWS_H

#include "nlp/build/row.h"
#include "nlp/build/sections.h"
#include "nlp/build/tables.h"

/* STATUS_BAD_SOURCE, STATUS_OUT_OF_MEMORY. */
enum status model_rows_add(struct tables *tables, const struct row *row);

/* Writes FEATURES and MOVES. A key that comes twice keeps the weights of its first row. */
void model_rows_emit(const struct tables *tables, struct sections *out);

#endif
