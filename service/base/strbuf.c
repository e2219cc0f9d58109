#include "service/base/strbuf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY_FIRST = 256, READ_PIECE = 64 * 1024 };

/* What every buffer points to that has no memory of its own. */
static const char empty[] = "";

void strbuf_init(struct strbuf *buffer, size_t maximum)
{
    *buffer = (struct strbuf){.data = (char *)(uintptr_t)empty, .maximum = maximum};
}

void strbuf_release(struct strbuf *buffer)
{
    if (buffer->capacity)
        free(buffer->data);
    strbuf_init(buffer, buffer->maximum);
}

void strbuf_truncate(struct strbuf *buffer, size_t length)
{
    buffer->length = length;
    if (buffer->capacity)
        buffer->data[length] = '\0';
}

void strbuf_clear(struct strbuf *buffer)
{
    buffer->broken = buffer->starved = false;
    strbuf_truncate(buffer, 0);
}

char *strbuf_reserve(struct strbuf *buffer, size_t size)
{
    if (buffer->broken || size > buffer->maximum || buffer->length > buffer->maximum - size)
        goto fail;
    size_t need = buffer->length + size + 1;
    if (need > buffer->capacity) {
        size_t capacity = buffer->capacity ? buffer->capacity * 2 : CAPACITY_FIRST;
        capacity = capacity < need ? need : capacity;
        char *grown = realloc(buffer->capacity ? buffer->data : NULL, capacity);
        if (!grown) {
            buffer->starved = true;
            goto fail;
        }
        if (!buffer->capacity)
            grown[0] = '\0';
        buffer->data = grown;
        buffer->capacity = capacity;
    }
    return buffer->data + buffer->length;
fail:
    buffer->broken = true;
    return NULL;
}

void strbuf_append(struct strbuf *buffer, const void *bytes, size_t length)
{
    char *room = strbuf_reserve(buffer, length);
    if (!room)
        return;
    if (length)
        memcpy(room, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void strbuf_puts(struct strbuf *buffer, const char *string)
{
    strbuf_append(buffer, string, strlen(string));
}

void strbuf_printf(struct strbuf *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *room = length < 0 ? NULL : strbuf_reserve(buffer, (size_t)length);
    if (room) {
        vsnprintf(room, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    } else {
        buffer->broken = true;
    }
    va_end(again);
}

char *strbuf_steal(struct strbuf *buffer, size_t *ret_length)
{
    if (buffer->broken || !strbuf_reserve(buffer, 0))
        return NULL;
    char *data = buffer->data;
    if (ret_length)
        *ret_length = buffer->length;
    strbuf_init(buffer, buffer->maximum);
    return data;
}

bool strbuf_read(struct strbuf *buffer, FILE *file)
{
    while (!feof(file) && !ferror(file)) {
        size_t left = buffer->maximum - buffer->length, piece = left < READ_PIECE ? left : READ_PIECE;
        char *room = strbuf_reserve(buffer, piece);
        if (!room)
            return false;
        strbuf_truncate(buffer, buffer->length + fread(room, 1, piece, file));
        if (piece == 0 && getc(file) != EOF)
            buffer->broken = true;
    }
    return !ferror(file) && strbuf_ok(buffer);
}
