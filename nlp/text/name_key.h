/* name_key.h - one key for the spellings of one unknown name, across articles and scripts.
 *
 * A word that a list knows keeps its folded spelling: محمد صالح and محمد صلاح stay apart. Any other word of a person's
 * name is reduced to its consonants, after the transliteration habits of newspapers (in the manner of JRC-Names,
 * Pouliquen and Steinberger 2009): vowels, ه and doubled letters go, letters that stand for one foreign sound become
 * one (غ ج ق ك گ; ت ط; س ص ث; ز ذ ظ; ف ڤ v; b p). So بولر، بوهلر، بويلر، بيلر and Boehler have the key blr. Limits:
 * names that differ by vowels alone fall together (مالر and ميلر), and a sound spelled by letters of two groups (ش and
 * تش) does not. Words with the Arabic
 * article, places and organizations are not reduced. Keys are lower-case ASCII, words joined by "-". Threads: pure
 * functions.
 */
#ifndef ALAM_NLP_NAME_KEY_H
#define ALAM_NLP_NAME_KEY_H

#include "nlp/text/types.h"
#include "nlp/text/word_class.h"

#include <stddef.h>
#include <stdint.h>

/* May the word of a person's name be reduced? One that a list knows has one spelling, and so has a word with the Arabic
 * article: names of places, trades and tribes are not transliterated. */
bool name_key_reduces(uint64_t classes, const uint8_t *letters, size_t length);

/* Appends the "-" that parts the key's next word from the words before; none behind عبد, which is written joined, too.
 */
size_t name_key_part(char *key, size_t used, size_t room);

/* Appends the key of one folded word to `key`; returns the new length, at most `room`. `reduce`: to its consonants. */
size_t name_key_word(const uint8_t *letters, size_t length, bool reduce, char *key, size_t used, size_t room);

uint64_t name_key_hash(const char *key, size_t length);

/* A word with one of these classes keeps its spelling. */
#define NAME_KEY_KNOWN (LEXICON_BIT(GIVEN) | LEXICON_BIT(FAMILY) | LEXICON_BIT(PARTICLE))

enum { NAME_KEY_MAXIMUM = 128 }; /* bytes */

#endif
