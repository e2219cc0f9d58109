#include "service/gazetteer/places/places_join.h"

#include "nlp/text/proclitic.h"
#include "service/base/edit_distance.h"
#include "service/gazetteer/geonames.h"
#include "service/gazetteer/places/places_names.h"
#include "service/gazetteer/places/skeleton.h"

#include <string.h>

enum {
    PRIOR_SUBDIVISION = 40,
    PRIOR_COUNTRY = 150,
    PRIOR_CURATED = 128,      /* the builder's default */
    PRIOR_CURATED_SHARE = 16, /* what the sources say of a curated place counts one sixteenth */
    PRIOR_CAPITAL = 40,       /* more than its size alone gives */
    PRIOR_ARAB = 15,          /* Arabic news names the towns of Arab countries oftener than others of their size */
};

/* Pairs of countries whose border sources draw differently: a place of the one may be filed under the other. */
static const char *const shared_borders[][2] = {
    {"IL", "PS"}, {"IL", "SY"}, {"UA", "RU"}, {"MA", "EH"}, {"CN", "HK"}, {"CN", "MO"}, {"CN", "TW"},
    {"RS", "XK"}, {"SD", "SS"}, {"GE", "RU"}, {"CY", "TR"}, {"AM", "AZ"}, {"IN", "PK"}, {"IN", "CN"},
    {"FR", "GP"}, {"FR", "MQ"}, {"FR", "RE"}, {"FR", "GF"}, {"FR", "YT"}, {"US", "PR"}, {"US", "GU"},
    {"US", "VI"}, {"US", "AS"}, {"NL", "CW"}, {"NL", "AW"}, {"DK", "GL"}, {"DK", "FO"}, {"GB", "GI"},
    {"GB", "JE"}, {"GB", "GG"}, {"GB", "IM"}, {"NO", "SJ"}, {"FI", "AX"}, {"ID", "TL"},
};

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

/* ---- finding the same place ---- */

/* Luxembourg the city is not Luxembourg the country, but Singapore is: does the country have so many more people than the
 * draft's city that the two are not the same? */
static bool is_only_the_country(const struct places *places, const struct place *place, const struct place_draft *draft)
{
    bool country = place->kind == PLACE_COUNTRY || strncmp(place->id, "iso:", 4) == 0;
    return country && draft->kind == PLACE_CITY &&
           places_country_population(places, place->country) > draft->population * 2ull;
}

static uint32_t find_named(const struct places *places, const struct names *index, struct text key,
                           const struct place_draft *draft)
{
    for (uint32_t e = names_find(index, key); e != NAMES_NONE; e = names_next(index, e)) {
        uint32_t number = names_value(index, e);
        const struct place *place = place_at(places, number);
        if (!is_only_the_country(places, place, draft) && countries_agree(place->country, draft->country))
            return number;
    }
    return NAMES_NONE;
}

static uint32_t find_by_name(struct places *places, const char *name, const struct place_draft *draft)
{
    return name ? find_named(places, &places->index, names_fold(&places->index, text_of(name)), draft) : NAMES_NONE;
}

/* The curated capital of the country, when its name is nearly that of the draft, which is a capital, too. */
static uint32_t find_capital(struct places *places, const struct place_draft *draft)
{
    for (uint32_t i = 0; draft->capital && i < places->list.count; i++) {
        const struct place *place = place_at(places, i);
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
    struct text key = places_skeleton_key(places, draft->country, text_of(name));
    uint32_t number = find_named(places, &places->skeletons, key, draft);
    if (number == NAMES_NONE || !place_at(places, number)->known)
        return NAMES_NONE;
    const char *ar = place_at(places, number)->ar;
    if (!draft->ar || !ar)
        return draft->kind == PLACE_CITY ? number : NAMES_NONE;
    return edit_distance(text_of(draft->ar), text_of(ar), 2) <= 2 ? number : NAMES_NONE;
}

static uint32_t find_same(struct places *places, const struct place_draft *draft)
{
    uint32_t found = places_find_id(places, text_of(draft->id));
    if (found == NAMES_NONE)
        found = find_by_name(places, draft->ar, draft);
    if (found == NAMES_NONE)
        found = find_by_name(places, draft->en, draft);
    for (size_t i = 0; i < draft->ar_count && found == NAMES_NONE; i++)
        found = find_by_name(places, draft->more_ar[i], draft);
    for (size_t i = 0; i < draft->en_count && found == NAMES_NONE; i++)
        found = find_by_name(places, draft->more_en[i], draft);
    if (found == NAMES_NONE)
        found = find_capital(places, draft);
    if (found == NAMES_NONE && draft->en)
        found = find_transliterated(places, draft, draft->en);
    for (size_t i = 0; i < draft->en_count && found == NAMES_NONE; i++)
        found = find_transliterated(places, draft, draft->more_en[i]);
    return found;
}

/* ---- names ---- */

/* Has the place the name already, or, when it is a curated one, another curated place? */
static bool is_taken(struct places *places, uint32_t number, const char *name)
{
    bool known = place_at(places, number)->known;
    struct text key = names_fold(&places->index, text_of(name));
    for (uint32_t e = names_find(&places->index, key); e != NAMES_NONE; e = names_next(&places->index, e)) {
        uint32_t other = names_value(&places->index, e);
        if (other == number || (known && place_at(places, other)->known))
            return true;
    }
    return false;
}

static void give_name(struct places *places, uint32_t number, enum record_language language, const char *name)
{
    struct place *place = place_at(places, number);
    const char **main = language == RECORD_AR ? &place->ar : &place->en;
    size_t *count = language == RECORD_AR ? &place->ar_count : &place->en_count;
    const char **more = language == RECORD_AR ? place->more_ar : place->more_en;
    if (is_taken(places, number, name))
        return;
    if (!*main)
        *main = name;
    else if (*count < PLACE_NAMES_MAXIMUM)
        more[(*count)++] = name;
    place->touched = true;
    places_index_name(places, number, text_of(name), language == RECORD_EN);
}

/* Is it nearly the same spelling? A name that only lacks the article (بصرة) is none: that is Persian or Turkish usage. */
static bool is_variant_of(const char *name, const char *main)
{
    if (strncmp(main, ARTICLE_TEXT, strlen(ARTICLE_TEXT)) == 0 && strcmp(main + strlen(ARTICLE_TEXT), name) == 0)
        return false;
    size_t characters = text_characters(text_of(main));
    unsigned limit = characters < 5 ? 1 : characters < 10 ? 2 : 3;
    return edit_distance(text_of(name), text_of(main), limit) <= limit;
}

/* A risky Arabic name only counts together with the word for the kind of place before it: مدينة لير. */
static void give_headed(struct places *places, uint32_t number, const struct place_draft *draft, const char *name)
{
    struct place *place = place_at(places, number);
    if (place->known || place->ar)
        return;
    bool city = !draft->headed && draft->kind == PLACE_CITY;
    place->headed = city ? arena_printf(&places->arena, "مدينة %s", name) : draft->headed;
}

static void give_main_ar(struct places *places, uint32_t number, const struct place_draft *draft)
{
    const struct place *place = place_at(places, number);
    const char *name = NULL;
    enum place_use use = places_judge(places, number, draft, RECORD_AR, draft->ar, &name);
    if (use == PLACE_USE_WITH_HEAD)
        give_headed(places, number, draft, name);
    else if (use == PLACE_USE && (!place->known || !place->ar || is_variant_of(name, place->ar)))
        give_name(places, number, RECORD_AR, name);
}

static void give_usable(struct places *places, uint32_t number, const struct place_draft *draft,
                        enum record_language language, const char *name)
{
    const char *usable = places_usable(places, number, draft, language, name);
    if (usable)
        give_name(places, number, language, usable);
}

/* Names in Arabic script may be Persian, Urdu or old: they are taken when they are near the main name or, without one, when
 * they can be a way to write the English name. */
static void give_doubtful(struct places *places, uint32_t number, const struct place_draft *draft, const char *name)
{
    const struct place *place = place_at(places, number);
    bool long_enough = places_name_is_long(draft, name);
    const char *usable = long_enough ? places_usable(places, number, draft, RECORD_AR, name) : NULL;
    if (!usable || place->known)
        return;
    if (place->ar ? is_variant_of(usable, place->ar) : skeletons_match(draft->en, usable))
        give_name(places, number, RECORD_AR, usable);
    else
        import_count(places->import, IMPORT_NAME_DOUBTFUL);
}

/* A curated place keeps its names; at most a variant of its Arabic name is added. */
static void give_names(struct places *places, uint32_t number, const struct place_draft *draft)
{
    bool known = place_at(places, number)->known;
    if (draft->ar)
        give_main_ar(places, number, draft);
    for (size_t i = 0; i < draft->ar_count && !known; i++)
        give_usable(places, number, draft, RECORD_AR, draft->more_ar[i]);
    for (size_t i = 0; i < draft->doubtful_count; i++)
        give_doubtful(places, number, draft, draft->doubtful[i]);
    if (draft->en && !known)
        give_usable(places, number, draft, RECORD_EN, draft->en);
    for (size_t i = 0; i < draft->en_count && !known; i++)
        give_usable(places, number, draft, RECORD_EN, draft->more_en[i]);
}

/* ---- rank ---- */

static int prior_of(const struct place_draft *draft)
{
    if (draft->kind == PLACE_COUNTRY)
        return PRIOR_COUNTRY;
    int prior = draft->kind == PLACE_SUBDIVISION ? PRIOR_SUBDIVISION : geonames_prior(draft->population);
    prior += places_is_arab(draft->country) ? PRIOR_ARAB : 0;
    return prior + (draft->capital ? PRIOR_CAPITAL : 0);
}

/* A curated place has its prior from its own source. One that the sources rank gets a little more than the builder's
 * default, so that the larger one of two Tripolis comes first. */
static void rank(struct place *place, const struct place_draft *draft)
{
    int prior = prior_of(draft);
    if (place->known)
        prior = draft->kind == PLACE_CITY ? PRIOR_CURATED + prior / PRIOR_CURATED_SHARE : -1;
    place->touched |= prior > place->prior;
    place->prior = prior > place->prior ? prior : place->prior;
}

/* Two cities of one name in one country cannot be told apart: the larger one, which was there first, stands for both. */
static void join(struct places *places, uint32_t number, const struct place_draft *draft)
{
    struct place *place = place_at(places, number);
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

static void add_new(struct places *places, const struct place_draft *draft)
{
    uint32_t number = places_new(places);
    struct place *place = place_at(places, number);
    place->id = draft->id;
    place->kind = draft->kind;
    place->subtype = draft->subtype;
    place->capital = draft->capital;
    memcpy(place->country, draft->country, sizeof place->country);
    rank(place, draft);
    places_index_id(places, number, text_of(draft->id));
    give_names(places, number, draft);
}

void places_add(struct places *places, const struct place_draft *draft)
{
    uint32_t number = find_same(places, draft);
    if (number != NAMES_NONE)
        join(places, number, draft);
    else if (draft->kind != PLACE_ADMIN)
        add_new(places, draft);
}

/* ---- rows ---- */

static void write_names(struct import *import, const struct place *place)
{
    if (place->en)
        import_name(import, RECORD_EN, text_of(place->en));
    if (place->ar)
        import_name(import, RECORD_AR, text_of(place->ar));
    if (place->headed && !place->ar)
        record_alias(&import->record, RECORD_AR, text_of(place->headed));
    for (size_t i = 0; i < place->ar_count; i++)
        import_name(import, RECORD_AR, text_of(place->more_ar[i]));
    for (size_t i = 0; i < place->en_count; i++)
        import_name(import, RECORD_EN, text_of(place->more_en[i]));
}

/* The row of a curated place adds Arabic aliases to it, and nothing else. */
static void write_additions(struct record *record, const struct place *place)
{
    for (size_t i = 0; i < place->ar_count; i++)
        strbuf_printf(&record->aliases[RECORD_AR], "%s%s", i ? "|" : "", place->more_ar[i]);
    record_write(record, stdout);
}

static void write_place(struct import *import, const struct place *place)
{
    struct record *record = &import->record;
    record_reset(record);
    record->type = ENTITY_PLACE;
    strbuf_puts(&record->id, place->id);
    record->prior = place->prior;
    if (place->known) {
        write_additions(record, place);
        return;
    }
    strbuf_puts(&record->subtype, place->subtype ? place->subtype : "");
    memcpy(record->country, place->country, sizeof record->country);
    write_names(import, place);
    import_take(import);
}

void places_write(struct places *places)
{
    for (uint32_t i = 0; i < places->list.count; i++)
        if (place_at(places, i)->touched)
            write_place(places->import, place_at(places, i));
}
