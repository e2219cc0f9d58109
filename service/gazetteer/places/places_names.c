#include "service/gazetteer/places/places_names.h"

#include <string.h>

/* How many people must live in a place that has a name which … */
enum {
    METROPOLIS = 1000000,      /* … is also an ordinary word */
    CITY_POPULATION = 500000,  /* … is very short, or a curated place's, too */
    LARGE_POPULATION = 300000, /* … is also a person's */
    TOWN_POPULATION = 75000,   /* … is also an organization's */
    SHORT_LETTERS = 4,
};

/* How many people must live in a place that shares the name with a curated entity; 0: with none. Few for an organization:
 * clubs are called after their towns, and the words around tell the two apart. Many for a place: a second Paris is hardly
 * ever meant. */
static uint32_t claimed_weight(const struct places *places, uint32_t number, struct text key)
{
    uint32_t entry = names_find(&places->others, key), weight = 0;
    if (entry != NAMES_NONE)
        weight = names_value(&places->others, entry) == OTHER_PERSON ? LARGE_POPULATION : TOWN_POPULATION;
    for (uint32_t e = names_find(&places->index, key); e != NAMES_NONE; e = names_next(&places->index, e)) {
        uint32_t other = names_value(&places->index, e);
        if (other != number && place_at(places, other)->known)
            weight = CITY_POPULATION;
    }
    return weight;
}

/* Does the name consist of nothing but words that say where a place lies or of what kind it is? Such a name means
 * something only inside its country: الشمال الشرقي, West Coast. */
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
    bool all = true;
    while (key.length && all) {
        struct text word = text_split(&key, ' ');
        size_t i = 0, count = sizeof words / sizeof *words;
        while (i < count && !text_equals(word, words[i]))
            i++;
        all = i < count;
    }
    return all;
}

/* An ordinary word, a person's name, or so short that it is likely to be something else, in a place too small for it. */
static bool is_risky(const struct places *places, const struct place_draft *draft, enum record_language language,
                     struct text key)
{
    bool one_word = !memchr(key.bytes, ' ', key.length);
    if (names_has(&places->ordinary, key))
        return draft->population < METROPOLIS;
    if (one_word && names_has(&places->personal, key))
        return draft->population < LARGE_POPULATION;
    if (!one_word || language != RECORD_AR)
        return false;
    size_t letters = text_characters(key);
    return letters <= SHORT_LETTERS &&
           draft->population < (letters < SHORT_LETTERS ? CITY_POPULATION : LARGE_POPULATION);
}

enum place_use places_judge(struct places *places, uint32_t number, const struct place_draft *draft,
                            enum record_language language, const char *name, const char **ret_clean)
{
    enum name_verdict verdict = name_clean(text_of(name), language, &places->scratch);
    if (verdict != NAME_TAKEN) {
        import_count(places->import, verdict == NAME_SHORT ? IMPORT_NAME_SHORT : IMPORT_NAME_FOREIGN);
        return PLACE_USE_NOT;
    }
    struct text key = names_fold(&places->ordinary, strbuf_text(&places->scratch));
    if (key.length == 0 || is_direction(key) || draft->population < claimed_weight(places, number, key)) {
        import_count(places->import, IMPORT_NAME_DOUBTFUL);
        return PLACE_USE_NOT;
    }
    bool safe = draft->capital || draft->kind == PLACE_COUNTRY || !is_risky(places, draft, language, key);
    if (!safe)
        import_count(places->import, IMPORT_NAME_RISKY);
    if (!safe && language != RECORD_AR)
        return PLACE_USE_NOT;
    *ret_clean = places_keep(places, strbuf_text(&places->scratch));
    return safe ? PLACE_USE : PLACE_USE_WITH_HEAD;
}

const char *places_usable(struct places *places, uint32_t number, const struct place_draft *draft,
                          enum record_language language, const char *name)
{
    const char *clean = NULL;
    return places_judge(places, number, draft, language, name, &clean) == PLACE_USE ? clean : NULL;
}

bool places_name_is_long(const struct place_draft *draft, const char *name)
{
    return text_characters(text_of(name)) > SHORT_LETTERS || draft->population >= CITY_POPULATION;
}
