/* spelling.h - tells names apart that the fold makes equal: 16 bits of a form as it is written.
 *
 * Hashed are its bytes of UTF-8 without marks, tatweel and format characters, one blank where anything else stands between
 * words. Depends on the fold. Threads: pure functions.
 */
#ifndef ALAM_NLP_SPELLING_H
#define ALAM_NLP_SPELLING_H

#include "nlp/text/token.h"

/* Of any text. */
uint16_t spelling_hash(const char *bytes, size_t length);

/* Of the same text where nothing has to be left out (token.plain, one blank between words): quicker. */
uint16_t spelling_hash_plain(const char *bytes, size_t length);

#endif
