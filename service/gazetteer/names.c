#include "service/gazetteer/names.h"

#include "nlp/text/fold.h"
#include "service/base/utf8.h"
#include "service/gazetteer/files.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { POOL_MAXIMUM = 1 << 30, NAME_CHARACTERS_MAXIMUM = 80 };

void names_init(struct names *names)
{
    *names = (struct names){0};
    strbuf_init(&names->pool, POOL_MAXIMUM);
    strbuf_init(&names->folded, 1 << 16);
}

void names_release(struct names *names)
{
    free(names->slots);
    free(names->entries);
    strbuf_release(&names->pool);
    strbuf_release(&names->folded);
}

struct text names_fold(struct names *names, struct text text)
{
    strbuf_clear(&names->folded);
    fold_append(&names->folded, text);
    return (struct text){names->folded.length ? names->folded.data : "", names->folded.length};
}

static struct names_slot *find_slot(const struct names *names, struct text key, uint64_t hash)
{
    size_t mask = names->slot_count - 1, at = hash & mask;
    for (;; at = (at + 1) & mask) {
        struct names_slot *slot = &names->slots[at];
        if (slot->length == 0)
            return slot;
        if (slot->hash == hash && slot->length == key.length &&
            memcmp(names->pool.data + slot->key, key.bytes, key.length) == 0)
            return slot;
    }
}

static void widen(struct names *names)
{
    struct names wide = *names;
    wide.slot_count = names->slot_count ? names->slot_count * 2 : 1 << 12;
    wide.slots = memory_take(wide.slot_count * sizeof *wide.slots);
    for (size_t i = 0; i < names->slot_count; i++) {
        size_t at = names->slots[i].hash & (wide.slot_count - 1);
        if (names->slots[i].length == 0)
            continue;
        while (wide.slots[at].length)
            at = (at + 1) & (wide.slot_count - 1);
        wide.slots[at] = names->slots[i];
    }
    free(names->slots);
    *names = wide;
}

uint32_t names_find(const struct names *names, struct text key)
{
    if (!names->slot_count || key.length == 0)
        return NAMES_NONE;
    const struct names_slot *slot = find_slot(names, key, XXH3_64bits(key.bytes, key.length));
    return slot->length ? slot->first : NAMES_NONE;
}

void names_add(struct names *names, struct text key, uint32_t value)
{
    if (key.length == 0)
        return;
    if (names->used * 2 >= names->slot_count)
        widen(names);
    uint64_t hash = XXH3_64bits(key.bytes, key.length);
    struct names_slot *slot = find_slot(names, key, hash);
    for (uint32_t e = slot->length ? slot->first : NAMES_NONE; e != NAMES_NONE; e = names->entries[e].next)
        if (names->entries[e].value == value)
            return;
    names->entries = array_room(names->entries, names->entry_count, &names->entry_room, sizeof *names->entries);
    uint32_t entry = (uint32_t)names->entry_count++;
    names->entries[entry] = (struct names_entry){value, NAMES_NONE};
    if (slot->length) {
        names->entries[slot->last].next = entry;
        slot->last = entry;
        return;
    }
    *slot = (struct names_slot){hash, (uint32_t)names->pool.length, (uint32_t)key.length, entry, entry};
    strbuf_append(&names->pool, key.bytes, key.length);
    names->used++;
}

size_t text_characters(struct text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
    return count;
}

static size_t code_points(struct text text, uint32_t *out)
{
    const uint8_t *at = (const uint8_t *)text.bytes, *end = at + text.length;
    size_t count = 0;
    while (at < end && count < NAME_CHARACTERS_MAXIMUM) {
        unsigned step = utf8_decode(at, end, &out[count]);
        count += step != 0;
        at += step ? step : 1;
    }
    return at < end ? NAME_CHARACTERS_MAXIMUM + 1 : count;
}

/* One row of the matrix at a time (Wagner and Fischer 1974). */
unsigned edit_distance(struct text a, struct text b, unsigned limit)
{
    uint32_t left[NAME_CHARACTERS_MAXIMUM + 1], right[NAME_CHARACTERS_MAXIMUM + 1];
    unsigned row[NAME_CHARACTERS_MAXIMUM + 1];
    size_t m = code_points(a, left), n = code_points(b, right);
    if (m > NAME_CHARACTERS_MAXIMUM || n > NAME_CHARACTERS_MAXIMUM || (m > n ? m - n : n - m) > limit)
        return limit + 1;
    for (size_t j = 0; j <= n; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= m; i++) {
        unsigned corner = row[0], best = row[0] = (unsigned)i;
        for (size_t j = 1; j <= n; j++) {
            unsigned change = corner + (left[i - 1] != right[j - 1]);
            corner = row[j];
            unsigned insert = row[j - 1] + 1, remove = row[j] + 1;
            row[j] = change < insert ? (change < remove ? change : remove) : (insert < remove ? insert : remove);
            best = row[j] < best ? row[j] : best;
        }
        if (best > limit)
            return limit + 1;
    }
    return row[n] > limit ? limit + 1 : row[n];
}
