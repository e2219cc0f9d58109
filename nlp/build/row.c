#include "nlp/build/row.h"

#include <stdarg.h>
#include <stdio.h>

const char *const row_columns[COLUMN_COUNT] = {
#define X(name, text) text,
    ROW_COLUMNS(X)
#undef X
};

enum status row_fault(const struct row *row, const char *format, ...)
{
    char reason[160];
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    return error_set(row->error, STATUS_BAD_SOURCE, "%s:%zu: %s", row->source, row->line, reason);
}

enum status row_out_of_memory(const struct row *row)
{
    return error_set(row->error, STATUS_OUT_OF_MEMORY, "no memory for the gazetteer");
}
