#include "handlers/output/entity_json.h"

#include <inttypes.h>

bool entity_json_refresh(const struct gazetteer *gazetteer, struct arena *arena, struct annotated_entity *identity)
{
    size_t index;
    struct gazetteer_entity known;
    if (!gazetteer_find(gazetteer, identity->id, &index))
        return false;
    gazetteer_entity(gazetteer, index, &known);
    identity->type = known.type;
    identity->known = true;
    identity->name_ar = known.name_ar;
    identity->name_en = known.name_en;
    identity->country = arena_strdup(arena, known.country); /* a part of `known` */
    identity->wikidata = known.wikidata ? arena_printf(arena, "Q%" PRIu32, known.wikidata) : "";
    if (!identity->name)
        identity->name = *known.name_ar ? known.name_ar : known.name_en;
    return true;
}
