#include "service/gazetteer/places/places_subdivisions.h"

#include "service/base/json_read.h"
#include "service/gazetteer/places/catalogue.h"
#include "service/gazetteer/places/places_join.h"
#include "service/gazetteer/places/tables.h"

#include <string.h>

enum { CODE_MAXIMUM = 8 };

/* Columns of admin1Codes.txt. */
enum { ADMIN_CODE, ADMIN_NAME, ADMIN_COLUMNS = 4 };

static const char *subtype_of(const char *type)
{
    static const struct {
        const char *type, *subtype;
    } rows[] = {
        {"Province", "province"}, {"District", "district"},       {"Region", "region"},
        {"State", "state"},       {"Governorate", "governorate"}, {"Department", "department"},
        {"County", "county"},     {"Prefecture", "prefecture"},   {"Municipality", "municipality"},
    };
    for (size_t i = 0; type && i < sizeof rows / sizeof *rows; i++)
        if (strcmp(type, rows[i].type) == 0)
            return rows[i].subtype;
    return "subdivision";
}

/* CLDR writes EG-GZ as "eggz". */
static void cldr_key(const char *code, char key[CODE_MAXIMUM + 1])
{
    size_t length = 0;
    for (const char *at = code; *at && length < CODE_MAXIMUM; at++)
        if (*at != '-')
            key[length++] = (char)(*at >= 'A' && *at <= 'Z' ? *at + ('a' - 'A') : *at);
    key[length] = '\0';
}

static void add_subdivision(struct places *places, const struct json_value *entry, void *context)
{
    const struct catalogue_pair *names = context;
    const char *code = json_read_string(json_read_member(entry, "code")),
               *name = json_read_string(json_read_member(entry, "name"));
    struct place_draft draft = {.kind = PLACE_SUBDIVISION};
    char key[CODE_MAXIMUM + 1];
    if (!code || !name || strlen(code) <= 3 || strlen(code) > CODE_MAXIMUM)
        return;
    cldr_key(code, key);
    memcpy(draft.country, code, 2);
    draft.id = arena_printf(&places->arena, "iso:%s", code);
    draft.subtype = subtype_of(json_read_string(json_read_member(entry, "type")));
    catalogue_display_names(&names->en, key, &draft.en, draft.more_en, &draft.en_count);
    catalogue_display_names(&names->ar, key, &draft.ar, draft.more_ar, &draft.ar_count);
    if (!draft.en)
        draft.en = arena_strdup(&places->arena, name);
    else
        draft_add_name(draft.more_en, &draft.en_count, arena_strdup(&places->arena, name));
    draft_split_head_ar(&draft, &places->arena);
    draft_split_tail_en(&draft, &places->arena);
    if (draft.id)
        places_add(places, &draft);
}

/* A row of admin1Codes.txt, "EG.11", adds its names when they lead to a place that is there. */
static void take_admin(struct places *places, const struct text *cells, size_t count, void *context)
{
    const struct catalogue_pair *names = context;
    struct place_draft draft = {.kind = PLACE_ADMIN, .id = "admin"};
    if (count < ADMIN_COLUMNS || cells[ADMIN_CODE].length < 4)
        return;
    memcpy(draft.country, cells[ADMIN_CODE].bytes, 2);
    draft.ar = catalogue_get(&names->ar, cells[ADMIN_CODE]);
    draft.en = catalogue_get(&names->en, cells[ADMIN_CODE]);
    if (!draft.ar || name_script(text_of(draft.ar)) != RECORD_AR)
        return;
    draft_add_name(draft.more_en, &draft.en_count,
                   arena_strndup(&places->arena, cells[ADMIN_NAME].bytes, cells[ADMIN_NAME].length));
    draft_split_head_ar(&draft, &places->arena);
    draft_split_tail_en(&draft, &places->arena);
    places_add(places, &draft);
}

static bool read_admin(struct places *places, const char *folder)
{
    struct catalogue_pair names;
    catalogue_pair_init(&names, places);
    bool done =
        catalogue_read_geonames(&names, folder) && table_read(places, folder, "admin1Codes.txt", take_admin, &names);
    catalogue_pair_release(&names);
    return done;
}

bool places_read_subdivisions(struct places *places, const char *folder)
{
    struct catalogue_pair names;
    catalogue_pair_init(&names, places);
    bool done = catalogue_read_cldr(&names, folder, "subdivisions", "subdivision") &&
                codes_read(places, folder, "iso_3166-2.json", "3166-2", add_subdivision, &names);
    catalogue_pair_release(&names);
    return done && read_admin(places, folder);
}
