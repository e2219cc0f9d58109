/* places.h - the world's countries, subdivisions and cities, merged from several sources into one list.
 *
 * places_read_*.c fill drafts from the formats; places.c joins drafts with what is known already and with each other,
 * so that one place has one id. Order matters: the curated sources first, then countries, cities by population,
 * subdivisions. Everything lives until the end of the command in one arena. Threads: one.
 */
#ifndef ALAM_GAZETTEER_PLACES_H
#define ALAM_GAZETTEER_PLACES_H

#include "service/base/arena.h"
#include "service/gazetteer/import/import.h"
#include "service/gazetteer/names.h"

enum place_kind { PLACE_COUNTRY, PLACE_SUBDIVISION, PLACE_CITY, PLACE_ADMIN };

enum { PLACE_NAMES_MAXIMUM = 24 };

/* What one source says of one place. Strings live in the arena; NULL: none. */
struct place_draft {
    const char *id;
    enum place_kind kind;
    const char *subtype;
    char country[3];
    uint32_t population; /* 0: not known */
    bool capital;
    const char *en, *ar;                      /* the names to show */
    const char *headed;                       /* `ar` behind what kind of place it is: محافظة قنا */
    const char *more_en[PLACE_NAMES_MAXIMUM]; /* other names, certain ones */
    const char *more_ar[PLACE_NAMES_MAXIMUM];
    const char *doubtful[PLACE_NAMES_MAXIMUM]; /* Arabic script, language not told: taken when close to `ar` */
    size_t en_count, ar_count, doubtful_count;
};

struct place {
    const char *id, *subtype, *en, *ar; /* main names, NULL: none */
    const char *headed;                 /* an Arabic name that counts behind its head alone, NULL: none */
    char country[3];
    enum place_kind kind;
    bool known, touched, capital; /* known: from the curated sources; touched: some source added to it */
    int prior;
    const char *more_en[PLACE_NAMES_MAXIMUM], *more_ar[PLACE_NAMES_MAXIMUM];
    size_t en_count, ar_count;
};

struct country {
    char code[3];
    uint32_t population;
};

struct places {
    struct import *import;
    struct arena arena;
    struct place *list;
    size_t count, room;
    struct names index;     /* folded name -> place number */
    struct names skeletons; /* country and consonants of a Latin name -> place number */
    struct names others;    /* folded name -> 0: a person, 1: an organization is called that */
    struct names ordinary;  /* folded one-word form that is an ordinary word */
    struct names personal;  /* folded word that occurs in a person's name */
    struct country countries[300];
    size_t country_count;
    struct strbuf scratch, key;
};

/* Adds what one --known file says: entities or lexicon rows. */
bool places_add_known(struct places *places, const char *path);

/* Joins the draft with a place that is there, or adds it. */
void places_add(struct places *places, const struct place_draft *draft);

/* Writes the rows of everything that the sources added. */
void places_write(struct places *places);

/* A copy in the arena; NULL when the text is empty. */
const char *places_keep(struct places *places, struct text text);

/* Values in places.others. */
enum { OTHER_PERSON, OTHER_ORGANIZATION };

/* The name, cleaned, when place `number` may carry it for what the draft says of it; else NULL, counted. Refused are
 * names that are ordinary words, directions, very short, or a curated entity's, unless the place is large
 * (places_names.c). */
const char *places_usable(struct places *places, uint32_t number, const struct place_draft *draft,
                          enum record_language language, const char *name);
/* The draft's Arabic name. A risky one counts behind its head alone (مدينة لير): then NULL, and the place gets that. */
const char *places_usable_or_headed(struct places *places, uint32_t number, const struct place_draft *draft);
/* Names whose language is not told have to be longer. */
bool places_name_is_long(const struct place_draft *draft, const char *name);

uint32_t places_country_population(const struct places *places, const char *code);

/* Readers, in the order in which import_debian_places calls them. */
bool places_read_countries(struct places *places, const char *folder);
bool places_read_cities(struct places *places, const char *folder);
bool places_read_subdivisions(struct places *places, const char *folder);

/* A message catalogue of gettext (.mo): `take` is called for every message. */
bool mo_read(const char *path, void (*take)(void *context, struct text id, struct text text), void *context);

/* The display names of CLDR: `take` gets code, "" or the alt attribute, and the name, of each <territory> or
 * <subdivision>. */
bool cldr_read(const char *path, const char *element,
               void (*take)(void *context, const char *code, const char *alt, const char *name), void *context);

#endif
