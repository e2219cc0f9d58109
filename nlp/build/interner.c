#include "nlp/build/interner.h"

#include "service/base/hash.h"

#include <stdlib.h>
#include <string.h>

void interner_init(struct interner *interner, struct array *pool)
{
    *interner = (struct interner){.pool = pool, .keys = {.size = sizeof(struct interned)}};
}

void interner_release(struct interner *interner)
{
    array_release(&interner->keys);
    free(interner->slots.numbers);
    interner->slots = (struct slots){0};
}

static uint64_t hash_of(const void *owner, uint32_t number)
{
    return interner_key(owner, number)->hash;
}

static bool is_key(const struct interner *interner, uint32_t number, uint64_t hash, const void *bytes, size_t length)
{
    const struct interned *key = interner_key(interner, number);
    return key->hash == hash && key->length == length && memcmp(interner_bytes(interner, number), bytes, length) == 0;
}

/* Appends a key; returns its number or UINT32_MAX. */
static uint32_t append(struct interner *interner, uint64_t hash, const void *bytes, size_t length)
{
    struct interned *added = array_grow(&interner->keys, 1);
    uint32_t offset = added ? pool_append(interner->pool, bytes, length) : UINT32_MAX;
    if (offset == UINT32_MAX)
        return UINT32_MAX;
    *added = (struct interned){hash, offset, (uint32_t)length};
    return (uint32_t)interner->keys.count++;
}

uint32_t interner_add(struct interner *interner, const void *bytes, size_t length)
{
    if (!slots_widen(&interner->slots, interner->keys.count, hash_of, interner))
        return UINT32_MAX;
    uint64_t hash = hash_bytes(bytes, length);
    uint32_t *numbers = interner->slots.numbers;
    size_t at = slots_first(&interner->slots, hash);
    for (; numbers[at]; at = slots_next(&interner->slots, at))
        if (is_key(interner, numbers[at] - 1, hash, bytes, length))
            return numbers[at] - 1;
    uint32_t number = append(interner, hash, bytes, length);
    numbers[at] = number == UINT32_MAX ? 0 : number + 1;
    return number;
}

uint32_t interner_find(const struct interner *interner, const void *bytes, size_t length)
{
    const uint32_t *numbers = interner->slots.numbers;
    uint64_t hash = hash_bytes(bytes, length);
    if (!numbers)
        return UINT32_MAX;
    for (size_t at = slots_first(&interner->slots, hash); numbers[at]; at = slots_next(&interner->slots, at))
        if (is_key(interner, numbers[at] - 1, hash, bytes, length))
            return numbers[at] - 1;
    return UINT32_MAX;
}
