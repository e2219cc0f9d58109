#include "service/base/tsv.h"

#include <string.h>

struct text tsv_skip_mark(struct text bytes)
{
    size_t mark = bytes.length >= 3 && memcmp(bytes.bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    return (struct text){bytes.bytes + mark, bytes.length - mark};
}

bool tsv_line(struct tsv *tsv, struct text *ret_line)
{
    while (tsv->rest.length) {
        struct text line = text_split(&tsv->rest, '\n');
        tsv->line++;
        if (line.length && line.bytes[line.length - 1] == '\r')
            line.length--;
        if (line.length == 0 || line.bytes[0] == '#')
            continue;
        *ret_line = line;
        return true;
    }
    return false;
}

/* Takes the next cell off `rest`; false: it is the last of the line. */
static bool next_cell(struct text *rest, struct text *ret_cell)
{
    bool more = rest->length && memchr(rest->bytes, '\t', rest->length);
    *ret_cell = text_split(rest, '\t');
    return more;
}

size_t tsv_split(struct text line, struct text *cells, size_t maximum)
{
    size_t count = 0;
    for (bool more = true; more; count++) {
        struct text cell;
        more = next_cell(&line, &cell);
        if (count < maximum)
            cells[count] = cell;
    }
    for (size_t i = count; i < maximum; i++)
        cells[i] = (struct text){"", 0};
    return count;
}

static int find_column(const struct tsv *tsv, struct text name)
{
    for (size_t i = 0; i < tsv->name_count; i++)
        if (text_equals(name, tsv->names[i]))
            return (int)i;
    return -1;
}

size_t tsv_header(struct tsv *tsv, struct text line)
{
    size_t count = 0;
    for (; line.length; count++) {
        struct text name = text_split(&line, '\t');
        if (count < TSV_COLUMNS_MAXIMUM)
            tsv->columns[count] = find_column(tsv, name);
    }
    tsv->column_count = count < TSV_COLUMNS_MAXIMUM ? count : TSV_COLUMNS_MAXIMUM;
    return count;
}

size_t tsv_row(const struct tsv *tsv, struct text line, struct text *cells)
{
    size_t count = 0;
    for (size_t i = 0; i < tsv->name_count; i++)
        cells[i] = (struct text){"", 0};
    for (bool more = true; more; count++) {
        struct text cell;
        more = next_cell(&line, &cell);
        if (count < tsv->column_count && tsv->columns[count] >= 0)
            cells[tsv->columns[count]] = cell;
    }
    return count;
}
