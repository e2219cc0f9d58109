/* dictionary.h - the ordinary words of a spelling dictionary: section DICTIONARY, a blocked Bloom filter.
 *
 * Nouns and verb forms are only hashes: dictionary_add collects them while sources are read, dictionary_emit writes the
 * filter, dictionary_classes asks it. Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_DICTIONARY_H
#define ALAM_NLP_BUILD_DICTIONARY_H

#include "nlp/build/sections.h"
#include "nlp/build/tables.h"

/* Adds a word's hash to an array of uint64_t. False: out of memory. */
bool dictionary_add(struct array *hashes, const uint8_t *letters, uint32_t length);

/* Writes the filter of the tables' nouns and verb forms, whose hashes are sorted, and repeated ones dropped, for that. */
void dictionary_emit(struct tables *tables, struct sections *out);

/* What the filter says of a word that is in a list of names and is no form of several words: WORD_CLASS(NOUN) and
 * WORD_CLASS(VERB_FORM), with the filter's error; 0 unless it is Arabic and `classes`, those that lists give it, say that
 * it is a name. The tagger asks the dictionary for unlisted words only, so this answer is stored with a word's classes. */
word_classes dictionary_of_name(const uint64_t *registers, size_t register_count, const uint8_t *letters,
                                uint32_t length, word_classes classes);

#endif
