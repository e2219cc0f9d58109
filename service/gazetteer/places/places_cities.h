/* places_cities.h - cities of the world as drafts: cities15000.txt of GeoNames, whose names come from the catalogues of libgeonames.
 *
 * scripts/fetch-geodata.sh says where the files come from. Threads: one.
 */
#ifndef ALAM_GAZETTEER_PLACES_CITIES_H
#define ALAM_GAZETTEER_PLACES_CITIES_H

#include "service/gazetteer/places/places.h"

/* Adds what the files in the folder say. False after a message on standard error. */
bool places_read_cities(struct places *places, const char *folder);

#endif
