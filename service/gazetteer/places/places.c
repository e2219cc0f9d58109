#include "service/gazetteer/places/places.h"

#include "service/gazetteer/memory.h"
#include "service/gazetteer/places/skeleton.h"

#include <string.h>

enum { PLACES_MEMORY = 1 << 30, NAME_MAXIMUM = 1 << 16, PLACES_INDEXES = 5 };

static void list_indexes(struct places *places, struct names *list[PLACES_INDEXES])
{
    struct names *all[PLACES_INDEXES] = {&places->index, &places->skeletons, &places->others, &places->ordinary,
                                         &places->personal};
    memcpy(list, all, sizeof all);
}

void places_init(struct places *places, struct import *import)
{
    struct names *indexes[PLACES_INDEXES];
    *places = (struct places){
        .import = import, .list = {.size = sizeof(struct place)}, .countries = {.size = sizeof(struct country)}};
    arena_init(&places->arena, PLACES_MEMORY);
    list_indexes(places, indexes);
    for (size_t i = 0; i < PLACES_INDEXES; i++)
        names_init(indexes[i]);
    strbuf_init(&places->scratch, NAME_MAXIMUM);
    strbuf_init(&places->key, NAME_MAXIMUM);
}

void places_release(struct places *places)
{
    struct names *indexes[PLACES_INDEXES];
    list_indexes(places, indexes);
    for (size_t i = 0; i < PLACES_INDEXES; i++)
        names_release(indexes[i]);
    arena_release(&places->arena);
    strbuf_release(&places->scratch);
    strbuf_release(&places->key);
    array_release(&places->list);
    array_release(&places->countries);
}

uint32_t places_new(struct places *places)
{
    *(struct place *)memory_add(&places->list) = (struct place){.prior = -1};
    return (uint32_t)places->list.count - 1;
}

const char *places_keep(struct places *places, struct text text)
{
    return text.length ? arena_strndup(&places->arena, text.bytes, text.length) : NULL;
}

const char *places_path(struct places *places, const char *folder, const char *file)
{
    const char *path = arena_printf(&places->arena, "%s/%s", folder, file);
    memory_require(path != NULL);
    return path;
}

/* ---- finding places ---- */

static struct text id_key(struct places *places, struct text id)
{
    strbuf_clear(&places->key);
    strbuf_puts(&places->key, "=");
    strbuf_append(&places->key, id.bytes, id.length);
    return strbuf_text(&places->key);
}

uint32_t places_find_id(struct places *places, struct text id)
{
    uint32_t entry = names_find(&places->index, id_key(places, id));
    return entry == NAMES_NONE ? NAMES_NONE : names_value(&places->index, entry);
}

void places_index_id(struct places *places, uint32_t number, struct text id)
{
    names_add(&places->index, id_key(places, id), number);
}

struct text places_skeleton_key(struct places *places, const char *country, struct text name)
{
    strbuf_clear(&places->key);
    if (places_is_arab(country) && skeleton_append(&places->key, names_fold(&places->index, name)))
        strbuf_puts(&places->key, country);
    return strbuf_text(&places->key);
}

void places_index_name(struct places *places, uint32_t number, struct text name, bool latin)
{
    names_add(&places->index, names_fold(&places->index, name), number);
    if (latin)
        names_add(&places->skeletons, places_skeleton_key(places, place_at(places, number)->country, name), number);
}

/* ---- countries ---- */

bool places_is_arab(const char *country)
{
    static const char arab_countries[] = "AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TN YE";
    return country[0] && strstr(arab_countries, country);
}

uint32_t places_country_population(const struct places *places, const char *code)
{
    const struct country *countries = places->countries.items;
    for (size_t i = 0; i < places->countries.count; i++)
        if (strcmp(countries[i].code, code) == 0)
            return countries[i].population;
    return 0;
}
