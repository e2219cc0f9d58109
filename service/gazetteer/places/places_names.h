/* places_names.h - which of its names a place may carry.
 *
 * A name that also means something else would be found in every text that means the other thing. So the smaller a place
 * is, the less its name may be an ordinary word, a person's, an organization's, a curated place's, or very short. Threads:
 * one.
 */
#ifndef ALAM_GAZETTEER_PLACES_NAMES_H
#define ALAM_GAZETTEER_PLACES_NAMES_H

#include "service/gazetteer/places/places.h"

enum place_use {
    PLACE_USE_NOT,
    PLACE_USE_WITH_HEAD, /* Arabic: only behind the word for what kind of place it is: مدينة لير */
    PLACE_USE
};

/* May place `number` carry the name, for what the draft says of it? A refusal is counted in the import. *ret_clean, the
 * cleaned name (record.h) in the arena, is written unless the answer is PLACE_USE_NOT. */
enum place_use places_judge(struct places *places, uint32_t number, const struct place_draft *draft,
                            enum record_language language, const char *name, const char **ret_clean);

/* The cleaned name when the place may carry it by itself, else NULL. */
const char *places_usable(struct places *places, uint32_t number, const struct place_draft *draft,
                          enum record_language language, const char *name);

/* Names in a language that the source does not tell have to be longer than others; is this one long enough? */
bool places_name_is_long(const struct place_draft *draft, const char *name);

#endif
