/* Which of its names a place may carry. */
#include "service/gazetteer/places/places.h"

#include "service/gazetteer/source.h"

#include <string.h>

/* How many people must live in a place … */
enum {
    METROPOLIS = 1000000,      /* … that has a name that is also an ordinary word */
    CITY_POPULATION = 500000,  /* … that has a very short name, or one that a curated place has */
    LARGE_POPULATION = 300000, /* … a name that is also a person's */
    TOWN_POPULATION = 75000,   /* … a name that is also an organization's */
    SHORT_LETTERS = 4,
};

/* How many people must live in a place that shares the name with a curated entity: clubs are called after their towns,
 * and the words around them decide; a second Paris is hardly ever meant. */
static uint32_t claimed_weight(const struct places *places, uint32_t number, struct text key)
{
    uint32_t entry = names_find(&places->others, key), weight = 0;
    if (entry != NAMES_NONE)
        weight = places->others.entries[entry].value == OTHER_PERSON ? LARGE_POPULATION : TOWN_POPULATION;
    for (uint32_t e = names_find(&places->index, key); e != NAMES_NONE; e = places->index.entries[e].next)
        if (places->index.entries[e].value != number && places->list[places->index.entries[e].value].known)
            weight = CITY_POPULATION;
    return weight;
}

/* Words that tell where, not what: a name of nothing else is no name outside its country (الشمال الشرقي, West Coast).
 */
static bool is_direction(struct text key)
{
    static const char *const words[] = {
        "شمال",      "جنوب",      "شرق",       "غرب",      "وسط",       "الشمال",   "الجنوب",       "الشرق",
        "الغرب",     "الوسط",     "شمالي",     "جنوبي",    "شرقي",      "غربي",     "الشمالي",      "الجنوبي",
        "الشرقي",    "الغربي",    "الشماليه",  "الجنوبيه", "الشرقيه",   "الغربيه",  "الوسطي",       "المركزيه",
        "المركزي",   "العاصمه",   "الساحل",    "شرقيه",    "غربيه",     "المنطقه",  "المقاطعه",     "المحافظه",
        "الولايه",   "الاقليم",   "الحدود",    "البحر",    "الجبل",     "العليا",   "السفلي",       "الوديان",
        "north",     "south",     "east",      "west",     "central",   "northern", "southern",     "eastern",
        "western",   "centre",    "center",    "coast",    "capital",   "region",   "district",     "northeast",
        "northwest", "southeast", "southwest", "upper",    "lower",     "norte",    "sur",          "sud",
        "nord",      "est",       "ouest",     "centro",   "territory", "city",     "metropolitan", "federal",
        "state",     "college"};
    while (key.length) {
        struct text word = text_split(&key, ' ');
        bool found = false;
        for (size_t i = 0; i < sizeof words / sizeof *words && !found; i++)
            found = text_equals(word, words[i]);
        if (!found)
            return false;
    }
    return true;
}

/* An ordinary word, a person's name, or so short that it looks like a part of many words. */
static bool is_risky(const struct places *places, const struct place_draft *draft, enum record_language language,
                     struct text key)
{
    bool one_word = !memchr(key.bytes, ' ', key.length);
    if (names_find(&places->ordinary, key) != NAMES_NONE)
        return draft->population < METROPOLIS;
    if (one_word && names_find(&places->personal, key) != NAMES_NONE)
        return draft->population < LARGE_POPULATION;
    if (!one_word || language != RECORD_AR)
        return false;
    size_t letters = text_characters(key);
    return letters <= SHORT_LETTERS &&
           draft->population < (letters < SHORT_LETTERS ? CITY_POPULATION : LARGE_POPULATION);
}

enum use { USE_NOT, USE_WITH_HEAD, USE };

/* May the place carry the name? Its cleaned form is left in places->scratch. */
static enum use judge(struct places *places, uint32_t number, const struct place_draft *draft,
                      enum record_language language, const char *name)
{
    enum name_verdict verdict = name_clean(text_of(name), language, &places->scratch);
    if (verdict != NAME_TAKEN) {
        import_count(places->import, verdict == NAME_SHORT ? IMPORT_NAME_SHORT : IMPORT_NAME_FOREIGN);
        return USE_NOT;
    }
    struct text key = names_fold(&places->ordinary, (struct text){places->scratch.data, places->scratch.length});
    if (key.length == 0 || is_direction(key) || draft->population < claimed_weight(places, number, key)) {
        import_count(places->import, IMPORT_NAME_DOUBTFUL);
        return USE_NOT;
    }
    bool safe = draft->capital || draft->kind == PLACE_COUNTRY || !is_risky(places, draft, language, key);
    if (!safe)
        import_count(places->import, IMPORT_NAME_RISKY);
    return safe ? USE : language == RECORD_AR ? USE_WITH_HEAD : USE_NOT;
}

const char *places_usable(struct places *places, uint32_t number, const struct place_draft *draft,
                          enum record_language language, const char *name)
{
    return judge(places, number, draft, language, name) == USE
               ? places_keep(places, (struct text){places->scratch.data, places->scratch.length})
               : NULL;
}

const char *places_usable_or_headed(struct places *places, uint32_t number, const struct place_draft *draft)
{
    enum use use = judge(places, number, draft, RECORD_AR, draft->ar);
    struct place *place = &places->list[number];
    if (use == USE)
        return places_keep(places, (struct text){places->scratch.data, places->scratch.length});
    if (use == USE_WITH_HEAD && !place->known && !place->ar) {
        bool city = !draft->headed && draft->kind == PLACE_CITY;
        place->headed = city ? arena_printf(&places->arena, "مدينة %s", places->scratch.data) : draft->headed;
    }
    return NULL;
}

bool places_name_is_long(const struct place_draft *draft, const char *name)
{
    return text_characters(text_of(name)) > SHORT_LETTERS || draft->population >= CITY_POPULATION;
}
