/* tsv.h - reads tab-separated values in place: lines, cells, and rows whose columns a header row names.
 *
 * Every line ends with LF or CR LF; empty lines and lines that begin with "#" are passed over. There is no quoting: a
 * cell holds neither a tab nor a line end. Cells point into the bytes that were given.
 * Depends on libc only. Threads: one reader, one thread.
 *
 * A table with a header row, whose columns may stand in any order:
 *
 *     static const char *const names[] = {"id", "type"};
 *     struct tsv tsv = {.rest = tsv_skip_mark(bytes), .names = names, .name_count = 2};
 *     struct text line, cells[2];
 *     if (tsv_line(&tsv, &line))
 *         tsv_header(&tsv, line);
 *     while (tsv_line(&tsv, &line)) {
 *         size_t count = tsv_row(&tsv, line, cells);
 *         …
 *     }
 *
 * A table without one: tsv_line and tsv_split.
 */
#ifndef ALAM_BASE_TSV_H
#define ALAM_BASE_TSV_H

#include "service/base/text.h"

enum { TSV_COLUMNS_MAXIMUM = 24 };

struct tsv {
    struct text rest;         /* not read yet */
    size_t line;              /* number of the line read last, from 1 */
    const char *const *names; /* columns that the caller knows */
    size_t name_count;
    int columns[TSV_COLUMNS_MAXIMUM]; /* for each column of the table its place in names, -1: not known */
    size_t column_count;              /* 0: no header was read */
};

/* The bytes of a file without UTF-8's byte order mark, which some programs write at the beginning. */
struct text tsv_skip_mark(struct text bytes);

/* The next line without its end. False: there is none. */
bool tsv_line(struct tsv *tsv, struct text *ret_line);

/* Splits a line into its cells: the first `maximum` of them are written, those that the line does not have as empty
 * texts. Returns how many cells the line has, which may be more than `maximum`; an empty line has one. */
size_t tsv_split(struct text line, struct text *cells, size_t maximum);

/* Takes the line as the header row. Returns how many columns it names; those past TSV_COLUMNS_MAXIMUM are not read. */
size_t tsv_header(struct tsv *tsv, struct text line);

/* Fills cells[i] with the cell of the column names[i], empty when the table or the line has none. `cells` has name_count
 * items. Returns how many cells the line has; more than column_count when it is too long. */
size_t tsv_row(const struct tsv *tsv, struct text line, struct text *cells);

#endif
