/* lexicon_rows.h - reads a row that gives forms a word class (nlp/text/word_class.h).
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_LEXICON_ROWS_H
#define ALAM_NLP_BUILD_LEXICON_ROWS_H

#include "nlp/build/row.h"
#include "nlp/build/tables.h"

/* Adds the row's forms with its class; words of the dictionary (noun, verb-form) go to the dictionary's hashes only.
 * STATUS_BAD_SOURCE, STATUS_OUT_OF_MEMORY. */
enum status lexicon_rows_add(struct tables *tables, const struct row *row);

#endif
