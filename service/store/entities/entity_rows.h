/* entity_rows.h - rows of article_entities, back as they were annotated.
 * Threads: whoever owns the connection. */
#ifndef ALAM_STORE_ENTITY_ROWS_H
#define ALAM_STORE_ENTITY_ROWS_H

#include "nlp/tagger.h"
#include "service/base/arena.h"

#include <libpq-fe.h>

/* entity_id, type, salience, mentions stand at `column` and after. `text_lengths` as in unpack_entity. */
bool entity_rows_read(struct arena *arena, const PGresult *result, int row, int column, const size_t *text_lengths,
                      struct annotated_entity *ret_entity);

/* clang-format off */
/* The order of {entity_columns} (service/store/sql/fragments.sql). */
enum entity_column {
    ENTITY_COLUMN_ID, ENTITY_COLUMN_TYPE, ENTITY_COLUMN_KNOWN, ENTITY_COLUMN_NAME, ENTITY_COLUMN_NAME_AR,
    ENTITY_COLUMN_NAME_EN, ENTITY_COLUMN_COUNTRY, ENTITY_COLUMN_WIKIDATA, ENTITY_COLUMN_COUNT,
};
/* clang-format on */

/* Who the entity is, without mentions and salience. */
bool entity_rows_identity(struct arena *arena, const PGresult *result, int row, struct annotated_entity *ret_identity);

#endif
