/* catalogue.h - the names of one file by its keys: a geonameid or "CC.ADM1" in GeoNames' catalogues, a code in CLDR.
 *
 * Names live in the arena of struct places. Threads: one catalogue, one thread.
 */
#ifndef ALAM_GAZETTEER_CATALOGUE_H
#define ALAM_GAZETTEER_CATALOGUE_H

#include "service/gazetteer/places/places.h"

struct catalogue {
    struct places *places;
    struct names index;
    struct array texts; /* of const char * */
};

/* The same keys in both languages. */
struct catalogue_pair {
    struct catalogue en, ar;
};

void catalogue_pair_init(struct catalogue_pair *pair, struct places *places);
void catalogue_pair_release(struct catalogue_pair *pair);

/* Reads FOLDER/geonames-en.mo and geonames-ar.mo. False after a message. */
bool catalogue_read_geonames(struct catalogue_pair *pair, const char *folder);

/* Reads the <`element`>s of FOLDER/`kind`-en.xml and -ar.xml. The key of a name is its code, with a blank and the `alt`
 * attribute behind it where there is one: "EG", "EG short". False after a message. */
bool catalogue_read_cldr(struct catalogue_pair *pair, const char *folder, const char *kind, const char *element);

/* The name of that key; NULL: none. */
const char *catalogue_get(const struct catalogue *catalogue, struct text key);

/* The names of a code of CLDR. The short form, which news uses, is the main name when there is one (*ret_main was NULL);
 * the usual and the variant form are added to the list of other names. */
void catalogue_display_names(const struct catalogue *catalogue, const char *code, const char **ret_main,
                             const char **more, size_t *count);

#endif
