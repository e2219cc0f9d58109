/* import_wikidata.h - Wikidata's JSON dump (https://www.mediawiki.org/wiki/Wikibase/DataModel/JSON): one array, with an
 * entity on each line, so that each line is parsed by itself.
 *
 * Remembered are, with import->two_passes, the subclasses of the whole dump (wikidata_classes.h), and what the known
 * sources say: which of their entities have a Wikidata id, those keep their id and type; and the Wikidata ids of countries
 * (rows iso:XX), by which the properties P17 and P27 are understood.
 */
#ifndef ALAM_GAZETTEER_IMPORT_WIKIDATA_H
#define ALAM_GAZETTEER_IMPORT_WIKIDATA_H

#include "service/gazetteer/import/import.h"

/* False after a message. */
bool import_wikidata(struct import *import);

#endif
