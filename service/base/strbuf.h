/* strbuf.h - a growing byte buffer with a named maximum and a broken state.
 *
 * Appending past the maximum, or a failed realloc, marks the buffer broken; later appends do nothing, so callers check
 * strbuf_ok once at the end. Contents are kept NUL-terminated. Depends on libc only. Threads: one buffer, one thread.
 */
#ifndef ALAM_BASE_STRBUF_H
#define ALAM_BASE_STRBUF_H

#include <stdbool.h>
#include <stddef.h>

struct strbuf {
    char *data; /* NULL while empty */
    size_t length;
    size_t capacity;
    size_t maximum; /* bytes */
    bool broken;
};

void strbuf_init(struct strbuf *buffer, size_t maximum);
void strbuf_release(struct strbuf *buffer);
void strbuf_clear(struct strbuf *buffer);

static inline bool strbuf_ok(const struct strbuf *buffer)
{
    return !buffer->broken;
}

/* Room for `size` more bytes at data + length, or NULL (and broken); the caller adds to length what it wrote. */
char *strbuf_reserve(struct strbuf *buffer, size_t size);
void strbuf_append(struct strbuf *buffer, const void *bytes, size_t length);
void strbuf_puts(struct strbuf *buffer, const char *string);
static inline void strbuf_putc(struct strbuf *buffer, char byte)
{
    if (buffer->broken || buffer->length + 1 >= buffer->capacity) {
        strbuf_append(buffer, &byte, 1);
        return;
    }
    buffer->data[buffer->length++] = byte;
    buffer->data[buffer->length] = '\0';
}
__attribute__((format(printf, 2, 3))) void strbuf_printf(struct strbuf *buffer, const char *format, ...);

/* Hands the contents (malloc'ed, NUL-terminated, the caller frees) over and empties the buffer. NULL when broken. */
char *strbuf_steal(struct strbuf *buffer, size_t *ret_length);

#endif
