/* entity_rows.h - reads a row that describes an entity: the entity itself, its names and their variants.
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_ENTITY_ROWS_H
#define ALAM_NLP_BUILD_ENTITY_ROWS_H

#include "nlp/build/row.h"
#include "nlp/build/tables.h"

/* Adds the entity, or what the row has to add to the one that an earlier row of the same id began, and its surface
 * forms. The first and the last word of a person's name are added to the lexicon, too (seen-given, seen-family).
 * STATUS_BAD_SOURCE, STATUS_OUT_OF_MEMORY. */
enum status entity_rows_add(struct tables *tables, const struct row *row);

#endif
