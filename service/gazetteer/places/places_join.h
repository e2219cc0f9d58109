/* places_join.h - joins what the sources say of one place, and writes the result.
 *
 * A draft is the same place as one that is there when they have an id or a name in common and their countries agree; for
 * capitals and for transliterations of Arabic names nearly the same name is enough. So the order of the drafts matters:
 * countries, then cities by population, then subdivisions. Threads: one.
 */
#ifndef ALAM_GAZETTEER_PLACES_JOIN_H
#define ALAM_GAZETTEER_PLACES_JOIN_H

#include "service/gazetteer/places/places.h"

/* Joins the draft with a place that is there, or adds it. The draft's strings must live as long as `places`. */
void places_add(struct places *places, const struct place_draft *draft);

/* Writes a row for every place that a draft added to. */
void places_write(struct places *places);

#endif
