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

bool row_whole(struct text text, uint32_t maximum, uint32_t *ret_number)
{
    uint64_t number = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
        number = number * 10 + (uint64_t)(text.bytes[i] - '0');
        if (number > maximum)
            return false;
    }
    *ret_number = (uint32_t)number;
    return text.length > 0;
}
