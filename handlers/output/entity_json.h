/* entity_json.h - stored entities as answers show them. Threads: pure functions. */
#ifndef ALAM_HANDLERS_ENTITY_JSON_H
#define ALAM_HANDLERS_ENTITY_JSON_H

#include "nlp/tagger.h"
#include "service/base/arena.h"

/* What the gazetteer in use says of a known entity is newer than what was stored when it was first met. False: it does not
 * know the entity, which stays as it is. */
bool entity_refresh(const struct gazetteer *gazetteer, struct arena *arena, struct annotated_entity *identity);

#endif
