/* arena.h - memory that lives as long as one request.
 *
 * Allocation moves a pointer inside a block; nothing is freed singly; arena_reset keeps the first block for the next
 * request. Memory is zeroed and aligned for any type. An arena has a maximum in bytes: past it, or when malloc fails,
 * arena_alloc returns NULL and arena_failed stays true until reset, so callers may check once at the end.
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

void arena_init(struct arena *arena, size_t maximum);
void arena_release(struct arena *arena);
void arena_reset(struct arena *arena);

void *arena_alloc(struct arena *arena, size_t size);
/* count * size with overflow checked. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* As arena_array, memory not zeroed: for large scratch areas that are written before they are read. */
void *arena_array_raw(struct arena *arena, size_t count, size_t size);
/* Room for one more item behind `count` items of `size` bytes: `items` itself, or a copy twice as large; *room counts
 * items, not zeroed. NULL: out of memory, nothing changed. */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *room, size_t size);
char *arena_strndup(struct arena *arena, const char *bytes, size_t length);
char *arena_strdup(struct arena *arena, const char *string);
__attribute__((format(printf, 2, 3))) char *arena_printf(struct arena *arena, const char *format, ...);

#endif
