/* entities.h - character references of HTML in strings that are no HTML: JSON-LD often has them, sometimes twice.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_PAGE_ENTITIES_H
#define ALAM_PAGE_ENTITIES_H

#include <stddef.h>
#include <stdint.h>

/* Writes the code point as UTF-8 to `out`, which has room for 4 bytes; U+FFFD for what is none. Returns how many bytes. */
size_t entities_put(uint32_t code_point, char *out);

/* Decodes references in place; those that do not exist stay. Returns the new length in bytes. */
size_t entities_decode(char *text);

#endif
