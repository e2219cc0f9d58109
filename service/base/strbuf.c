#include "service/base/strbuf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void strbuf_init(struct strbuf *buffer, size_t maximum)
{
    *buffer = (struct strbuf){.maximum = maximum};
}

void strbuf_release(struct strbuf *buffer)
{
    free(buffer->data);
    strbuf_init(buffer, buffer->maximum);
}

void strbuf_clear(struct strbuf *buffer)
{
    buffer->length = 0;
    buffer->broken = false;
    if (buffer->data)
        buffer->data[0] = '\0';
}

char *strbuf_reserve(struct strbuf *buffer, size_t size)
{
    if (buffer->broken || size > buffer->maximum || buffer->length > buffer->maximum - size)
        goto fail;
    size_t need = buffer->length + size + 1;
    if (need > buffer->capacity) {
        size_t capacity = buffer->capacity ? buffer->capacity * 2 : 256;
        capacity = capacity < need ? need : capacity;
        char *grown = realloc(buffer->data, capacity);
        if (!grown)
            goto fail;
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
    buffer->data[buffer->length] = '\0';
    char *data = buffer->data;
    if (ret_length)
        *ret_length = buffer->length;
    strbuf_init(buffer, buffer->maximum);
    return data;
}
