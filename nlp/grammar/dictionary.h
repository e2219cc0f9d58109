/* dictionary.h - what the ordinary dictionary says of a word, and what can be seen on the word itself.
 *
 * The image has Debian's spelling dictionaries as a Bloom filter of two sets, nouns with adjectives, and verb forms. A word
 * that is in no list and in neither set is likely a name. The Arabic dictionary has neither words with pronouns nor all
 * verb forms, so attached particles, pronouns and endings are taken off before a word counts as unknown: سلطاته, أخطائهم,
 * جيشا.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_NLP_DICTIONARY_H
#define ALAM_NLP_DICTIONARY_H

#include "nlp/image/image.h"
#include "nlp/text/token.h"

/* Is the word an ordinary one, as it is written or behind the article? 16 bytes must be readable behind its letters. */
bool dictionary_has(const struct image *image, const uint8_t *letters, uint32_t length);

/* Adds to `classes`, what lists say of the word, the classes that are seen on the word itself: how it begins and ends, how
 * long it is. Writes to ret_unlisted the classes that it has if no list says anything of it: noun, verb form or unknown.
 * `slot` is that of the word as written, or WORD_NONE. */
void dictionary_ask(const struct image *image, const struct token_list *list, const struct token *token, uint32_t slot,
                    word_classes *classes, word_classes *ret_unlisted);

#endif
