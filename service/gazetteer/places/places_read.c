/* From the files of the Debian packages to drafts: see scripts/fetch-geodata.sh for their names and origins. */
#include "service/gazetteer/places/places.h"

#include "service/gazetteer/files.h"
#include "service/gazetteer/source.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { GEONAMES_COLUMNS = 19, CODE_MAXIMUM = 8 };

/* Names by key of one file: geonameid, country code or "CC.ADM1" in a catalogue, "aeaz" or "AE" in CLDR. */
struct catalogue {
    struct places *places;
    struct names index;
    const char **texts;
    size_t count, room;
};

static void catalogue_put(struct catalogue *catalogue, struct text key, struct text text)
{
    catalogue->texts = array_room(catalogue->texts, catalogue->count, &catalogue->room, sizeof *catalogue->texts);
    catalogue->texts[catalogue->count] = arena_strndup(&catalogue->places->arena, text.bytes, text.length);
    if (catalogue->texts[catalogue->count])
        names_add(&catalogue->index, key, (uint32_t)catalogue->count++);
}

static const char *catalogue_get(const struct catalogue *catalogue, struct text key)
{
    uint32_t entry = names_find(&catalogue->index, key);
    return entry == NAMES_NONE ? NULL : catalogue->texts[catalogue->index.entries[entry].value];
}

static void take_message(void *context, struct text id, struct text text)
{
    catalogue_put(context, id, text);
}

/* Key "ae" for the usual name, "ae short" and "ae variant" for the alternatives. */
static void take_display_name(void *context, const char *code, const char *alt, const char *name)
{
    char key[64];
    snprintf(key, sizeof key, "%s%s%s", code, *alt ? " " : "", alt);
    catalogue_put(context, text_of(key), text_of(name));
}

static void catalogue_init(struct catalogue *catalogue, struct places *places)
{
    *catalogue = (struct catalogue){.places = places};
    names_init(&catalogue->index);
}

static void catalogue_release(struct catalogue *catalogue)
{
    names_release(&catalogue->index);
    free(catalogue->texts);
}

static const char *path_in(struct places *places, const char *folder, const char *file)
{
    const char *path = arena_printf(&places->arena, "%s/%s", folder, file);
    return path ? path : "";
}

static void add_name(const char **list, size_t *count, const char *name)
{
    if (name && *name && *count < PLACE_NAMES_MAXIMUM)
        list[(*count)++] = name;
}

/* Cells of one line; false when there are fewer than `count`. */
static bool split_cells(struct text line, struct text *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i && line.length == 0 && i + 1 < count)
            return false;
        cells[i] = text_split(&line, '\t');
    }
    return true;
}

/* Calls `take` for every line that is no comment. */
static bool each_line(struct places *places, const char *path, void (*take)(struct places *, struct text line, void *),
                      void *context)
{
    char *bytes = NULL;
    size_t length = 0;
    if (!file_read(path, &bytes, &length))
        return false;
    struct text rest = {bytes, length};
    while (rest.length) {
        struct text line = text_split(&rest, '\n');
        if (line.length && line.bytes[0] != '#')
            take(places, line, context);
    }
    free(bytes);
    return true;
}

static uint32_t number_of(struct text text)
{
    uint64_t number = 0;
    for (size_t i = 0; i < text.length && text.bytes[i] >= '0' && text.bytes[i] <= '9' && number < UINT32_MAX / 16; i++)
        number = number * 10 + (uint64_t)(text.bytes[i] - '0');
    return (uint32_t)number;
}

/* ---- countries ---- */

/* countryInfo.txt: ISO code first, population in column 8. */
static void take_country_info(struct places *places, struct text line, void *context)
{
    struct text cells[9];
    (void)context;
    if (!split_cells(line, cells, 9) || cells[0].length != 2 ||
        places->country_count == sizeof places->countries / sizeof *places->countries)
        return;
    struct country *country = &places->countries[places->country_count++];
    memcpy(country->code, cells[0].bytes, 2);
    country->population = number_of(cells[7]);
}

struct display_names {
    struct catalogue en, ar;
};

static bool read_display_names(struct places *places, const char *folder, const char *kind, const char *element,
                               struct display_names *names)
{
    catalogue_init(&names->en, places);
    catalogue_init(&names->ar, places);
    const char *en = arena_printf(&places->arena, "%s/%s-en.xml", folder, kind),
               *ar = arena_printf(&places->arena, "%s/%s-ar.xml", folder, kind);
    return en && ar && cldr_read(en, element, take_display_name, &names->en) &&
           cldr_read(ar, element, take_display_name, &names->ar);
}

static void release_display_names(struct display_names *names)
{
    catalogue_release(&names->en);
    catalogue_release(&names->ar);
}

/* The short form is the one that news uses; the usual and the variant form are other names. */
static void add_display_names(const struct catalogue *catalogue, const char *code, const char **ret_main,
                              const char **more, size_t *count)
{
    static const char *const forms[] = {"%s short", "%s", "%s variant"};
    char key[64];
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        snprintf(key, sizeof key, forms[i], code);
        const char *name = catalogue_get(catalogue, text_of(key));
        if (name && !*ret_main)
            *ret_main = name;
        else
            add_name(more, count, name);
    }
}

static void add_country(struct places *places, const struct display_names *names, const char *code, const char *name)
{
    struct place_draft draft = {
        .kind = PLACE_COUNTRY, .subtype = "country", .population = places_country_population(places, code)};
    draft.id = arena_printf(&places->arena, "iso:%s", code);
    memcpy(draft.country, code, 2);
    add_display_names(&names->en, code, &draft.en, draft.more_en, &draft.en_count);
    add_display_names(&names->ar, code, &draft.ar, draft.more_ar, &draft.ar_count);
    if (!draft.en)
        draft.en = arena_strdup(&places->arena, name);
    if (draft.id)
        places_add(places, &draft);
}

static json_t *load_json(struct places *places, const char *folder, const char *file, const char *list)
{
    json_error_t error;
    const char *path = path_in(places, folder, file);
    json_t *root = json_load_file(path, 0, &error);
    json_t *array = json_incref(json_object_get(root, list));
    json_decref(root);
    if (!json_is_array(array))
        fprintf(stderr, "alam gazetteer: %s: %s\n", path, root ? "has no list of codes" : error.text);
    return array;
}

bool places_read_countries(struct places *places, const char *folder)
{
    struct display_names names;
    bool done = each_line(places, path_in(places, folder, "countryInfo.txt"), take_country_info, NULL);
    done = read_display_names(places, folder, "territories", "territory", &names) && done;
    json_t *list = done ? load_json(places, folder, "iso_3166-1.json", "3166-1") : NULL, *row;
    size_t i;
    json_array_foreach(list, i, row)
    {
        const char *code = json_string_value(json_object_get(row, "alpha_2")),
                   *name = json_string_value(json_object_get(row, "name"));
        if (code && name && strlen(code) == 2)
            add_country(places, &names, code, name);
    }
    done = done && json_is_array(list);
    json_decref(list);
    release_display_names(&names);
    return done;
}

/* ---- heads ---- */

/* What kind of subdivision it is stands outside the name: محافظة قنا, Qena Governorate. */
static const char *const heads_ar[] = {"محافظة ",   "ولاية ",  "مقاطعة ",  "منطقة ", "إقليم ", "اقليم ", "مدينة ",
                                       "بلدية ",    "مديرية ", "دائرة ",   "إمارة ", "امارة ", "قضاء ",  "كانتون ",
                                       "كانتونية ", "أبرشية ", "أوبلاست ", "محلية ", "ناحية "};
static const char *const tails_en[] = {" Governorate",  " Province", " Region",     " Oblast",     " Krai",
                                       " District",     " County",   " Prefecture", " State",      " Department",
                                       " Municipality", " Parish",   " Canton",     " Voivodeship"};

static void split_head_ar(struct places *places, struct place_draft *draft)
{
    for (size_t i = 0; draft->ar && i < sizeof heads_ar / sizeof *heads_ar; i++) {
        size_t length = strlen(heads_ar[i]);
        if (strncmp(draft->ar, heads_ar[i], length) != 0)
            continue;
        draft->headed = draft->ar;
        draft->ar = arena_strdup(&places->arena, draft->ar + length);
        return;
    }
}

static void split_tail_en(struct places *places, struct place_draft *draft)
{
    size_t length = draft->en ? strlen(draft->en) : 0;
    for (size_t i = 0; i < sizeof tails_en / sizeof *tails_en; i++) {
        size_t tail = strlen(tails_en[i]);
        if (length <= tail || strcmp(draft->en + length - tail, tails_en[i]) != 0)
            continue;
        add_name(draft->more_en, &draft->en_count, draft->en);
        draft->en = arena_strndup(&places->arena, draft->en, length - tail);
        return;
    }
}

/* ---- cities ---- */

struct city {
    const char *id, *name, *ascii, *alternates, *feature;
    char country[3];
    uint32_t population;
};

struct cities {
    struct city *list;
    size_t count, room;
    struct catalogue en, ar;
};

/* readme.txt of download.geonames.org/export/dump: geonameid, name, asciiname, alternatenames, …, 7 feature code,
 * 8 country code, 14 population. */
static void take_city(struct places *places, struct text line, void *context)
{
    struct cities *cities = context;
    struct text cells[GEONAMES_COLUMNS];
    if (!split_cells(line, cells, GEONAMES_COLUMNS) || cells[8].length != 2) {
        import_count(places->import, IMPORT_BROKEN);
        return;
    }
    cities->list = array_room(cities->list, cities->count, &cities->room, sizeof *cities->list);
    struct city *city = &cities->list[cities->count++];
    struct arena *arena = &places->arena;
    *city = (struct city){.population = number_of(cells[14])};
    city->id = arena_strndup(arena, cells[0].bytes, cells[0].length);
    city->name = arena_strndup(arena, cells[1].bytes, cells[1].length);
    city->ascii = arena_strndup(arena, cells[2].bytes, cells[2].length);
    city->alternates = arena_strndup(arena, cells[3].bytes, cells[3].length);
    city->feature = arena_strndup(arena, cells[7].bytes, cells[7].length);
    memcpy(city->country, cells[8].bytes, 2);
}

static int compare_cities(const void *left, const void *right)
{
    const struct city *a = left, *b = right;
    bool capital_a = strcmp(a->feature, "PPLC") == 0, capital_b = strcmp(b->feature, "PPLC") == 0;
    if (capital_a != capital_b)
        return capital_a ? -1 : 1;
    if (a->population != b->population)
        return a->population > b->population ? -1 : 1;
    return strcmp(a->id, b->id);
}

/* Alternates have no language: those in Arabic script may be Persian, Urdu, Uyghur or an old name. */
static void add_alternates(struct places *places, struct place_draft *draft, const char *alternates)
{
    struct text rest = text_of(alternates);
    while (rest.length) {
        struct text name = text_split(&rest, ',');
        if (name_script(name) == RECORD_AR)
            add_name(draft->doubtful, &draft->doubtful_count, arena_strndup(&places->arena, name.bytes, name.length));
    }
}

static void add_city(struct places *places, const struct cities *cities, const struct city *city)
{
    struct place_draft draft = {.kind = PLACE_CITY, .subtype = "city", .population = city->population};
    const char *en = catalogue_get(&cities->en, text_of(city->id)), *ar = catalogue_get(&cities->ar, text_of(city->id));
    draft.id = arena_printf(&places->arena, "gn:%s", city->id);
    draft.capital = strcmp(city->feature, "PPLC") == 0;
    draft.subtype = draft.capital ? "capital" : strcmp(city->feature, "PPLX") == 0 ? "neighbourhood" : "city";
    memcpy(draft.country, city->country, sizeof draft.country);
    draft.en = en && name_script(text_of(en)) == RECORD_EN ? en : city->ascii;
    draft.ar = ar && name_script(text_of(ar)) == RECORD_AR ? ar : NULL;
    split_head_ar(places, &draft);
    draft.headed = NULL; /* the province of that name is another place */
    add_name(draft.more_en, &draft.en_count, city->ascii);
    add_name(draft.more_en, &draft.en_count, city->name);
    add_alternates(places, &draft, city->alternates);
    if (draft.id)
        places_add(places, &draft);
}

bool places_read_cities(struct places *places, const char *folder)
{
    struct cities cities = {0};
    catalogue_init(&cities.en, places);
    catalogue_init(&cities.ar, places);
    bool done = each_line(places, path_in(places, folder, "cities15000.txt"), take_city, &cities) &&
                mo_read(path_in(places, folder, "geonames-en.mo"), take_message, &cities.en) &&
                mo_read(path_in(places, folder, "geonames-ar.mo"), take_message, &cities.ar) && !places->arena.failed;
    if (done && cities.count)
        qsort(cities.list, cities.count, sizeof *cities.list, compare_cities);
    for (size_t i = 0; done && i < cities.count; i++)
        add_city(places, &cities, &cities.list[i]);
    catalogue_release(&cities.en);
    catalogue_release(&cities.ar);
    free(cities.list);
    return done;
}

/* ---- subdivisions ---- */

static const char *subtype_of(const char *type)
{
    static const char *const plain[] = {"Province",   "District", "Region",     "State",       "Governorate",
                                        "Department", "County",   "Prefecture", "Municipality"};
    static const char *const subtypes[] = {"province",   "district", "region",     "state",       "governorate",
                                           "department", "county",   "prefecture", "municipality"};
    for (size_t i = 0; type && i < sizeof plain / sizeof *plain; i++)
        if (strcmp(type, plain[i]) == 0)
            return subtypes[i];
    return "subdivision";
}

static void add_subdivision(struct places *places, const struct display_names *names, const char *code,
                            const char *name, const char *type)
{
    struct place_draft draft = {.kind = PLACE_SUBDIVISION, .subtype = "subdivision"};
    char key[CODE_MAXIMUM + 1] = {0};
    size_t length = 0;
    for (const char *at = code; *at && length < CODE_MAXIMUM; at++)
        if (*at != '-')
            key[length++] = (char)(*at >= 'A' && *at <= 'Z' ? *at + ('a' - 'A') : *at);
    memcpy(draft.country, code, 2);
    draft.id = arena_printf(&places->arena, "iso:%s", code);
    draft.subtype = subtype_of(type);
    add_display_names(&names->en, key, &draft.en, draft.more_en, &draft.en_count);
    add_display_names(&names->ar, key, &draft.ar, draft.more_ar, &draft.ar_count);
    if (!draft.en)
        draft.en = arena_strdup(&places->arena, name);
    else
        add_name(draft.more_en, &draft.en_count, arena_strdup(&places->arena, name));
    split_head_ar(places, &draft);
    split_tail_en(places, &draft);
    if (draft.id)
        places_add(places, &draft);
}

struct admin {
    struct catalogue en, ar;
};

/* admin1Codes.txt: "EG.11", name, ascii name, geonameid. Only names of places that are there already. */
static void take_admin(struct places *places, struct text line, void *context)
{
    struct admin *admin = context;
    struct text cells[4];
    struct place_draft draft = {.kind = PLACE_ADMIN, .id = "admin"};
    if (!split_cells(line, cells, 4) || cells[0].length < 4)
        return;
    memcpy(draft.country, cells[0].bytes, 2);
    draft.ar = catalogue_get(&admin->ar, cells[0]);
    draft.en = catalogue_get(&admin->en, cells[0]);
    if (!draft.ar || name_script(text_of(draft.ar)) != RECORD_AR)
        return;
    add_name(draft.more_en, &draft.en_count, arena_strndup(&places->arena, cells[1].bytes, cells[1].length));
    split_head_ar(places, &draft);
    split_tail_en(places, &draft);
    places_add(places, &draft);
}

static bool read_admin(struct places *places, const char *folder)
{
    struct admin admin;
    catalogue_init(&admin.en, places);
    catalogue_init(&admin.ar, places);
    bool done = mo_read(path_in(places, folder, "geonames-en.mo"), take_message, &admin.en) &&
                mo_read(path_in(places, folder, "geonames-ar.mo"), take_message, &admin.ar) &&
                each_line(places, path_in(places, folder, "admin1Codes.txt"), take_admin, &admin);
    catalogue_release(&admin.en);
    catalogue_release(&admin.ar);
    return done;
}

bool places_read_subdivisions(struct places *places, const char *folder)
{
    struct display_names names;
    bool done = read_display_names(places, folder, "subdivisions", "subdivision", &names);
    json_t *list = done ? load_json(places, folder, "iso_3166-2.json", "3166-2") : NULL, *row;
    size_t i;
    json_array_foreach(list, i, row)
    {
        const char *code = json_string_value(json_object_get(row, "code")),
                   *name = json_string_value(json_object_get(row, "name"));
        if (code && name && strlen(code) > 3 && strlen(code) <= CODE_MAXIMUM)
            add_subdivision(places, &names, code, name, json_string_value(json_object_get(row, "type")));
    }
    done = done && json_is_array(list);
    json_decref(list);
    release_display_names(&names);
    return done && read_admin(places, folder);
}
