/* name_key.h - the transliteration key of a name: one key for its spellings, across articles and scripts.
 *
 * A word that a list has keeps its folded spelling, so that محمد صالح and محمد صلاح stay apart. Any other word of a
 * person's name is reduced to its consonants, by the habits in which newspapers transliterate (in the manner of JRC-Names,
 * Pouliquen and Steinberger 2009): vowels, ه and doubled letters are dropped, and letters that stand for one foreign sound
 * become one (غ ج ق ك g; ت ط; س ص ث; ز ذ ظ; ف v; b p). So بولر، بوهلر، بويلر، بيلر and Boehler have the key blr. Words
 * with the Arabic article, places and organizations are not reduced.
 *
 * Two limits: unlisted names that differ by vowels alone get one key (مالر and ميلر), and spellings of one sound by letters of two
 * groups (ش and تش) get different ones.
 *
 * Keys are lower-case ASCII, their words joined by "-". Threads: pure functions.
 */
#ifndef ALAM_NLP_NAME_KEY_H
#define ALAM_NLP_NAME_KEY_H

#include "nlp/text/types.h"
#include "nlp/text/word_class.h"

#include <stddef.h>
#include <stdint.h>

/* How much of a word's spelling its key keeps. */
enum name_key_manner {
    NAME_KEY_SPELLED,   /* every letter */
    NAME_KEY_GROUPED,   /* vowels, and consonants by groups: غ is ج, ث is ت; final ه and ي make no difference */
    NAME_KEY_CONSONANTS /* consonants alone, by wider groups */
};

/* The manner of a word of a person's name. A word of a list has one spelling, and so has a word with the Arabic article, because
 * names of places, trades and tribes are not transliterated. Names of other languages have several: where a list knows two of the
 * same consonants (كارل، كارول), their vowels count, else they do not. */
enum name_key_manner name_key_manner_of(word_classes classes, const uint8_t *letters, size_t length);

/* Appends the "-" before the next word of a key, and returns the new length. There is none behind عبد, which is also
 * written joined to the word that follows. */
size_t name_key_part(char *key, size_t used, size_t room);

/* Appends the key of one folded word; returns the new length, at most `room`. */
size_t name_key_word(const uint8_t *letters, size_t length, enum name_key_manner manner, char *key, size_t used,
                     size_t room);

/* XXH3 of the key; stored in images. */
uint64_t name_key_hash(const char *key, size_t length);

/* A word with one of these classes is in a list. */
#define NAME_KEY_KNOWN (WORD_CLASS(GIVEN) | WORD_CLASS(FAMILY) | WORD_CLASS(PARTICLE))

enum { NAME_KEY_MAXIMUM = 128 }; /* bytes */

#endif
