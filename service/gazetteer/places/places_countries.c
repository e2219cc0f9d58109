#include "service/gazetteer/places/places_countries.h"

#include "service/base/json_read.h"
#include "service/gazetteer/memory.h"
#include "service/gazetteer/places/catalogue.h"
#include "service/gazetteer/places/places_join.h"
#include "service/gazetteer/places/tables.h"

#include <string.h>

/* Columns of countryInfo.txt. */
enum { INFO_CODE = 0, INFO_POPULATION = 7, INFO_COLUMNS_NEEDED = 9 };

static void take_info(struct places *places, const struct text *cells, size_t count, void *context)
{
    (void)context;
    if (count < INFO_COLUMNS_NEEDED || cells[INFO_CODE].length != 2)
        return;
    struct country country = {.population = text_number(cells[INFO_POPULATION])};
    text_copy(cells[INFO_CODE], country.code, sizeof country.code);
    *(struct country *)memory_add(&places->countries) = country;
}

static void add_country(struct places *places, const struct json_value *entry, void *context)
{
    const struct catalogue_pair *names = context;
    const char *code = json_read_string(json_read_member(entry, "alpha_2")),
               *name = json_read_string(json_read_member(entry, "name"));
    if (!code || !name || strlen(code) != 2)
        return;
    struct place_draft draft = {
        .kind = PLACE_COUNTRY, .subtype = "country", .population = places_country_population(places, code)};
    draft.id = arena_printf(&places->arena, "iso:%s", code);
    memcpy(draft.country, code, 2);
    catalogue_display_names(&names->en, code, &draft.en, draft.more_en, &draft.en_count);
    catalogue_display_names(&names->ar, code, &draft.ar, draft.more_ar, &draft.ar_count);
    if (!draft.en)
        draft.en = arena_strdup(&places->arena, name);
    if (draft.id)
        places_add(places, &draft);
}

bool places_read_countries(struct places *places, const char *folder)
{
    struct catalogue_pair names;
    catalogue_pair_init(&names, places);
    bool done = table_read(places, folder, "countryInfo.txt", take_info, NULL) &&
                catalogue_read_cldr(&names, folder, "territories", "territory") &&
                codes_read(places, folder, "iso_3166-1.json", "3166-1", add_country, &names);
    catalogue_pair_release(&names);
    return done;
}
