/* strbuf.h - a growing byte buffer with a named maximum and a broken state.
 *
 * Invariants, from strbuf_init to strbuf_release:
 *   - data is never NULL, and data[length] is always '\0', so that contents without NUL bytes are a C string. An empty
 *     buffer that never held anything points to a shared, read-only "": write to data only below length, or to room
 *     that strbuf_reserve gave.
 *   - length never passes maximum. An append that would, or one that finds no memory, adds nothing and marks the buffer
 *     broken; later appends do nothing. So callers may append many times and ask strbuf_ok once at the end.
 *
 * Depends on libc and text.h only. Threads: one buffer, one thread.
 *
 *     struct strbuf line;
 *     strbuf_init(&line, 4096);
 *     strbuf_printf(&line, "%d entities", count);
 *     if (strbuf_ok(&line))
 *         puts(line.data);
 *     strbuf_release(&line);
 */
#ifndef ALAM_BASE_STRBUF_H
#define ALAM_BASE_STRBUF_H

#include "service/base/text.h"

#include <stdio.h>

struct strbuf {
    char *data;
    size_t length;   /* bytes, without the NUL at the end */
    size_t capacity; /* bytes that data may hold, the NUL included; 0 while nothing is allocated */
    size_t maximum;  /* bytes */
    bool broken;
    bool starved; /* broken for want of memory, not because it is full */
};

/* ---- life ---- */

/* An empty buffer; allocates nothing. */
void strbuf_init(struct strbuf *buffer, size_t maximum);

/* Frees the contents. The buffer is empty, keeps its maximum, and may be used again. Fine for a zeroed struct. */
void strbuf_release(struct strbuf *buffer);

/* Hands the contents over: malloc'ed, NUL-terminated, the caller frees them. The buffer is empty afterwards. NULL when
 * the buffer is broken or memory is out; the buffer keeps its contents then. `ret_length` may be NULL. */
char *strbuf_steal(struct strbuf *buffer, size_t *ret_length);

/* ---- state ---- */

/* False once an append failed. */
static inline bool strbuf_ok(const struct strbuf *buffer)
{
    return !buffer->broken;
}

/* The contents, valid until the buffer changes. */
static inline struct text strbuf_text(const struct strbuf *buffer)
{
    return (struct text){buffer->data, buffer->length};
}

/* Empties the buffer and mends it when it is broken. Its memory is kept for what comes next. */
void strbuf_clear(struct strbuf *buffer);

/* Cuts the contents to their first `length` bytes, which may not be more than they have. */
void strbuf_truncate(struct strbuf *buffer, size_t length);

/* ---- appending ---- */

/* Room for `size` more bytes at data + length, or NULL (and broken). The caller adds to length what it wrote, and sees
 * to the NUL behind it. */
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

/* Appends everything that is left in the file. False: reading failed (see errno), or the buffer is broken. */
bool strbuf_read(struct strbuf *buffer, FILE *file);

#endif
