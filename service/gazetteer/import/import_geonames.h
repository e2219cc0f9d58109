/* import_geonames.h - GeoNames' own dumps (readme.txt of download.geonames.org/export/dump): the table of places, of all
 * countries or of one, and optionally alternateNamesV2.
 *
 * The first input is the table, the second the alternate names. Taken are the places that news can name: by feature code,
 * and settlements by population (import->minimum, 15,000 unless told). Remembered are the ids taken, 4 bytes each, and
 * their alternate names in the wanted languages.
 */
#ifndef ALAM_GAZETTEER_IMPORT_GEONAMES_H
#define ALAM_GAZETTEER_IMPORT_GEONAMES_H

#include "service/gazetteer/import/import.h"

/* False after a message. */
bool import_geonames(struct import *import);

#endif
