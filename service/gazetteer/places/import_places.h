/* import_places.h - the importer of places from Debian packages: countries, subdivisions and cities of more than 15,000
 * people, out of the files that scripts/fetch-geodata.sh puts into one folder.
 *
 * Everything is remembered, in at most 1 GiB.
 */
#ifndef ALAM_GAZETTEER_IMPORT_PLACES_H
#define ALAM_GAZETTEER_IMPORT_PLACES_H

#include "service/gazetteer/import/import.h"

/* Reads the folder import->inputs[0]. False after a message on standard error. */
bool import_debian_places(struct import *import);

#endif
