#include "service/gazetteer/names.h"

#include "nlp/text/fold.h"
#include "service/base/hash.h"
#include "service/gazetteer/memory.h"

#include <stdlib.h>
#include <string.h>

enum { POOL_MAXIMUM = 1 << 30, FOLDED_MAXIMUM = 1 << 16 };

struct key {
    uint64_t hash;
    uint32_t start, length; /* bytes in the pool */
    uint32_t first, last;   /* entries */
};

void names_init(struct names *names)
{
    *names = (struct names){.keys = {.size = sizeof(struct key)}, .entries = {.size = sizeof(struct names_entry)}};
    strbuf_init(&names->pool, POOL_MAXIMUM);
    strbuf_init(&names->folded, FOLDED_MAXIMUM);
}

void names_release(struct names *names)
{
    free(names->slots.numbers);
    array_release(&names->keys);
    array_release(&names->entries);
    strbuf_release(&names->pool);
    strbuf_release(&names->folded);
}

struct text names_fold(struct names *names, struct text text)
{
    strbuf_clear(&names->folded);
    fold_append(&names->folded, text);
    return strbuf_text(&names->folded);
}

static uint64_t hash_of_key(const void *owner, uint32_t number)
{
    const struct key *keys = ((const struct names *)owner)->keys.items;
    return keys[number].hash;
}

/* The key's slot, or the free one where it belongs. */
static size_t find_slot(const struct names *names, struct text key, uint64_t hash)
{
    const struct key *keys = names->keys.items;
    size_t at = slots_first(&names->slots, hash);
    for (; names->slots.numbers[at]; at = slots_next(&names->slots, at)) {
        const struct key *found = &keys[names->slots.numbers[at] - 1];
        if (found->hash == hash && text_same((struct text){names->pool.data + found->start, found->length}, key))
            break;
    }
    return at;
}

uint32_t names_find(const struct names *names, struct text key)
{
    if (!names->slots.numbers || key.length == 0)
        return NAMES_NONE;
    uint32_t number = names->slots.numbers[find_slot(names, key, hash_bytes(key.bytes, key.length))];
    return number ? ((const struct key *)names->keys.items)[number - 1].first : NAMES_NONE;
}

static struct key *add_key(struct names *names, struct text text, uint64_t hash)
{
    struct key *key = memory_add(&names->keys);
    *key = (struct key){hash, (uint32_t)names->pool.length, (uint32_t)text.length, NAMES_NONE, NAMES_NONE};
    strbuf_append(&names->pool, text.bytes, text.length);
    memory_require(strbuf_ok(&names->pool));
    return key;
}

static bool has_value(const struct names *names, const struct key *key, uint32_t value)
{
    for (uint32_t e = key->first; e != NAMES_NONE; e = names_next(names, e))
        if (names_value(names, e) == value)
            return true;
    return false;
}

static void add_value(struct names *names, struct key *key, uint32_t value)
{
    uint32_t entry = (uint32_t)names->entries.count;
    *(struct names_entry *)memory_add(&names->entries) = (struct names_entry){value, NAMES_NONE};
    if (key->first == NAMES_NONE)
        key->first = entry;
    else
        ((struct names_entry *)names->entries.items)[key->last].next = entry;
    key->last = entry;
}

void names_add(struct names *names, struct text key, uint32_t value)
{
    if (key.length == 0)
        return;
    memory_require(slots_widen(&names->slots, names->keys.count, hash_of_key, names));
    uint64_t hash = hash_bytes(key.bytes, key.length);
    uint32_t *number = &names->slots.numbers[find_slot(names, key, hash)];
    struct key *found = *number ? &((struct key *)names->keys.items)[*number - 1] : add_key(names, key, hash);
    *number = *number ? *number : (uint32_t)names->keys.count;
    if (!has_value(names, found, value))
        add_value(names, found, value);
}
