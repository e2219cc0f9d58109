#include "service/gazetteer/import/csv.h"

#include <string.h>

/* Inside quotes, `at` stands on a quotation mark. Is it doubled? Then it is a character of the cell, else the end. */
static bool is_doubled(const struct csv *csv)
{
    return csv->at + 1 < csv->end && csv->at[1] == '"';
}

/* Moves the characters of the cell at `at` to `out`, without quotes, and returns where they end. */
static char *unquote(struct csv *csv, char *out)
{
    bool quoted = csv->at < csv->end && *csv->at == '"';
    csv->at += quoted;
    while (csv->at < csv->end && (quoted || (*csv->at != ',' && *csv->at != '\n'))) {
        if (quoted && *csv->at == '"' && !is_doubled(csv)) {
            quoted = false;
            csv->at++;
            continue;
        }
        csv->at += quoted && *csv->at == '"';
        *out++ = *csv->at++;
    }
    return out;
}

/* One cell; true when another one follows in the row. */
static bool next_cell(struct csv *csv)
{
    char *cell = csv->at, *out = unquote(csv, cell);
    bool more = csv->at < csv->end && *csv->at == ',';
    csv->at += csv->at < csv->end;
    if (out > cell && out[-1] == '\r')
        out--;
    *out = '\0'; /* where the separator or a quotation mark stood */
    if (csv->count < CSV_COLUMNS_MAXIMUM)
        csv->cells[csv->count++] = cell;
    return more;
}

bool csv_next(struct csv *csv)
{
    csv->count = 0;
    if (csv->at >= csv->end)
        return false;
    while (next_cell(csv))
        ;
    return true;
}

const char *csv_cell(const struct csv *header, const struct csv *row, const char *column)
{
    for (size_t i = 0; i < header->count && i < row->count; i++)
        if (strcmp(header->cells[i], column) == 0)
            return row->cells[i];
    return "";
}
