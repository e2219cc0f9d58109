#include "service/gazetteer/source.h"

#include "service/gazetteer/files.h"

#include <stdlib.h>
#include <string.h>

static const char *const column_names[] = {
#define X(name, text) text,
    SOURCE_COLUMNS(X)
#undef X
};

struct text text_split(struct text *rest, char separator)
{
    const char *end = rest->length ? memchr(rest->bytes, separator, rest->length) : NULL;
    struct text part = {rest->bytes, end ? (size_t)(end - rest->bytes) : rest->length};
    size_t used = part.length + (end != NULL);
    rest->bytes += used;
    rest->length -= used;
    return part;
}

struct text text_of(const char *string)
{
    return (struct text){string, string ? strlen(string) : 0};
}

bool text_equals(struct text text, const char *string)
{
    return strlen(string) == text.length && memcmp(text.bytes, string, text.length) == 0;
}

struct text text_trim(struct text text)
{
    while (text.length && (unsigned char)text.bytes[0] <= ' ') {
        text.bytes++;
        text.length--;
    }
    while (text.length && (unsigned char)text.bytes[text.length - 1] <= ' ')
        text.length--;
    return text;
}

char *text_copy(struct text text, char *out, size_t size)
{
    bool fits = text.length && text.length < size;
    if (fits)
        memcpy(out, text.bytes, text.length);
    out[fits ? text.length : 0] = '\0';
    return out;
}

bool source_open(struct source *source, const char *path)
{
    size_t length = 0;
    *source = (struct source){.path = path};
    if (!file_read(path, &source->bytes, &length))
        return false;
    size_t mark = length >= 3 && memcmp(source->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    source->rest = (struct text){source->bytes + mark, length - mark};
    return true;
}

void source_release(struct source *source)
{
    free(source->bytes);
    source->bytes = NULL;
}

bool source_has(const struct source *source, enum source_column column)
{
    for (size_t i = 0; i < source->column_count; i++)
        if (source->columns[i] == (int)column)
            return true;
    return false;
}

static void read_header(struct source *source, struct text line)
{
    source->header_read = true;
    while (line.length && source->column_count < SOURCE_CELLS_MAXIMUM) {
        struct text cell = text_split(&line, '\t');
        int found = -1;
        for (int c = 0; c < SOURCE_COLUMN_COUNT; c++)
            if (text_equals(cell, column_names[c]))
                found = c;
        source->columns[source->column_count++] = found;
    }
}

static bool next_line(struct source *source, struct text *ret_line)
{
    while (source->rest.length) {
        struct text line = text_split(&source->rest, '\n');
        source->line++;
        if (line.length && line.bytes[line.length - 1] == '\r')
            line.length--;
        if (line.length == 0 || line.bytes[0] == '#')
            continue;
        *ret_line = line;
        return true;
    }
    return false;
}

bool source_next(struct source *source, struct source_row *ret_row)
{
    struct text line;
    if (!source->header_read) {
        if (!next_line(source, &line))
            return false;
        read_header(source, line);
    }
    if (!next_line(source, &line))
        return false;
    *ret_row = (struct source_row){.line = source->line};
    for (bool more = true; more; ret_row->cell_count++) {
        more = line.length && memchr(line.bytes, '\t', line.length);
        struct text cell = text_split(&line, '\t');
        if (ret_row->cell_count < source->column_count && source->columns[ret_row->cell_count] >= 0)
            ret_row->cells[source->columns[ret_row->cell_count]] = cell;
    }
    return true;
}

bool source_name(struct source_names *names)
{
    static const enum source_column columns[] = {SOURCE_EN, SOURCE_AR, SOURCE_ALIASES_EN, SOURCE_ALIASES_AR};
    while (names->rest.length == 0) {
        if (names->step == (int)(sizeof columns / sizeof *columns))
            return false;
        names->column = columns[names->step++];
        names->rest = names->row->cells[names->column];
    }
    bool list = names->column == SOURCE_ALIASES_EN || names->column == SOURCE_ALIASES_AR;
    names->name = text_split(&names->rest, list ? '|' : '\n');
    return true;
}
