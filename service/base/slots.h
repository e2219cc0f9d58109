/* slots.h - the open-addressing part of a hash table: slots with numbers of items, and linear probing.
 *
 * The items themselves stand in an array of the owner. A slot holds the number of an item + 1, or 0 where it is free. The
 * owner compares keys, so that one table serves keys of any kind. At most half of the slots are ever taken, which keeps
 * searches short, and makes them end.
 *
 *     for (at = slots_first(&slots, hash); slots.numbers[at]; at = slots_next(&slots, at))
 *         if (same_key(items[slots.numbers[at] - 1], key))
 *             return slots.numbers[at] - 1;
 *     slots.numbers[at] = ++count;
 *
 * Depends on libc only. Threads: one table, one thread while it changes.
 */
#ifndef ALAM_BASE_SLOTS_H
#define ALAM_BASE_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct slots {
    uint32_t *numbers; /* mask + 1 of them */
    size_t mask;       /* a power of two, minus 1 */
};

/* How many slots `items` items need: a power of two, at least twice as many. */
static inline size_t slots_needed(size_t items)
{
    size_t count = 16;
    while (count < items * 2)
        count *= 2;
    return count;
}

/* Where the search for a hash begins. The low bits of the hash must be well mixed. */
static inline size_t slots_first(const struct slots *slots, uint64_t hash)
{
    return (size_t)hash & slots->mask;
}

static inline size_t slots_next(const struct slots *slots, size_t at)
{
    return (at + 1) & slots->mask;
}

/* Makes room for one more item than `count`, in a table on the heap that may be empty ({0}). When there is none, a larger
 * table is filled anew; `hash_of` returns the hash of the item of that number. False: out of memory, the table is as it
 * was. The owner frees slots->numbers. */
bool slots_widen(struct slots *slots, size_t count, uint64_t (*hash_of)(const void *owner, uint32_t number),
                 const void *owner);

#endif
