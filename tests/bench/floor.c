#include "tests/bench/floor.h"

#include "nlp/text/letters.h"
#include "service/base/utf8.h"
#include "tests/bench/bench.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Reads the next word; false at the end of the text. `hash` is never 0. */
static inline bool next_word(const uint8_t **at, const uint8_t *end, uint64_t *ret_hash)
{
    uint64_t hash = 0;
    bool any = false;
    while (*at < end) {
        uint32_t code_point = **at;
        unsigned length = 1;
        if (code_point >= 0x80) {
            length = utf8_decode(*at, end, &code_point);
            if (length == 0)
                bench_die("the text is not UTF-8");
        }
        *at += length;
        uint32_t entry = fold_entry(code_point);
        enum fold_kind kind = fold_kind(entry);
        if (kind == FOLD_MARK || kind == FOLD_FORMAT)
            continue;
        if (kind != FOLD_OTHER) {
            hash = (hash ^ fold_payload(entry)) * 0x9E3779B97F4A7C15ULL;
            any = true;
        } else if (any) {
            break;
        }
    }
    *ret_hash = hash ? hash : 1;
    return any;
}

static inline size_t slot_of(const struct floor *floor, uint64_t hash)
{
    return (hash ^ hash >> 32) & floor->mask;
}

static inline bool has(const struct floor *floor, uint64_t hash)
{
    size_t slot = slot_of(floor, hash);
    while (floor->slots[slot] && floor->slots[slot] != hash)
        slot = (slot + 1) & floor->mask;
    return floor->slots[slot] != 0;
}

static void insert(struct floor *floor, uint64_t hash)
{
    size_t slot = slot_of(floor, hash);
    while (floor->slots[slot] && floor->slots[slot] != hash)
        slot = (slot + 1) & floor->mask;
    floor->count += floor->slots[slot] == 0;
    floor->slots[slot] = hash;
}

static void widen(struct floor *floor)
{
    struct floor old = *floor;
    size_t slots = old.slots ? (old.mask + 1) * 2 : 1024;
    *floor = (struct floor){.slots = calloc(slots, sizeof *floor->slots), .mask = slots - 1};
    if (!floor->slots)
        bench_die("no memory");
    for (size_t i = 0; old.slots && i <= old.mask; i++)
        if (old.slots[i])
            insert(floor, old.slots[i]);
    free(old.slots);
}

void floor_init(struct floor *floor, const char *names, size_t length)
{
    const uint8_t *at = (const uint8_t *)names, *end = at + length;
    uint64_t hash;
    *floor = (struct floor){0};
    widen(floor);
    while (next_word(&at, end, &hash)) {
        if (floor->count * 2 >= floor->mask)
            widen(floor);
        insert(floor, hash);
    }
}

void floor_release(struct floor *floor)
{
    free(floor->slots);
}

struct floor_counts floor_pass(const struct floor *floor, const char *text, size_t length)
{
    const uint8_t *at = (const uint8_t *)text, *end = at + length;
    struct floor_counts counts = {0};
    uint64_t hash;
    while (next_word(&at, end, &hash)) {
        counts.words++;
        counts.hits += has(floor, hash);
    }
    return counts;
}
