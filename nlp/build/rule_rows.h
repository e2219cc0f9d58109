/* rule_rows.h - reads a row of the grammar: one feature and its weight (nlp/grammar).
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_RULE_ROWS_H
#define ALAM_NLP_BUILD_RULE_ROWS_H

#include "nlp/build/row.h"
#include "nlp/build/tables.h"

/* Adds the row's rule. STATUS_BAD_SOURCE, STATUS_OUT_OF_MEMORY. */
enum status rule_rows_add(struct tables *tables, const struct row *row);

#endif
