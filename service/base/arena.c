#include "service/base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_MINIMUM = 64 * 1024, KEPT_MAXIMUM = 4 * 1024 * 1024, ALIGNMENT = 16, GROW_FIRST = 64 };

struct arena_block {
    struct arena_block *next;
    size_t size;
    size_t used;
    size_t padding; /* keeps data[] on an ALIGNMENT boundary */
    unsigned char data[];
};

void arena_init(struct arena *arena, size_t maximum)
{
    *arena = (struct arena){.maximum = maximum};
}

static void free_chain(struct arena_block *block)
{
    while (block) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_release(struct arena *arena)
{
    free_chain(arena->first);
    arena_init(arena, arena->maximum);
}

static struct arena_block *add_block(struct arena *arena, size_t need)
{
    size_t size = need > BLOCK_MINIMUM ? need : BLOCK_MINIMUM;
    struct arena_block *block = malloc(sizeof *block + size);
    if (!block)
        return NULL;
    *block = (struct arena_block){.size = size};
    if (arena->current)
        arena->current->next = block;
    else
        arena->first = block;
    arena->current = block;
    return block;
}

void arena_reset(struct arena *arena)
{
    if (arena->first && arena->first->next) { /* one block, large enough for a request like this one */
        free_chain(arena->first);
        arena->first = arena->current = NULL;
        if (arena->used <= KEPT_MAXIMUM)
            add_block(arena, arena->used + arena->used / 4);
    }
    if (arena->first)
        arena->first->used = 0;
    arena->current = arena->first;
    arena->used = 0;
    arena->failed = false;
}

static void *take(struct arena *arena, size_t size)
{
    if (size > arena->maximum || arena->used > arena->maximum - size)
        goto fail;
    size_t need = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct arena_block *block = arena->current;
    if (!block || block->size - block->used < need)
        block = add_block(arena, need);
    if (!block)
        goto fail;
    void *memory = block->data + block->used;
    block->used += need;
    arena->used += need;
    return memory;
fail:
    arena->failed = true;
    return NULL;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    void *memory = take(arena, size);
    return memory ? memset(memory, 0, size) : NULL;
}

void *arena_array_raw(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 2 / size) {
        arena->failed = true;
        return NULL;
    }
    return take(arena, count * size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    void *memory = arena_array_raw(arena, count, size);
    return memory ? memset(memory, 0, count * size) : NULL;
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    size_t wide = *room ? *room * 2 : GROW_FIRST;
    void *grown = arena_array_raw(arena, wide, size);
    if (!grown)
        return NULL;
    if (count)
        memcpy(grown, items, count * size);
    *room = wide;
    return grown;
}

char *arena_strndup(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = take(arena, length + 1);
    if (!copy)
        return NULL;
    if (length)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

char *arena_strdup(struct arena *arena, const char *string)
{
    return arena_strndup(arena, string, strlen(string));
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = length < 0 ? NULL : take(arena, (size_t)length + 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}
