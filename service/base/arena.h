/* arena.h - memory that lives as long as one request.
 *
 * An allocation moves a pointer inside a block, and nothing is freed by itself; arena_reset frees everything, and keeps one
 * block for the next request. Memory is aligned for any type. An arena has a maximum in bytes: past it, or when malloc
 * fails, allocations return NULL and arena->failed stays true until the reset, so that callers may check once at the end.
 * Depends on libc only. Threads: one arena, one thread at a time.
 *
 *     struct arena arena;
 *     arena_init(&arena, 64 * 1024 * 1024);
 *     char *copy = arena_strndup(&arena, text, length);
 *     arena_release(&arena);
 */
#ifndef ALAM_BASE_ARENA_H
#define ALAM_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *first; /* kept over resets */
    struct arena_block *current;
    size_t used;    /* bytes handed out since the last reset */
    size_t maximum; /* bytes */
    bool failed;
};

/* Allocates nothing yet. */
void arena_init(struct arena *arena, size_t maximum);

/* Frees everything. The arena keeps its maximum and may be used again. */
void arena_release(struct arena *arena);

/* Frees everything but one block, large enough for another request of that size (up to 4 MiB). */
void arena_reset(struct arena *arena);

/* `size` zeroed bytes. */
void *arena_alloc(struct arena *arena, size_t size);

/* count * size zeroed bytes; NULL also when the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* The same without zeroing, for large areas that are written before they are read. */
void *arena_array_raw(struct arena *arena, size_t count, size_t size);

/* Room for one more item behind `count` items of `size` bytes: `items` itself, or a copy twice as large; *room counts
 * items, not zeroed. NULL: out of memory, nothing changed. */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *room, size_t size);

/* Copies, NUL-terminated. */
char *arena_strndup(struct arena *arena, const char *bytes, size_t length);
char *arena_strdup(struct arena *arena, const char *string);

/* What printf would print, as a string. */
__attribute__((format(printf, 2, 3))) char *arena_printf(struct arena *arena, const char *format, ...);

#endif
