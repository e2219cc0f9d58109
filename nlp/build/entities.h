/* entities.h - writes the entities in the order of their ids, and all strings: sections ENTITIES and STRINGS.
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_ENTITIES_H
#define ALAM_NLP_BUILD_ENTITIES_H

#include "nlp/build/sections.h"
#include "nlp/build/tables.h"

/* Gives entities for which no row names a prior that of their subtype. */
void entities_complete(struct tables *tables);

/* Sets each entity's rank, its index in ENTITIES. */
void entities_emit(struct tables *tables, struct sections *out);

#endif
