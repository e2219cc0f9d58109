/* statistics_rows.h - rows of word statistics (columns word, cluster, coarse, buckets) for the sequence model.
 *
 * `word` is one word; `cluster` and `coarse` are numbers of its clusters of 512 and of 64, or empty; `buckets` has a digit for each
 * of the numbers person, place, organization, first, behind_title, behind_given, beside_say, behind_head, behind_preposition and
 * size of struct image_statistics, in this order. scripts/word-statistics.py writes such files from counts.
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_STATISTICS_ROWS_H
#define ALAM_NLP_BUILD_STATISTICS_ROWS_H

#include "nlp/build/row.h"
#include "nlp/build/sections.h"
#include "nlp/build/tables.h"

/* STATUS_BAD_SOURCE, STATUS_OUT_OF_MEMORY. A word that folds to an earlier row's word is left out. */
enum status statistics_rows_add(struct tables *tables, const struct row *row);

/* Writes STATISTICS. */
void statistics_rows_emit(const struct tables *tables, struct sections *out);

#endif
