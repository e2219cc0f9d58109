/* json_names.h - names out of the shapes that JSON formats give them. Uses jansson. Threads: one import, one thread. */
#ifndef ALAM_GAZETTEER_JSON_NAMES_H
#define ALAM_GAZETTEER_JSON_NAMES_H

#include "service/gazetteer/import/import.h"

#include <jansson.h>

/* A string, or an array of strings or of objects with "value" (Wikidata) or "name" (Popolo). Names of languages that
 * are not wanted are passed over; `language` NULL: the script decides. NULL or another shape: nothing. */
void json_names_take(struct import *import, const char *language, const json_t *value);

#endif
