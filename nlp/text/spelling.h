/* spelling.h - a 16-bit hash of a name as it is written, which tells spellings apart that the fold makes equal.
 *
 * What is hashed are the bytes of UTF-8 without diacritics, tatweel and format characters, with one blank for whatever
 * stands between two words. The hash is stored in images. Threads: pure functions.
 */
#ifndef ALAM_NLP_SPELLING_H
#define ALAM_NLP_SPELLING_H

#include "nlp/text/token.h"

/* The hash of any text; it ends at invalid UTF-8. */
uint16_t spelling_hash(const char *bytes, size_t length);

/* The same hash, computed faster, of a text in which nothing has to be left out or replaced (token.plain, and one blank
 * between words). */
uint16_t spelling_hash_plain(const char *bytes, size_t length);

#endif
