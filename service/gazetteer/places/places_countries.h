/* places_countries.h - countries of the world as drafts: countryInfo.txt of GeoNames (codes and populations), iso_3166-1.json of iso-codes, and the territories of CLDR.
 *
 * scripts/fetch-geodata.sh says where the files come from. Threads: one.
 */
#ifndef ALAM_GAZETTEER_PLACES_COUNTRIES_H
#define ALAM_GAZETTEER_PLACES_COUNTRIES_H

#include "service/gazetteer/places/places.h"

/* Adds what the files in the folder say. False after a message on standard error. */
bool places_read_countries(struct places *places, const char *folder);

#endif
