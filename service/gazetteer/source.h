/* source.h - reading gazetteer sources (nlp/data/README.md) row by row, as they are: nothing is judged here.
 *
 *     struct source source;
 *     if (source_open(&source, path))
 *         while (source_next(&source, &row)) …
 *     source_release(&source);
 *
 * Cells point into the file's bytes, which live until source_release. Threads: one source, one thread.
 */
#ifndef ALAM_GAZETTEER_SOURCE_H
#define ALAM_GAZETTEER_SOURCE_H

#include "nlp/text/types.h"

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

enum { SOURCE_CELLS_MAXIMUM = 24 };

struct source {
    const char *path;
    char *bytes;
    struct text rest;
    size_t line;                       /* of the row that was read last, from 1 */
    int columns[SOURCE_CELLS_MAXIMUM]; /* number in the file -> enum source_column, -1: another one */
    size_t column_count;
    bool header_read;
};

struct source_row {
    struct text cells[SOURCE_COLUMN_COUNT]; /* empty where the row or the file has none */
    size_t line;
    size_t cell_count; /* more than source.column_count: the row is too long */
};

bool source_open(struct source *source, const char *path);
void source_release(struct source *source);
bool source_next(struct source *source, struct source_row *ret_row);
bool source_has(const struct source *source, enum source_column column);

/* Takes what stands before the separator off `rest`. */
struct text text_split(struct text *rest, char separator);
struct text text_of(const char *string);
bool text_equals(struct text text, const char *string);
struct text text_trim(struct text text);
/* NUL-terminated copy in `out`, or "" when it does not fit. Returns `out`. */
char *text_copy(struct text text, char *out, size_t size);

/* The spellings of a row: the main names, then the aliases. False at the end.
 *
 *     struct source_names names = {.row = &row};
 *     while (source_name(&names)) … names.column, names.name
 */
struct source_names {
    const struct source_row *row;
    struct text rest, name;
    enum source_column column; /* SOURCE_EN, SOURCE_AR, SOURCE_ALIASES_EN or SOURCE_ALIASES_AR */
    int step;
};

bool source_name(struct source_names *names);

static inline bool column_is_arabic(enum source_column column)
{
    return column == SOURCE_AR || column == SOURCE_ALIASES_AR;
}

#endif
