/* entity_rows.h - rows of article_entities, back as they were annotated.
 * Threads: whoever owns the connection. */
#ifndef ALAM_STORE_ENTITY_ROWS_H
#define ALAM_STORE_ENTITY_ROWS_H

#include "service/store/articles.h"
#include "service/store/conn.h"

/* entity_id, type, salience, mentions stand at `column` and after. `text_lengths` as in unpack_entity. */
bool entity_rows_read(struct arena *arena, const PGresult *result, int row, int column, const size_t *text_lengths,
                      struct annotated_entity *ret_entity);

#endif
