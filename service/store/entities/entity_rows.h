/* entity_rows.h - entities out of result rows. Texts live in the arena. Threads: pure but for the arena. */
#ifndef ALAM_STORE_ENTITIES_ENTITY_ROWS_H
#define ALAM_STORE_ENTITIES_ENTITY_ROWS_H

#include "nlp/answer/annotation.h"
#include "service/base/arena.h"

#include <libpq-fe.h>

/* Reads an entity of an article as it was annotated: entity_id, type, salience and mentions stand at `column` and
 * after. `text_lengths` as in pack_read. */
bool entity_rows_read(struct arena *arena, const PGresult *result, int row, int column, const size_t *text_lengths,
                      struct annotated_entity *ret_entity);

/* clang-format off */
/* The order of {entity_columns} (service/store/sql/fragments.sql). */
enum entity_column {
    ENTITY_COLUMN_ID, ENTITY_COLUMN_TYPE, ENTITY_COLUMN_KNOWN, ENTITY_COLUMN_NAME, ENTITY_COLUMN_NAME_AR,
    ENTITY_COLUMN_NAME_EN, ENTITY_COLUMN_COUNTRY, ENTITY_COLUMN_WIKIDATA, ENTITY_COLUMN_COUNT,
};
/* clang-format on */

/* Reads who an entity is, without mentions and salience, from a row that begins with {entity_columns}. False: the type
 * is none of ours. */
bool entity_rows_identity(struct arena *arena, const PGresult *result, int row, struct annotated_entity *ret_identity);

#endif
