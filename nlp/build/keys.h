/* keys.h - writes the transliteration keys of persons' names (nlp/text/name_key.h): section KEYS.
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_KEYS_H
#define ALAM_NLP_BUILD_KEYS_H

#include "nlp/build/sections.h"
#include "nlp/build/tables.h"

/* Of all persons' forms of two words and more that have a word which a key reduces: other names are found by their
 * spelling alone. A key that two persons share is left out. `classes_of`: by word number. Entities must have ranks. */
void keys_emit(const struct tables *tables, const word_classes *classes_of, struct sections *out);

/* The key of a form that is a person's name of two words or more; 0: it has none. */
uint64_t keys_of_form(const struct tables *tables, const word_classes *classes_of, const struct build_form *form);

#endif
