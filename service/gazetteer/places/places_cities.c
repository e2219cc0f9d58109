#include "service/gazetteer/places/places_cities.h"

#include "service/gazetteer/geonames.h"
#include "service/gazetteer/memory.h"
#include "service/gazetteer/places/catalogue.h"
#include "service/gazetteer/places/places_join.h"
#include "service/gazetteer/places/tables.h"

#include <stdlib.h>
#include <string.h>

/* A row of cities15000.txt; strings in the arena. */
struct city {
    const char *id, *name, *ascii, *alternates, *feature;
    char country[3];
    uint32_t population;
};

static void take_city(struct places *places, const struct text *cells, size_t count, void *context)
{
    struct arena *arena = &places->arena;
    if (count < GEONAMES_COLUMNS || cells[GEONAMES_COUNTRY].length != 2) {
        import_count(places->import, IMPORT_BROKEN);
        return;
    }
    struct city city = {.id = arena_strndup(arena, cells[GEONAMES_ID].bytes, cells[GEONAMES_ID].length),
                        .name = arena_strndup(arena, cells[GEONAMES_NAME].bytes, cells[GEONAMES_NAME].length),
                        .ascii = arena_strndup(arena, cells[GEONAMES_ASCII].bytes, cells[GEONAMES_ASCII].length),
                        .alternates =
                            arena_strndup(arena, cells[GEONAMES_ALTERNATES].bytes, cells[GEONAMES_ALTERNATES].length),
                        .feature = arena_strndup(arena, cells[GEONAMES_CODE].bytes, cells[GEONAMES_CODE].length),
                        .population = text_number(cells[GEONAMES_POPULATION])};
    text_copy(cells[GEONAMES_COUNTRY], city.country, sizeof city.country);
    *(struct city *)memory_add(context) = city;
}

static bool is_capital(const struct city *city)
{
    return strcmp(city->feature, "PPLC") == 0;
}

/* Capitals first, then the larger city. */
static int compare_cities(const void *left, const void *right)
{
    const struct city *a = left, *b = right;
    if (is_capital(a) != is_capital(b))
        return is_capital(a) ? -1 : 1;
    if (a->population != b->population)
        return a->population > b->population ? -1 : 1;
    return strcmp(a->id, b->id);
}

/* The table does not tell the language of an alternate name: one in Arabic script may be Persian, Urdu, Uyghur or old. */
static void add_alternates(struct places *places, struct place_draft *draft, const char *alternates)
{
    struct text rest = text_of(alternates);
    while (rest.length) {
        struct text name = text_split(&rest, ',');
        if (name_script(name) == RECORD_AR)
            draft_add_name(draft->doubtful, &draft->doubtful_count,
                           arena_strndup(&places->arena, name.bytes, name.length));
    }
}

static void add_city(struct places *places, const struct catalogue_pair *names, const struct city *city)
{
    struct place_draft draft = {.kind = PLACE_CITY, .population = city->population, .capital = is_capital(city)};
    const char *en = catalogue_get(&names->en, text_of(city->id)), *ar = catalogue_get(&names->ar, text_of(city->id));
    draft.id = arena_printf(&places->arena, "gn:%s", city->id);
    draft.subtype = draft.capital ? "capital" : strcmp(city->feature, "PPLX") == 0 ? "neighbourhood" : "city";
    memcpy(draft.country, city->country, sizeof draft.country);
    draft.en = en && name_script(text_of(en)) == RECORD_EN ? en : city->ascii;
    draft.ar = ar && name_script(text_of(ar)) == RECORD_AR ? ar : NULL;
    draft_split_head_ar(&draft, &places->arena);
    draft.headed = NULL; /* with the word before it, the name means the province, which is another place */
    draft_add_name(draft.more_en, &draft.en_count, city->ascii);
    draft_add_name(draft.more_en, &draft.en_count, city->name);
    add_alternates(places, &draft, city->alternates);
    if (draft.id)
        places_add(places, &draft);
}

bool places_read_cities(struct places *places, const char *folder)
{
    struct array cities = {.size = sizeof(struct city)};
    struct catalogue_pair names;
    catalogue_pair_init(&names, places);
    bool done = table_read(places, folder, "cities15000.txt", take_city, &cities) &&
                catalogue_read_geonames(&names, folder) && !places->arena.failed;
    if (done && cities.count)
        qsort(cities.items, cities.count, cities.size, compare_cities);
    for (size_t i = 0; done && i < cities.count; i++)
        add_city(places, &names, &((const struct city *)cities.items)[i]);
    catalogue_pair_release(&names);
    array_release(&cities);
    return done;
}
