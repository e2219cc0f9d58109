#include "service/gazetteer/source.h"

#include "service/gazetteer/faults.h"
#include "service/gazetteer/files.h"

#include <stdlib.h>

struct tsv source_tsv(void)
{
    static const char *const names[] = {
#define X(name, text) text,
        SOURCE_COLUMNS(X)
#undef X
    };
    return (struct tsv){.names = names, .name_count = SOURCE_COLUMN_COUNT};
}

bool source_open(struct source *source, const char *path)
{
    size_t length = 0;
    *source = (struct source){.path = path, .tsv = source_tsv()};
    if (!file_read(path, &source->bytes, &length))
        return false;
    if (!faults_check_file(path, (struct text){source->bytes, length}))
        return false;
    source->tsv.rest = tsv_skip_mark((struct text){source->bytes, length});
    return true;
}

void source_release(struct source *source)
{
    free(source->bytes);
    source->bytes = NULL;
}

bool source_has(const struct source *source, enum source_column column)
{
    for (size_t i = 0; i < source->tsv.column_count; i++)
        if (source->tsv.columns[i] == (int)column)
            return true;
    return false;
}

void source_split(const struct tsv *tsv, struct text line, struct source_row *ret_row)
{
    ret_row->cell_count = tsv_row(tsv, line, ret_row->cells);
}

bool source_next(struct source *source, struct source_row *ret_row)
{
    struct text line;
    if (source->tsv.column_count == 0 && tsv_line(&source->tsv, &line))
        tsv_header(&source->tsv, line);
    if (!tsv_line(&source->tsv, &line))
        return false;
    source_split(&source->tsv, line, ret_row);
    ret_row->line = source->tsv.line;
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
    names->name = text_split(&names->rest, column_is_alias(names->column) ? '|' : '\n');
    return true;
}
