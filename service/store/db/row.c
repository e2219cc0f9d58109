#include "service/store/db/row.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

const char *row_text(struct arena *arena, const PGresult *result, int row, int column)
{
    if (PQgetisnull(result, row, column))
        return NULL;
    return arena_strndup(arena, PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column));
}

int64_t row_integer(const PGresult *result, int row, int column)
{
    return strtoll(PQgetvalue(result, row, column), NULL, 10);
}

double row_number(const PGresult *result, int row, int column)
{
    return strtod(PQgetvalue(result, row, column), NULL);
}

static unsigned nibble(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* The text format of a bytea is "\x" and two hexadecimal digits a byte. */
const unsigned char *row_bytes(struct arena *arena, const PGresult *result, int row, int column, size_t *ret_length)
{
    const char *hex = PQgetvalue(result, row, column);
    size_t length = (size_t)PQgetlength(result, row, column);
    length = length >= 2 && hex[0] == '\\' && hex[1] == 'x' ? (length - 2) / 2 : 0;
    unsigned char *bytes = arena_array_raw(arena, length + 1, 1);
    *ret_length = bytes ? length : 0;
    for (size_t i = 0; bytes && i < length; i++)
        bytes[i] = (unsigned char)(nibble(hex[2 + 2 * i]) << 4 | nibble(hex[3 + 2 * i]));
    return bytes;
}

/* One element in the text format of an array, from *at on: in quotes with backslashes, or plain up to a comma. */
static const char *read_element(struct arena *arena, const char **at)
{
    bool quoted = **at == '"';
    const char *start = *at + quoted, *end = start;
    while (*end && (quoted ? *end != '"' : *end != ',' && *end != '}'))
        end += *end == '\\' && end[1] ? 2 : 1;
    char *element = arena_array_raw(arena, (size_t)(end - start) + 1, 1);
    char *to = element;
    for (const char *from = start; element && from < end; from++) {
        from += *from == '\\';
        *to++ = *from;
    }
    if (element)
        *to = '\0';
    *at = end + (quoted && *end);
    return element;
}

const char *const *row_texts(struct arena *arena, const PGresult *result, int row, int column, size_t *ret_count)
{
    const char *at = PQgetvalue(result, row, column);
    size_t room = 1, count = 0;
    for (const char *comma = at; (comma = strchr(comma, ',')); comma++)
        room++;
    const char **items = *at == '{' && at[1] != '}' ? arena_array(arena, room, sizeof *items) : NULL;
    while (items && (*at == '{' || *at == ',') && count < room) {
        at++;
        items[count++] = read_element(arena, &at);
    }
    *ret_count = count;
    return items;
}
