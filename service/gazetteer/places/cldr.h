/* cldr.h - display names of Unicode's CLDR (UTS #35, "Display Name Elements").
 *
 * Threads: one; libxml2's parser is cleaned up at the end.
 */
#ifndef ALAM_GAZETTEER_CLDR_H
#define ALAM_GAZETTEER_CLDR_H

#include <stdbool.h>

/* Calls `take` with the code, the `alt` attribute ("" when there is none) and the name of each <`element`> of the file that
 * is not a mere proposal; the strings are valid during the call. False after a message on standard error. */
bool cldr_read(const char *path, const char *element,
               void (*take)(void *context, const char *code, const char *alt, const char *name), void *context);

#endif
