/* row.h - one row of a source: its cells by column, and the place that messages name.
 *
 *     if (!row->cells[COLUMN_ID].length)
 *         return row_fault(row, "the id is empty");
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_ROW_H
#define ALAM_NLP_BUILD_ROW_H

#include "service/base/status.h"
#include "service/base/tsv.h"

/* The columns of all kinds of rows (builder.h). X(NAME, "name in the header row") */
#define ROW_COLUMNS(X)                                                                                                 \
    X(ID, "id")                                                                                                        \
    X(TYPE, "type")                                                                                                    \
    X(SUBTYPE, "subtype")                                                                                              \
    X(EN, "en")                                                                                                        \
    X(AR, "ar")                                                                                                        \
    X(ALIASES_EN, "aliases_en")                                                                                        \
    X(ALIASES_AR, "aliases_ar")                                                                                        \
    X(COUNTRY, "country")                                                                                              \
    X(WIKIDATA, "wikidata")                                                                                            \
    X(PRIOR, "prior")                                                                                                  \
    X(NOTE, "note")                                                                                                    \
    X(CLASS, "class")                                                                                                  \
    X(FORM, "form")                                                                                                    \
    X(AT, "at")                                                                                                        \
    X(ANY, "any")                                                                                                      \
    X(NONE, "none")                                                                                                    \
    X(WEIGHT, "weight")                                                                                                \
    X(SCRIPT, "script")                                                                                                \
    X(WORD, "word")                                                                                                    \
    X(CLUSTER, "cluster")                                                                                              \
    X(COARSE, "coarse")                                                                                                \
    X(BUCKETS, "buckets")                                                                                              \
    X(KEY, "key")                                                                                                      \
    X(WEIGHTS, "weights")

enum column {
#define X(name, text) COLUMN_##name,
    ROW_COLUMNS(X)
#undef X
        COLUMN_COUNT
};

/* The names of the columns, by enum column. */
extern const char *const row_columns[COLUMN_COUNT];

struct row {
    struct text cells[COLUMN_COUNT]; /* empty where the source or the row has none */
    const char *source;              /* file name */
    size_t line;                     /* from 1 */
    struct error *error;             /* may be NULL */
};

/* STATUS_BAD_SOURCE with "FILE:LINE: reason" as the error. */
__attribute__((format(printf, 2, 3))) enum status row_fault(const struct row *row, const char *format, ...);

/* Reads a cell that is a decimal number of at most `maximum`. False: it is none. */
bool row_whole(struct text cell, uint32_t maximum, uint32_t *ret_number);

/* STATUS_OUT_OF_MEMORY with its message. */
enum status row_out_of_memory(const struct row *row);

#endif
