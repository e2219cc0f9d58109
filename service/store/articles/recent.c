#include "service/store/articles/recent.h"

#include "service/base/timestamp.h"

#include <stdlib.h>
#include <string.h>

void known_init(struct known *known)
{
    *known = (struct known){.born = timestamp_monotonic()};
}

void known_release(struct known *known)
{
    free(known->places);
    known->places = NULL;
}

void known_clear(struct known *known)
{
    if (known->places)
        memset(known->places, 0, KNOWN_PLACES * sizeof *known->places);
    known->count = 0;
    known->born = timestamp_monotonic();
}

void known_refresh(struct known *known)
{
    bool old = timestamp_monotonic() - known->born > (int64_t)KNOWN_SECONDS * 1000000;
    if (old || known->count >= KNOWN_MAXIMUM)
        known_clear(known);
}

/* Where the hash is, or would be. 0 marks a free place. */
static size_t place_of(const struct known *known, uint64_t hash)
{
    size_t place = hash % KNOWN_PLACES;
    while (known->places[place] && known->places[place] != hash)
        place = (place + 1) % KNOWN_PLACES;
    return place;
}

bool known_has(const struct known *known, uint64_t hash)
{
    return known->places && hash && known->places[place_of(known, hash)] == hash;
}

void known_add(struct known *known, uint64_t hash)
{
    if (!known->places)
        known->places = calloc(KNOWN_PLACES, sizeof *known->places);
    if (!known->places || !hash || known->count >= KNOWN_MAXIMUM)
        return;
    size_t place = place_of(known, hash);
    known->count += known->places[place] == 0;
    known->places[place] = hash;
}
