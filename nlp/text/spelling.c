#include "nlp/text/spelling.h"

#include "nlp/text/hash.h"
#include "service/base/utf8.h"

#include <string.h>

enum { CHUNK = 8 };

static const uint64_t SEED = 0x9e3779b97f4a7c15ULL, FACTOR = 0xa0761d6478bd642fULL;

/* The bytes go into the hash eight at a time. */
struct speller {
    uint64_t hash, chunk;
    unsigned count; /* bytes in the chunk */
};

static void put(struct speller *s, uint8_t byte)
{
    s->chunk |= (uint64_t)byte << 8 * s->count;
    if (++s->count < CHUNK)
        return;
    s->hash = hash_mix(s->hash ^ s->chunk, FACTOR);
    s->chunk = s->count = 0;
}

static uint16_t finish(const struct speller *s)
{
    uint64_t hash = hash_mix(s->hash ^ s->chunk, FACTOR ^ s->count);
    return (uint16_t)(hash ^ hash >> 32);
}

uint16_t spelling_hash(const char *bytes, size_t length)
{
    const uint8_t *at = (const uint8_t *)bytes, *end = at + length;
    struct speller s = {.hash = SEED};
    bool gap = false, any = false;
    while (at < end) {
        uint32_t code_point = 0;
        unsigned step = utf8_decode(at, end, &code_point);
        if (!step)
            break;
        enum fold_kind kind = fold_kind(fold_entry(code_point));
        gap = kind == FOLD_OTHER ? any : gap;
        if (kind != FOLD_OTHER && kind != FOLD_MARK && kind != FOLD_FORMAT) {
            if (gap)
                put(&s, ' ');
            for (unsigned i = 0; i < step; i++)
                put(&s, at[i]);
            gap = false;
            any = true;
        }
        at += step;
    }
    return finish(&s);
}

uint16_t spelling_hash_plain(const char *bytes, size_t length)
{
    struct speller s = {.hash = SEED};
    for (; length >= CHUNK; bytes += CHUNK, length -= CHUNK) {
        memcpy(&s.chunk, bytes, CHUNK);
        s.hash = hash_mix(s.hash ^ s.chunk, FACTOR);
    }
    for (s.chunk = 0; s.count < length; s.count++)
        s.chunk |= (uint64_t)(uint8_t)bytes[s.count] << 8 * s.count;
    return finish(&s);
}
