/* tables.h - the files of places that are tables or lists: TSV without a header row, and JSON of iso-codes.
 *
 * Threads: no shared state.
 */
#ifndef ALAM_GAZETTEER_TABLES_H
#define ALAM_GAZETTEER_TABLES_H

#include "service/gazetteer/places/places.h"

enum { TABLE_COLUMNS_MAXIMUM = 24 };

/* What is done with one row: `count` is how many cells it has, which may be more than TABLE_COLUMNS_MAXIMUM; cells that it
 * lacks are empty. They are valid during the call. */
typedef void table_row(struct places *places, const struct text cells[TABLE_COLUMNS_MAXIMUM], size_t count,
                       void *context);

/* Calls `take` for each row of FOLDER/FILE. False after a message on standard error. */
bool table_read(struct places *places, const char *folder, const char *file, table_row *take, void *context);

/* What is done with one entry of a list of codes: an object of iso-codes, valid during the call. */
struct json_value;
typedef void codes_entry(struct places *places, const struct json_value *entry, void *context);

/* Calls `take` for each object of the array `list` in FOLDER/FILE. False after a message on standard error. */
bool codes_read(struct places *places, const char *folder, const char *file, const char *list, codes_entry *take,
                void *context);

#endif
