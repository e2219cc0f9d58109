/* entity_rows.h - the rows of article_entities, entities and entity_names that an article brings, and back.
 * Threads: whoever owns the connection. */
#ifndef ALAM_STORE_ENTITY_ROWS_H
#define ALAM_STORE_ENTITY_ROWS_H

#include "service/store/articles.h"
#include "service/store/conn.h"

/* Inside the caller's transaction, after the article's own row. Entities and names that are there already stay as they
 * are and are not locked: a popular entity holds nobody up. */
enum status entity_rows_insert(struct store_conn *conn, const struct article *article, struct arena *arena,
                               struct error *error);

/* entity_id, type, salience, mentions stand at `column` and after. `text_lengths` as in unpack_entity. */
bool entity_rows_read(struct arena *arena, const PGresult *result, int row, int column, const size_t *text_lengths,
                      struct annotated_entity *ret_entity);

#endif
