/* kept_rows.h - keeps what the sources say of each entity, so that an image can be edited without its sources.
 *
 * A row is kept as text, cell by cell as it was read: the columns of IMAGE_ROW_COLUMNS (nlp/image/image.h) with tabs
 * between them and a line feed behind. In the image the rows of an entity lie together, in the order of the sources.
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_KEPT_ROWS_H
#define ALAM_NLP_BUILD_KEPT_ROWS_H

#include "nlp/build/row.h"
#include "nlp/build/sections.h"
#include "nlp/build/tables.h"

/* Keeps the row of that entity. False: out of memory, or more text than the format can refer to. */
bool kept_rows_add(struct tables *tables, uint32_t entity, const struct row *row);

/* Writes ROWS, and into ENTITIES, which must be written, where the rows of each entity begin. */
void kept_rows_emit(const struct tables *tables, struct sections *out);

#endif
