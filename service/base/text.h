/* text.h - a run of bytes that somebody else owns, and taking it apart.
 *
 * Cells of a table, names of a list and lines of a file are all handed on as struct text: nothing is copied, nothing is
 * freed, and the bytes must outlive the struct text. An empty text may have bytes == NULL.
 * Depends on libc only. Threads: pure functions.
 *
 *     struct text rest = text_of("a|b");
 *     while (rest.length)
 *         use(text_split(&rest, '|'));
 */
#ifndef ALAM_BASE_TEXT_H
#define ALAM_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A run of UTF-8 bytes that somebody else owns; not NUL-terminated. */
struct text {
    const char *bytes;
    size_t length; /* bytes */
};

/* The bytes of a C string without its NUL; NULL is an empty text. */
struct text text_of(const char *string);

/* Takes what stands before the first `separator` off `rest`, and the separator too; without one, all of `rest`. */
struct text text_split(struct text *rest, char separator);

/* The text without blanks and control characters (bytes up to U+0020) at both ends. */
struct text text_trim(struct text text);

/* Takes the next item off a list whose items are separated by commas and blanks. False: there is none left. */
bool text_list_next(const char **rest, struct text *ret_item);

/* Byte by byte. */
bool text_same(struct text a, struct text b);
bool text_equals(struct text text, const char *string);

/* Code points in valid UTF-8. */
size_t text_characters(struct text text);

/* The decimal number that the text begins with: "12 km" is 12, "km" is 0. Reading stops behind the digit that brings it
 * past UINT32_MAX / 16, so that nothing overflows. */
uint32_t text_number(struct text text);

/* Writes a NUL-terminated copy to `out`, or "" when it does not fit into `size` bytes. Returns `out`. */
char *text_copy(struct text text, char *out, size_t size);

#endif
