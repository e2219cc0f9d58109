/* encoding.h - what the first bytes of a text say about its encoding (Unicode chapter 23.8, RFC 8259 section 8.1).
 *
 * alam reads UTF-8 everywhere. Programs on Windows begin it with a byte-order mark, which is passed over; and they write
 * UTF-16, which is told apart so that the error can name it. Depends on libc only. Threads: pure functions.
 */
#ifndef ALAM_BASE_ENCODING_H
#define ALAM_BASE_ENCODING_H

#include <stddef.h>

/* Bytes of the UTF-8 byte-order mark that the text begins with: 3, or 0 for none. */
size_t encoding_mark(const char *bytes, size_t length);

/* "UTF-32" or "UTF-16" when the text begins with the byte-order mark of that encoding, or when one of its first two bytes
 * is NUL, which no text in UTF-8 begins with; else NULL. */
const char *encoding_foreign(const char *bytes, size_t length);

#endif
