/* places_subdivisions.h - subdivisions of the world as drafts: iso_3166-2.json of iso-codes, the subdivisions of CLDR, and admin1Codes.txt of GeoNames, which only adds names.
 *
 * scripts/fetch-geodata.sh says where the files come from. Threads: one.
 */
#ifndef ALAM_GAZETTEER_PLACES_SUBDIVISIONS_H
#define ALAM_GAZETTEER_PLACES_SUBDIVISIONS_H

#include "service/gazetteer/places/places.h"

/* Adds what the files in the folder say. False after a message on standard error. */
bool places_read_subdivisions(struct places *places, const char *folder);

#endif
