#include "service/gazetteer/places/import_places.h"

#include "service/gazetteer/places/places_cities.h"
#include "service/gazetteer/places/places_countries.h"
#include "service/gazetteer/places/places_join.h"
#include "service/gazetteer/places/places_known.h"
#include "service/gazetteer/places/places_subdivisions.h"

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
