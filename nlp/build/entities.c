#include "nlp/build/entities.h"

#include <stdlib.h>
#include <string.h>

void entities_complete(struct tables *t)
{
    for (uint32_t i = 0; i < t->entities.count; i++)
        if (tables_entity(t, i)->prior == 0)
            tables_entity(t, i)->prior = subtype_find(tables_subtype(t, tables_entity(t, i)->subtype)).prior;
}

static int compare_ids(const void *left, const void *right, void *context)
{
    const struct tables *t = context;
    return strcmp(pool_string(&t->strings, tables_entity(t, *(const uint32_t *)left)->id),
                  pool_string(&t->strings, tables_entity(t, *(const uint32_t *)right)->id));
}

/* Numbers of the entities, sorted by id, malloc'ed; NULL: out of memory. */
static uint32_t *sort_by_id(struct tables *t)
{
    size_t count = t->entities.count;
    uint32_t *sorted = malloc((count + 1) * sizeof *sorted);
    if (!sorted)
        return NULL;
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = i;
    qsort_r(sorted, count, sizeof *sorted, compare_ids, t);
    return sorted;
}

/* Writes STRINGS: the empty string, the subtypes, then the tables' strings. Returns where those begin. */
static uint32_t emit_strings(const struct tables *t, struct sections *out)
{
    size_t base = 1 + t->subtype_names.count;
    char *strings = sections_grow(out, IMAGE_STRINGS, base + t->strings.count);
    if (!strings)
        return 0;
    if (t->subtype_names.count)
        memcpy(strings + 1, t->subtype_names.items, t->subtype_names.count);
    memcpy(strings + base, t->strings.items, t->strings.count);
    return (uint32_t)base;
}

/* Offset in STRINGS of a string of the tables; 0 when it is empty, so that readers need not look. */
static uint32_t string_at(const struct tables *t, uint32_t base, uint32_t offset)
{
    return *pool_string(&t->strings, offset) ? base + offset : 0;
}

void entities_emit(struct tables *t, struct sections *out)
{
    uint32_t *sorted = sort_by_id(t), base = emit_strings(t, out);
    struct image_entity *entities = sections_grow(out, IMAGE_ENTITIES, t->entities.count);
    out->failed |= !sorted;
    for (uint32_t i = 0; !out->failed && i < t->entities.count; i++) {
        struct build_entity *in = tables_entity(t, sorted[i]);
        in->rank = i;
        entities[i] = (struct image_entity){.id = base + in->id,
                                            .name_ar = string_at(t, base, in->name_ar),
                                            .name_en = string_at(t, base, in->name_en),
                                            .wikidata = in->wikidata,
                                            .type = in->type,
                                            .subtype = in->subtype};
        memcpy(entities[i].country, in->country, sizeof in->country);
    }
    free(sorted);
}
