/* array.h - a growing array of items of one size, on the heap.
 *
 *     struct array rules = {.size = sizeof(struct rule)};
 *     struct rule *added = array_grow(&rules, 1);
 *     if (added) {
 *         *added = rule;
 *         rules.count++;
 *     }
 *     array_release(&rules);
 *
 * Pointers to items are valid until the array grows. For arrays that live in an arena: arena_grow (arena.h).
 * Depends on libc only. Threads: one array, one thread.
 */
#ifndef ALAM_BASE_ARRAY_H
#define ALAM_BASE_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

struct array {
    void *items;        /* NULL until it grows for the first time */
    size_t count, room; /* items */
    size_t size;        /* bytes an item, set by the owner */
};

/* Room for `extra` more items behind the last one; returns the place of the first of them, not zeroed. The caller adds
 * to count what it wrote. NULL: out of memory, or more than SIZE_MAX bytes; the array is as it was. */
void *array_grow(struct array *array, size_t extra);

/* Appends copies of `count` items. False: out of memory. */
bool array_append(struct array *array, const void *items, size_t count);

/* Frees the items; the array is empty and may be used again. */
void array_release(struct array *array);

#endif
