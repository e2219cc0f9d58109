#include "nlp/build/rows.h"

#include "nlp/build/entity_rows.h"
#include "nlp/build/lexicon_rows.h"
#include "nlp/build/model_rows.h"
#include "nlp/build/rule_rows.h"
#include "nlp/build/statistics_rows.h"

#include <stdio.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* A header must have the columns of one kind of rows at the least. */
static enum status read_header(struct tsv *tsv, struct text line, const struct row *row)
{
    bool has[COLUMN_COUNT] = {false};
    if (tsv_header(tsv, line) > TSV_COLUMNS_MAXIMUM)
        return row_fault(row, "more than %d columns", TSV_COLUMNS_MAXIMUM);
    for (size_t i = 0; i < tsv->column_count; i++)
        if (tsv->columns[i] >= 0)
            has[tsv->columns[i]] = true;
    bool entities = has[COLUMN_ID] && has[COLUMN_TYPE] && (has[COLUMN_EN] || has[COLUMN_AR]);
    bool rules = has[COLUMN_TYPE] && has[COLUMN_AT] && has[COLUMN_ANY] && has[COLUMN_WEIGHT];
    bool lexicon = has[COLUMN_CLASS] && has[COLUMN_FORM];
    bool statistics = has[COLUMN_WORD] && has[COLUMN_CLUSTER] && has[COLUMN_COARSE] && has[COLUMN_BUCKETS];
    bool model = has[COLUMN_SCRIPT] && has[COLUMN_KEY] && has[COLUMN_WEIGHTS];
    if (!entities && !rules && !lexicon && !statistics && !model)
        return row_fault(row,
                         "the header row needs id, type and en or ar; or class and form; or type, at, any and weight; "
                         "or word, cluster, coarse and buckets; or script, key and weights");
    return STATUS_OK;
}

static enum status read_row(struct tables *t, const struct tsv *tsv, struct text line, struct row *row)
{
    if (tsv_row(tsv, line, row->cells) > tsv->column_count)
        return row_fault(row, "more cells than the header has columns");
    if (row->cells[COLUMN_CLASS].length)
        return lexicon_rows_add(t, row);
    if (row->cells[COLUMN_WORD].length)
        return statistics_rows_add(t, row);
    if (row->cells[COLUMN_KEY].length)
        return model_rows_add(t, row);
    if (row->cells[COLUMN_AT].length)
        return rule_rows_add(t, row);
    return entity_rows_add(t, row);
}

/* "people.tsv <tab> bytes <tab> XXH3 of the bytes in hexadecimal", shortened where the name is very long. */
static bool note_source(struct tables *t, const char *name, struct text bytes)
{
    char line[512];
    int written = snprintf(line, sizeof line, "%s\t%zu\t%016llx\n", name, bytes.length,
                           (unsigned long long)XXH3_64bits(bytes.bytes, bytes.length));
    size_t length = (size_t)written < sizeof line ? (size_t)written : sizeof line - 1;
    return written > 0 && array_append(&t->sources, line, length);
}

enum status rows_add_source(struct tables *t, const char *name, struct text bytes, struct error *error)
{
    const char *slash = strrchr(name, '/');
    struct row row = {.source = slash ? slash + 1 : name, .error = error};
    struct tsv tsv = {.rest = tsv_skip_mark(bytes), .names = row_columns, .name_count = COLUMN_COUNT};
    struct text line;
    enum status status = note_source(t, row.source, bytes) ? STATUS_OK : row_out_of_memory(&row);
    for (bool header = true; status == STATUS_OK && tsv_line(&tsv, &line); header = false) {
        row.line = tsv.line;
        status = header ? read_header(&tsv, line, &row) : read_row(t, &tsv, line, &row);
    }
    return status;
}
