/* source.h - reads gazetteer sources (nlp/data/README.md) row by row and judges nothing.
 *
 *     struct source source;
 *     struct source_row row;
 *     if (source_open(&source, path))
 *         while (source_next(&source, &row))
 *             use(row.cells[SOURCE_ID]);
 *     source_release(&source);
 *
 * Cells point into the file's bytes, which live until source_release. Threads: one source, one thread.
 */
#ifndef ALAM_GAZETTEER_SOURCE_H
#define ALAM_GAZETTEER_SOURCE_H

#include "service/base/tsv.h"

/* X(NAME, "name in the header row") */
#define SOURCE_COLUMNS(X)                                                                                              \
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
    X(FORM, "form")

enum source_column {
#define X(name, text) SOURCE_##name,
    SOURCE_COLUMNS(X)
#undef X
        SOURCE_COLUMN_COUNT
};

struct source {
    const char *path;
    char *bytes;
    struct tsv tsv;
};

struct source_row {
    struct text cells[SOURCE_COLUMN_COUNT]; /* empty where the row or the file has none */
    size_t line;                            /* in the file, from 1 */
    size_t cell_count;                      /* more than source.tsv.column_count: the row is too long */
};

/* Reads the file, which must be text in UTF-8 and not empty. False after a message on standard error; source_release is needed all the same. */
bool source_open(struct source *source, const char *path);
void source_release(struct source *source);

/* The next row; the first line is taken as the header. False: there is none. */
bool source_next(struct source *source, struct source_row *ret_row);

/* Does the header name that column? Known once source_next was called. */
bool source_has(const struct source *source, enum source_column column);

/* A reader of source rows for somebody who has the lines already: set `rest`, or call tsv_header and source_row. */
struct tsv source_tsv(void);

/* Fills all of *ret_row but its line number, by the columns of the header that *tsv has read. */
void source_split(const struct tsv *tsv, struct text line, struct source_row *ret_row);

/* The spellings of a row: the main names, then the aliases.
 *
 *     struct source_names names = {.row = &row};
 *     while (source_name(&names))
 *         use(names.column, names.name);
 */
struct source_names {
    const struct source_row *row;
    struct text rest, name;
    enum source_column column; /* SOURCE_EN, SOURCE_AR, SOURCE_ALIASES_EN or SOURCE_ALIASES_AR */
    int step;
};

/* The next spelling, in names->name and names->column. False: there is none. */
bool source_name(struct source_names *names);

static inline bool column_is_arabic(enum source_column column)
{
    return column == SOURCE_AR || column == SOURCE_ALIASES_AR;
}

static inline bool column_is_alias(enum source_column column)
{
    return column == SOURCE_ALIASES_EN || column == SOURCE_ALIASES_AR;
}

#endif
