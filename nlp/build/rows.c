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

/* The columns of each kind of rows that a header must have at the least. */
static bool is_some_kind(const struct tsv *tsv)
{
    bool has[COLUMN_COUNT] = {false};
    for (size_t i = 0; i < tsv->column_count; i++)
        if (tsv->columns[i] >= 0)
            has[tsv->columns[i]] = true;
    bool entities = has[COLUMN_ID] && has[COLUMN_TYPE] && (has[COLUMN_EN] || has[COLUMN_AR]);
    bool rules = has[COLUMN_TYPE] && has[COLUMN_AT] && has[COLUMN_ANY] && has[COLUMN_WEIGHT];
    bool lexicon = has[COLUMN_CLASS] && has[COLUMN_FORM];
    bool statistics = has[COLUMN_WORD] && has[COLUMN_CLUSTER] && has[COLUMN_COARSE] && has[COLUMN_BUCKETS];
    bool model = has[COLUMN_SCRIPT] && has[COLUMN_KEY] && has[COLUMN_WEIGHTS];
    return entities || rules || lexicon || statistics || model;
}

static const char *header_fault(struct tsv *tsv, struct text line)
{
    if (tsv_header(tsv, line) > TSV_COLUMNS_MAXIMUM)
        return "the header row has too many columns";
    if (is_some_kind(tsv))
        return NULL;
    return "the header row needs id, type and en or ar; or class and form; or type, at, any and weight; "
           "or word, cluster, coarse and buckets; or script, key and weights";
}

const char *rows_header_fault(struct text line)
{
    struct tsv tsv = {.names = row_columns, .name_count = COLUMN_COUNT};
    return header_fault(&tsv, line);
}

static enum status read_header(struct tsv *tsv, struct text line, const struct row *row)
{
    const char *fault = header_fault(tsv, line);
    return fault ? row_fault(row, "%s", fault) : STATUS_OK;
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

/* Reads the rows behind the header. When faults are wanted, those behind a faulty row are read too. */
static enum status read_rows(struct tables *t, struct tsv *tsv, struct row *row)
{
    struct text line;
    enum status result = STATUS_OK;
    while (tsv_line(tsv, &line)) {
        row->line = tsv->line;
        enum status status = read_row(t, tsv, line, row);
        if (status != STATUS_OK && (status != STATUS_BAD_SOURCE || !t->on_fault))
            return status;
        if (status != STATUS_OK)
            t->on_fault(t->on_fault_cls, row->error->detail);
        result = status != STATUS_OK ? status : result;
    }
    return result;
}

enum status rows_add_source(struct tables *t, const char *name, struct text bytes, struct error *error)
{
    const char *slash = strrchr(name, '/');
    struct error ignored = {""};
    struct row row = {.source = slash ? slash + 1 : name, .line = 1, .error = error ? error : &ignored};
    struct tsv tsv = {.rest = tsv_skip_mark(bytes), .names = row_columns, .name_count = COLUMN_COUNT};
    struct text line;
    enum status status = note_source(t, row.source, bytes) ? STATUS_OK : row_out_of_memory(&row);
    if (status != STATUS_OK || !tsv_line(&tsv, &line))
        return status;
    row.line = tsv.line;
    status = read_header(&tsv, line, &row);
    return status == STATUS_OK ? read_rows(t, &tsv, &row) : status;
}
