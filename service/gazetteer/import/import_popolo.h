/* import_popolo.h - Popolo (http://www.popoloproject.com/specs): persons, organizations and areas of a JSON document, and
 * the CSV of EveryPolitician, which has a row for each person and term.
 *
 * A file that begins with "{" or "[" is JSON, any other CSV. Ids are Wikidata's where the data name one. Files are read
 * whole; remembered are the ids of one CSV file.
 */
#ifndef ALAM_GAZETTEER_IMPORT_POPOLO_H
#define ALAM_GAZETTEER_IMPORT_POPOLO_H

#include "service/gazetteer/import/import.h"

/* False after a message. */
bool import_popolo(struct import *import);

#endif
