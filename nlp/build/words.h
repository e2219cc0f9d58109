/* words.h - writes the words of all forms: sections WORDS, FILTER and LETTERS.
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_WORDS_H
#define ALAM_NLP_BUILD_WORDS_H

#include "nlp/build/sections.h"
#include "nlp/build/tables.h"

/* Gives every word a slot; words that the lexicon has (`classes_of`, by word number, 0: not listed) and words of many forms
 * are placed first, because a text asks for them most often and the first in a slot are found at the first look. Returns
 * the slots by word number, malloc'ed and the caller's; NULL: failed. */
uint32_t *words_emit(const struct tables *tables, const word_classes *classes_of, struct sections *out);

/* The key of a word whose letters nothing readable follows. */
struct word_key words_key(const uint8_t *letters, uint32_t length);

#endif
