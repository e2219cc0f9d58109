/* places_known.h - what the curated sources say: their places, the names of everybody else, and ordinary words.
 *
 * Threads: one.
 */
#ifndef ALAM_GAZETTEER_PLACES_KNOWN_H
#define ALAM_GAZETTEER_PLACES_KNOWN_H

#include "service/gazetteer/places/places.h"

/* Adds one source of entities or of the lexicon. False after a message. */
bool places_add_known(struct places *places, const char *path);

#endif
