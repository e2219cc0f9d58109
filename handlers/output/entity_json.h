/* entity_json.h - stored entities as answers show them. Threads: pure functions. */
#ifndef ALAM_HANDLERS_OUTPUT_ENTITY_JSON_H
#define ALAM_HANDLERS_OUTPUT_ENTITY_JSON_H

#include "nlp/tagger.h"
#include "service/base/arena.h"

/* Replaces what was stored about an entity when it was first seen by what the gazetteer in use says, which may be newer.
 * False: the gazetteer does not know it, and *identity stays as it is. */
bool entity_json_refresh(const struct gazetteer *gazetteer, struct arena *arena, struct annotated_entity *identity);

#endif
