/* Joining what the sources say of one place. */
#include "service/gazetteer/places/places.h"

#include "service/gazetteer/files.h"
#include "service/gazetteer/places/skeleton.h"
#include "service/gazetteer/source.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    PRIOR_SUBDIVISION = 40,
    PRIOR_COUNTRY = 150,
    PRIOR_CURATED = 128,
};

/* Borders that sources draw differently: a place of the one may be filed under the other. */
static const char *const shared_borders[][2] = {
    {"IL", "PS"}, {"IL", "SY"}, {"UA", "RU"}, {"MA", "EH"}, {"CN", "HK"}, {"CN", "MO"}, {"CN", "TW"},
    {"RS", "XK"}, {"SD", "SS"}, {"GE", "RU"}, {"CY", "TR"}, {"AM", "AZ"}, {"IN", "PK"}, {"IN", "CN"},
    {"FR", "GP"}, {"FR", "MQ"}, {"FR", "RE"}, {"FR", "GF"}, {"FR", "YT"}, {"US", "PR"}, {"US", "GU"},
    {"US", "VI"}, {"US", "AS"}, {"NL", "CW"}, {"NL", "AW"}, {"DK", "GL"}, {"DK", "FO"}, {"GB", "GI"},
    {"GB", "JE"}, {"GB", "GG"}, {"GB", "IM"}, {"NO", "SJ"}, {"FI", "AX"}, {"ID", "TL"},
};

static const char arab_countries[] = "AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TN YE";

static bool is_arab(const char *country)
{
    return country[0] && strstr(arab_countries, country);
}

static bool countries_agree(const char *a, const char *b)
{
    if (!a[0] || !b[0] || strcmp(a, b) == 0)
        return true;
    for (size_t i = 0; i < sizeof shared_borders / sizeof *shared_borders; i++) {
        const char *const *pair = shared_borders[i];
        if ((strcmp(a, pair[0]) == 0 && strcmp(b, pair[1]) == 0) ||
            (strcmp(a, pair[1]) == 0 && strcmp(b, pair[0]) == 0))
            return true;
    }
    return false;
}

uint32_t places_country_population(const struct places *places, const char *code)
{
    for (size_t i = 0; i < places->country_count; i++)
        if (strcmp(places->countries[i].code, code) == 0)
            return places->countries[i].population;
    return 0;
}

/* ---- indexes ---- */

static struct text id_key(struct places *places, struct text id)
{
    strbuf_clear(&places->key);
    strbuf_puts(&places->key, "=");
    strbuf_append(&places->key, id.bytes, id.length);
    return (struct text){places->key.data, places->key.length};
}

static struct text skeleton_key(struct places *places, const char *country, struct text name)
{
    strbuf_clear(&places->key);
    if (is_arab(country) && skeleton_append(&places->key, names_fold(&places->index, name)))
        strbuf_puts(&places->key, country);
    else
        strbuf_clear(&places->key);
    return (struct text){places->key.length ? places->key.data : "", places->key.length};
}

static void index_name(struct places *places, uint32_t number, struct text name, bool latin)
{
    names_add(&places->index, names_fold(&places->index, name), number);
    if (latin)
        names_add(&places->skeletons, skeleton_key(places, places->list[number].country, name), number);
}

static struct place *new_place(struct places *places)
{
    places->list = array_room(places->list, places->count, &places->room, sizeof *places->list);
    struct place *place = &places->list[places->count++];
    *place = (struct place){.prior = -1};
    return place;
}

const char *places_keep(struct places *places, struct text text)
{
    const char *kept = text.length ? arena_strndup(&places->arena, text.bytes, text.length) : NULL;
    return kept;
}

/* ---- what is known ---- */

static void note_person_words(struct places *places, struct text key)
{
    while (key.length)
        names_add(&places->personal, text_split(&key, ' '), 0);
}

static void add_known_other(struct places *places, const struct source_row *row)
{
    struct source_names names = {.row = row};
    bool person = text_equals(row->cells[SOURCE_TYPE], "person");
    while (source_name(&names)) {
        struct text key = names_fold(&places->others, names.name);
        names_add(&places->others, key, person ? OTHER_PERSON : OTHER_ORGANIZATION);
        if (person)
            note_person_words(places, key);
    }
}

static void add_known_place(struct places *places, const struct source_row *row)
{
    struct text id = row->cells[SOURCE_ID];
    uint32_t same = names_find(&places->index, id_key(places, id));
    uint32_t number = same == NAMES_NONE ? (uint32_t)places->count : places->index.entries[same].value;
    struct place *place = same == NAMES_NONE ? new_place(places) : &places->list[number];
    if (same == NAMES_NONE) {
        place->known = true;
        place->kind = PLACE_CITY;
        place->id = places_keep(places, id);
        place->subtype = places_keep(places, row->cells[SOURCE_SUBTYPE]);
        place->en = places_keep(places, row->cells[SOURCE_EN]);
        place->ar = places_keep(places, row->cells[SOURCE_AR]);
        place->capital = place->subtype && strcmp(place->subtype, "capital") == 0;
        if (row->cells[SOURCE_COUNTRY].length == 2)
            memcpy(place->country, row->cells[SOURCE_COUNTRY].bytes, 2);
        names_add(&places->index, id_key(places, id), number);
    }
    struct source_names names = {.row = row};
    while (source_name(&names))
        index_name(places, number, names.name, !column_is_arabic(names.column));
}

static void add_known_lexeme(struct places *places, const struct source_row *row)
{
    static const char *const classes[] = {"common", "function", "verb",        "say",       "month", "number",
                                          "title",  "role",     "nationality", "adjective", "noun",  "verb-form"};
    static const char *const personal[] = {"given", "family"};
    struct text rest = row->cells[SOURCE_FORM];
    struct names *index = NULL;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        index = text_equals(row->cells[SOURCE_CLASS], classes[i]) ? &places->ordinary : index;
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++)
        index = text_equals(row->cells[SOURCE_CLASS], personal[i]) ? &places->personal : index;
    while (index && rest.length)
        names_add(index, names_fold(index, text_split(&rest, '|')), 0);
}

bool places_add_known(struct places *places, const char *path)
{
    struct source source;
    struct source_row row;
    if (!source_open(&source, path))
        return false;
    while (source_next(&source, &row)) {
        if (row.cells[SOURCE_CLASS].length)
            add_known_lexeme(places, &row);
        else if (text_equals(row.cells[SOURCE_TYPE], "place"))
            add_known_place(places, &row);
        else if (row.cells[SOURCE_TYPE].length && row.cells[SOURCE_ID].length)
            add_known_other(places, &row);
    }
    source_release(&source);
    return true;
}

/* ---- finding the same place ---- */

static uint32_t find_named(const struct places *places, const struct names *index, struct text key,
                           const struct place_draft *draft)
{
    for (uint32_t e = names_find(index, key); e != NAMES_NONE; e = index->entries[e].next) {
        uint32_t number = index->entries[e].value;
        const struct place *place = &places->list[number];
        bool country = place->kind == PLACE_COUNTRY || strncmp(place->id, "iso:", 4) == 0;
        if (country && draft->kind == PLACE_CITY &&
            places_country_population(places, place->country) > draft->population * 2ull)
            continue; /* Luxembourg is not its country; Singapore is */
        if (countries_agree(place->country, draft->country))
            return number;
    }
    return NAMES_NONE;
}

/* The curated capital of the country, when its name is nearly the draft's. */
static uint32_t find_capital(struct places *places, const struct place_draft *draft)
{
    for (uint32_t i = 0; draft->capital && i < places->count; i++) {
        const struct place *place = &places->list[i];
        if (!place->known || !place->capital || strcmp(place->country, draft->country) != 0)
            continue;
        if (place->en && draft->en && edit_distance(text_of(place->en), text_of(draft->en), 3) <= 3)
            return i;
        if (place->ar && draft->ar && edit_distance(text_of(place->ar), text_of(draft->ar), 2) <= 2)
            return i;
    }
    return NAMES_NONE;
}

/* Two transliterations of one Arabic name (Al Manşūrah, Mansoura), unless the Arabic names differ. */
static uint32_t find_transliterated(struct places *places, const struct place_draft *draft, const char *name)
{
    uint32_t number =
        find_named(places, &places->skeletons, skeleton_key(places, draft->country, text_of(name)), draft);
    if (number == NAMES_NONE || !places->list[number].known)
        return NAMES_NONE;
    if (!draft->ar || !places->list[number].ar)
        return draft->kind == PLACE_CITY ? number : NAMES_NONE;
    return edit_distance(text_of(draft->ar), text_of(places->list[number].ar), 2) <= 2 ? number : NAMES_NONE;
}

static uint32_t find_same(struct places *places, const struct place_draft *draft)
{
    uint32_t entry = names_find(&places->index, id_key(places, text_of(draft->id))), found = NAMES_NONE;
    if (entry != NAMES_NONE)
        return places->index.entries[entry].value;
    const char *first[] = {draft->ar, draft->en};
    for (size_t i = 0; i < 2 && found == NAMES_NONE; i++)
        if (first[i])
            found = find_named(places, &places->index, names_fold(&places->index, text_of(first[i])), draft);
    for (size_t i = 0; i < draft->ar_count && found == NAMES_NONE; i++)
        found = find_named(places, &places->index, names_fold(&places->index, text_of(draft->more_ar[i])), draft);
    for (size_t i = 0; i < draft->en_count && found == NAMES_NONE; i++)
        found = find_named(places, &places->index, names_fold(&places->index, text_of(draft->more_en[i])), draft);
    if (found == NAMES_NONE)
        found = find_capital(places, draft);
    if (found == NAMES_NONE && draft->en)
        found = find_transliterated(places, draft, draft->en);
    for (size_t i = 0; i < draft->en_count && found == NAMES_NONE; i++)
        found = find_transliterated(places, draft, draft->more_en[i]);
    return found;
}

/* ---- names ---- */

/* Adds the name to the place when nobody of the curated sources is called that. */
static void give_name(struct places *places, uint32_t number, enum record_language language, const char *name)
{
    struct place *place = &places->list[number];
    const char **main = language == RECORD_AR ? &place->ar : &place->en;
    size_t *count = language == RECORD_AR ? &place->ar_count : &place->en_count;
    const char **more = language == RECORD_AR ? place->more_ar : place->more_en;
    struct text key = names_fold(&places->index, text_of(name));
    for (uint32_t e = names_find(&places->index, key); e != NAMES_NONE; e = places->index.entries[e].next) {
        uint32_t other = places->index.entries[e].value;
        if (other == number || (place->known && places->list[other].known))
            return;
    }
    if (!*main)
        *main = name;
    else if (*count < PLACE_NAMES_MAXIMUM)
        more[(*count)++] = name;
    place->touched = true;
    index_name(places, number, text_of(name), language == RECORD_EN);
}

/* Nearly the same spelling, and not merely the article left off (بصرة), which is Persian or Turkish usage. */
static bool is_variant_of(const char *name, const char *main)
{
    const char article[] = "ال";
    if (strncmp(main, article, strlen(article)) == 0 && strcmp(main + strlen(article), name) == 0)
        return false;
    size_t characters = text_characters(text_of(main));
    unsigned limit = characters < 5 ? 1 : characters < 10 ? 2 : 3;
    return edit_distance(text_of(name), text_of(main), limit) <= limit;
}

static void give_names(struct places *places, uint32_t number, const struct place_draft *draft)
{
    bool known = places->list[number].known;
    const char *ar = draft->ar ? places_usable_or_headed(places, number, draft) : NULL;
    if (ar && (!known || !places->list[number].ar || is_variant_of(ar, places->list[number].ar)))
        give_name(places, number, RECORD_AR, ar);
    for (size_t i = 0; i < draft->ar_count && !known; i++) {
        const char *name = places_usable(places, number, draft, RECORD_AR, draft->more_ar[i]);
        if (name)
            give_name(places, number, RECORD_AR, name);
    }
    for (size_t i = 0; i < draft->doubtful_count; i++) {
        bool long_enough = places_name_is_long(draft, draft->doubtful[i]);
        const char *name = long_enough ? places_usable(places, number, draft, RECORD_AR, draft->doubtful[i]) : NULL,
                   *main = places->list[number].ar;
        if (name && main ? is_variant_of(name, main) && !known : name && !known && skeletons_match(draft->en, name))
            give_name(places, number, RECORD_AR, name);
        else if (name && !known)
            import_count(places->import, IMPORT_NAME_DOUBTFUL);
    }
    for (size_t i = 0; !known && i < draft->en_count + (draft->en != NULL); i++) {
        const char *name = places_usable(places, number, draft, RECORD_EN,
                                         draft->en ? (i ? draft->more_en[i - 1] : draft->en) : draft->more_en[i]);
        if (name)
            give_name(places, number, RECORD_EN, name);
    }
}

/* ---- rank ---- */

/* A city of 15,000 gets 10, of 20 million 120: even steps of the logarithm; more for capitals and for Arab countries,
 * whose towns Arabic news names oftener. A curated place that the sources rank gets a little more than the default, so
 * that of two Tripolis the larger is first. */
static int prior_of(const struct place_draft *draft)
{
    if (draft->kind == PLACE_COUNTRY)
        return PRIOR_COUNTRY;
    double steps =
        draft->population > 15000 ? (log10(draft->population) - log10(15000)) / (log10(2e7) - log10(15000)) : 0;
    int prior = draft->kind == PLACE_SUBDIVISION ? PRIOR_SUBDIVISION : 10 + (int)(110 * (steps > 1 ? 1 : steps));
    prior += is_arab(draft->country) ? 15 : 0;
    return draft->capital ? prior + 40 : prior;
}

static void rank(struct place *place, const struct place_draft *draft)
{
    int prior = prior_of(draft);
    if (place->known)
        prior = draft->kind == PLACE_CITY ? PRIOR_CURATED + prior / 16 : -1; /* breaks ties, no more */
    place->touched |= prior > place->prior;
    place->prior = prior > place->prior ? prior : place->prior;
}

/* A second city of that name in the same country cannot be told from the first: the larger one stands for both. */
static void join(struct places *places, uint32_t number, const struct place_draft *draft)
{
    struct place *place = &places->list[number];
    if (draft->kind != PLACE_ADMIN)
        import_count(places->import, place->known ? IMPORT_MERGED : IMPORT_ABSORBED);
    if (place->known || place->kind != PLACE_CITY || draft->kind != PLACE_CITY) {
        rank(place, draft);
        give_names(places, number, draft);
        return;
    }
    const char *ar = !place->ar && draft->ar ? places_usable(places, number, draft, RECORD_AR, draft->ar) : NULL;
    if (ar)
        give_name(places, number, RECORD_AR, ar);
}

void places_add(struct places *places, const struct place_draft *draft)
{
    uint32_t number = find_same(places, draft);
    if (number != NAMES_NONE)
        join(places, number, draft);
    if (number != NAMES_NONE || draft->kind == PLACE_ADMIN)
        return;
    number = (uint32_t)places->count;
    struct place *place = new_place(places);
    place->id = draft->id;
    place->kind = draft->kind;
    place->subtype = draft->subtype;
    place->capital = draft->capital;
    memcpy(place->country, draft->country, sizeof place->country);
    rank(place, draft);
    names_add(&places->index, id_key(places, text_of(draft->id)), number);
    give_names(places, number, draft);
}

/* ---- rows ---- */

static void write_place(struct places *places, const struct place *place)
{
    struct import *import = places->import;
    struct record *record = &import->record;
    record_reset(record);
    record->type = ENTITY_PLACE;
    strbuf_puts(&record->id, place->id);
    record->prior = place->prior;
    if (!place->known) {
        strbuf_puts(&record->subtype, place->subtype ? place->subtype : "");
        memcpy(record->country, place->country, sizeof record->country);
        if (place->en)
            import_name(import, RECORD_EN, text_of(place->en));
        if (place->ar)
            import_name(import, RECORD_AR, text_of(place->ar));
    }
    if (place->headed && !place->ar)
        record_alias(record, RECORD_AR, text_of(place->headed));
    for (size_t i = 0; i < place->ar_count; i++) /* an alias of a known place stays an alias */
        place->known ? strbuf_printf(&record->aliases[RECORD_AR], "%s%s", i ? "|" : "", place->more_ar[i])
                     : (void)import_name(import, RECORD_AR, text_of(place->more_ar[i]));
    for (size_t i = 0; i < place->en_count && !place->known; i++)
        import_name(import, RECORD_EN, text_of(place->more_en[i]));
    if (place->known)
        record_write(record, stdout);
    else
        import_take(import);
}

void places_write(struct places *places)
{
    for (size_t i = 0; i < places->count; i++)
        if (places->list[i].touched)
            write_place(places, &places->list[i]);
}
