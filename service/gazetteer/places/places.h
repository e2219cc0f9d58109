/* places.h - the world's countries, subdivisions and cities as one list, with the indexes that find a place by its names.
 *
 * What the curated sources know comes first (places_known.h), then drafts are joined with it and with each other
 * (places_join.h), so that one place has one id. A place is called by its number, which does not change. Everything lives
 * until the end of the command, strings in one arena. Without memory the process ends (memory.h). Threads: one.
 */
#ifndef ALAM_GAZETTEER_PLACES_H
#define ALAM_GAZETTEER_PLACES_H

#include "service/gazetteer/import/import.h"
#include "service/gazetteer/names.h"
#include "service/gazetteer/places/draft.h"

struct place {
    const char *id, *subtype, *en, *ar; /* main names, NULL: none */
    const char *headed; /* an Arabic name that only counts together with the word for the kind of place, NULL: none */
    char country[3];
    enum place_kind kind;
    bool known;   /* from the curated sources */
    bool touched; /* some source added to it: it is written */
    bool capital;
    int prior; /* -1: the builder's default */
    const char *more_en[PLACE_NAMES_MAXIMUM], *more_ar[PLACE_NAMES_MAXIMUM];
    size_t en_count, ar_count;
};

struct country {
    char code[3];
    uint32_t population;
};

/* What a name of the curated sources belongs to besides places: values in places.others. */
enum { OTHER_PERSON, OTHER_ORGANIZATION };

struct places {
    struct import *import;
    struct arena arena;
    struct array list;      /* of struct place */
    struct array countries; /* of struct country */
    struct names index;     /* folded name, or "=" and id -> place */
    struct names skeletons; /* country and consonants of a Latin name -> place */
    struct names others;    /* folded name -> OTHER_PERSON or OTHER_ORGANIZATION */
    struct names ordinary;  /* folded form that is an ordinary word */
    struct names personal;  /* folded word that occurs in a person's name */
    struct strbuf scratch, key;
};

void places_init(struct places *places, struct import *import);
void places_release(struct places *places);

/* A new place; returns its number. */
uint32_t places_new(struct places *places);

/* Valid until a place is added. */
static inline struct place *place_at(const struct places *places, uint32_t number)
{
    return &((struct place *)places->list.items)[number];
}

/* A copy in the arena; NULL when the text is empty. */
const char *places_keep(struct places *places, struct text text);

/* "FOLDER/FILE", in the arena. */
const char *places_path(struct places *places, const char *folder, const char *file);

/* ---- finding places ---- */

/* The place of that id, or NAMES_NONE; and entering it. */
uint32_t places_find_id(struct places *places, struct text id);
void places_index_id(struct places *places, uint32_t number, struct text id);

/* Enters a name of the place. A `latin` one of an Arab country also enters its consonants, which are nearly the same in
 * all transliterations of one Arabic name. */
void places_index_name(struct places *places, uint32_t number, struct text name, bool latin);

/* The key of a Latin name in places->skeletons; empty for countries that are not Arab and for names with too few
 * consonants. Valid until the next call. */
struct text places_skeleton_key(struct places *places, const char *country, struct text name);

/* ---- countries ---- */

/* People in the country of that code; 0: not known. */
uint32_t places_country_population(const struct places *places, const char *code);

/* Is it a member of the Arab League or Western Sahara? */
bool places_is_arab(const char *country);

#endif
