/* row.h - columns of a result's row, in C's types. Texts and bytes are copied into the arena.
 *
 * Results come in text format. Times come as microseconds since 1970, so that nothing depends on the session's
 * settings. Threads: pure but for the arena.
 */
#ifndef ALAM_STORE_DB_ROW_H
#define ALAM_STORE_DB_ROW_H

#include "service/base/arena.h"

#include <libpq-fe.h>
#include <stddef.h>
#include <stdint.h>

/* NULL: SQL null, or the arena has failed. */
const char *row_text(struct arena *arena, const PGresult *result, int row, int column);
/* 0 for SQL null. */
int64_t row_integer(const PGresult *result, int row, int column);
double row_number(const PGresult *result, int row, int column);
/* A one-dimensional array of texts; *ret_count is 0 for SQL null. */
const char *const *row_texts(struct arena *arena, const PGresult *result, int row, int column, size_t *ret_count);
/* A bytea; *ret_length is its length in bytes, 0 for SQL null. NULL: the arena has failed. */
const unsigned char *row_bytes(struct arena *arena, const PGresult *result, int row, int column, size_t *ret_length);

#endif
