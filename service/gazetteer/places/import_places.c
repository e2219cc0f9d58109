#include "service/gazetteer/places/places.h"

#include <stdlib.h>

enum { PLACES_MEMORY = 1 << 30 };

static void places_init(struct places *places, struct import *import)
{
    *places = (struct places){.import = import};
    arena_init(&places->arena, PLACES_MEMORY);
    struct names *indexes[] = {&places->index, &places->skeletons, &places->others, &places->ordinary,
                               &places->personal};
    for (size_t i = 0; i < sizeof indexes / sizeof *indexes; i++)
        names_init(indexes[i]);
    strbuf_init(&places->scratch, 1 << 16);
    strbuf_init(&places->key, 1 << 16);
}

static void places_release(struct places *places)
{
    arena_release(&places->arena);
    struct names *indexes[] = {&places->index, &places->skeletons, &places->others, &places->ordinary,
                               &places->personal};
    for (size_t i = 0; i < sizeof indexes / sizeof *indexes; i++)
        names_release(indexes[i]);
    strbuf_release(&places->scratch);
    strbuf_release(&places->key);
    free(places->list);
}

bool import_debian_places(struct import *import)
{
    struct places places;
    bool done = true;
    places_init(&places, import);
    for (size_t i = 0; i < import->known_count && done; i++)
        done = places_add_known(&places, import->known[i]);
    const char *folder = import->inputs[0];
    done = done && places_read_countries(&places, folder) && places_read_cities(&places, folder) &&
           places_read_subdivisions(&places, folder) && !places.arena.failed;
    if (done)
        places_write(&places);
    places_release(&places);
    return done;
}
