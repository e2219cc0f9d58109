/* lone_names.h - finds the listed foreign names whose consonants no other listed name has.
 *
 * Their spellings can be told by consonants alone (nlp/text/name_key.h): كينيث is written كينث as well, and no other name is.
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_LONE_NAMES_H
#define ALAM_NLP_BUILD_LONE_NAMES_H

#include "nlp/build/tables.h"

/* Adds the class LONE_NAME to those words. `classes_of`: of the words alone, by number. False: out of memory. */
bool lone_names_mark(const struct tables *t, word_classes *classes_of);

#endif
