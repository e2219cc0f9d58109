/* csv.h - comma-separated values (RFC 4180) in place: a cell may be quoted, and then hold commas, line ends and doubled
 * quotation marks.
 *
 * The bytes are changed: cells are unquoted where they stand and NUL-terminated. Threads: one reader, one thread.
 *
 *     struct csv header = {.at = bytes, .end = bytes + length}, row;
 *     csv_next(&header);
 *     row = header;
 *     while (csv_next(&row))
 *         use(csv_cell(&header, &row, "id"));
 */
#ifndef ALAM_GAZETTEER_CSV_H
#define ALAM_GAZETTEER_CSV_H

#include <stdbool.h>
#include <stddef.h>

enum { CSV_COLUMNS_MAXIMUM = 64 };

/* A row, and the bytes behind it. */
struct csv {
    char *at, *end; /* not read yet; one byte at `end` must be writable */
    char *cells[CSV_COLUMNS_MAXIMUM];
    size_t count; /* of cells; those past CSV_COLUMNS_MAXIMUM are dropped */
};

/* Reads the next row. False: there is none. */
bool csv_next(struct csv *csv);

/* The cell of `row` under the column that `header` calls that; "" when either has none. */
const char *csv_cell(const struct csv *header, const struct csv *row, const char *column);

#endif
