/* rows.h - reads a source: its lines, its header row, and which kind of row each line is.
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_ROWS_H
#define ALAM_NLP_BUILD_ROWS_H

#include "nlp/build/tables.h"
#include "service/base/status.h"

/* As builder_header_fault. */
const char *rows_header_fault(struct text line);

/* Adds the rows of a source to the tables, and the source's file name, size and checksum to the list of sources. As
 * builder_add. */
enum status rows_add_source(struct tables *tables, const char *name, struct text bytes, struct error *error);

#endif
