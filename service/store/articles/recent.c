#include "service/store/articles/recent.h"

#include "service/base/timestamp.h"
#include "service/store/db/times.h"

#include <stdlib.h>
#include <string.h>

void recent_init(struct recent *recent)
{
    *recent = (struct recent){.hashes = {.size = sizeof(uint64_t)}, .born = timestamp_monotonic()};
}

void recent_release(struct recent *recent)
{
    array_release(&recent->hashes);
    free(recent->slots.numbers);
    recent->slots = (struct slots){NULL, 0};
}

void recent_clear(struct recent *recent)
{
    if (recent->slots.numbers)
        memset(recent->slots.numbers, 0, (recent->slots.mask + 1) * sizeof *recent->slots.numbers);
    recent->hashes.count = 0;
    recent->born = timestamp_monotonic();
}

void recent_refresh(struct recent *recent)
{
    bool old = timestamp_monotonic() - recent->born > (int64_t)TIMES_RECENT * 1000000;
    if (old || recent->hashes.count >= RECENT_MAXIMUM)
        recent_clear(recent);
}

static uint64_t hash_at(const void *owner, uint32_t number)
{
    const struct recent *recent = owner;
    return ((const uint64_t *)recent->hashes.items)[number];
}

/* The slot of the hash, or the free one where it would be. */
static size_t find(const struct recent *recent, uint64_t hash)
{
    size_t at = slots_first(&recent->slots, hash);
    while (recent->slots.numbers[at] && hash_at(recent, recent->slots.numbers[at] - 1) != hash)
        at = slots_next(&recent->slots, at);
    return at;
}

bool recent_has(const struct recent *recent, uint64_t hash)
{
    return recent->slots.numbers && recent->slots.numbers[find(recent, hash)] != 0;
}

void recent_add(struct recent *recent, uint64_t hash)
{
    if (recent->hashes.count >= RECENT_MAXIMUM || !slots_widen(&recent->slots, recent->hashes.count, hash_at, recent))
        return;
    size_t at = find(recent, hash);
    if (!recent->slots.numbers[at] && array_append(&recent->hashes, &hash, 1))
        recent->slots.numbers[at] = (uint32_t)recent->hashes.count;
}
