/* charset_letters.h - what the bytes of a page themselves say of its charset.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_PAGE_CHARSET_LETTERS_H
#define ALAM_PAGE_CHARSET_LETTERS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the bytes are UTF-8 and hold letters that show it: sequences of several bytes, and next to none that is broken.
 * What another charset writes is never that by chance. */
bool charset_letters_utf8(const char *bytes, size_t length);

/* "CP1256" or "ISO-8859-6" when the bytes above 0x7F stand in words and are the letters that Arabic uses, as often as it uses
 * them; NULL: they are something else. The letters of the two charsets stand in different places, so that one of the two
 * readings is Arabic and the other is not. */
const char *charset_letters_arabic(const char *bytes, size_t length);

/* "UTF-16LE" or "UTF-16BE" when every second byte of the markup is NUL; NULL: it is not. */
const char *charset_letters_utf16(const char *bytes, size_t length);

#endif
