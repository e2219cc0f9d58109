#include "service/gazetteer/places/places_known.h"

#include "service/gazetteer/source.h"

#include <string.h>

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

static void describe(struct places *places, struct place *place, const struct source_row *row)
{
    place->known = true;
    place->kind = PLACE_CITY;
    place->id = places_keep(places, row->cells[SOURCE_ID]);
    place->subtype = places_keep(places, row->cells[SOURCE_SUBTYPE]);
    place->en = places_keep(places, row->cells[SOURCE_EN]);
    place->ar = places_keep(places, row->cells[SOURCE_AR]);
    place->capital = place->subtype && strcmp(place->subtype, "capital") == 0;
    if (row->cells[SOURCE_COUNTRY].length == 2)
        memcpy(place->country, row->cells[SOURCE_COUNTRY].bytes, 2);
}

static void add_known_place(struct places *places, const struct source_row *row)
{
    struct text id = row->cells[SOURCE_ID];
    struct source_names names = {.row = row};
    uint32_t number = places_find_id(places, id);
    if (number == NAMES_NONE) {
        number = places_new(places);
        describe(places, place_at(places, number), row);
        places_index_id(places, number, id);
    }
    while (source_name(&names))
        places_index_name(places, number, names.name, !column_is_arabic(names.column));
}

static bool is_one_of(struct text class, const char *const *classes)
{
    while (*classes && !text_equals(class, *classes))
        classes++;
    return *classes;
}

static void add_known_lexeme(struct places *places, const struct source_row *row)
{
    static const char *const ordinary[] = {"common", "function",    "verb",      "say",  "month",     "number", "title",
                                           "role",   "nationality", "adjective", "noun", "verb-form", NULL};
    static const char *const personal[] = {"given", "family", NULL};
    struct text class = row->cells[SOURCE_CLASS], rest = row->cells[SOURCE_FORM];
    struct names *index = is_one_of(class, ordinary)   ? &places->ordinary
                          : is_one_of(class, personal) ? &places->personal
                                                       : NULL;
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
