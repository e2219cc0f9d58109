/* loose_json.h - reads JSON-LD as pages write it, which is often no JSON.
 *
 * Read are, besides JSON: comments, <!-- and CDATA marks around it, control characters and line breaks in strings, quotes
 * in strings that nobody escaped, escapes that do not exist, halves of surrogate pairs, commas and semicolons too many or
 * missing, keys twice (the first counts), several values one behind another, and an end that is missing. Entities of HTML
 * in strings are decoded (entities.h). What cannot be understood is left out; nothing is refused.
 * Threads: reentrant.
 */
#ifndef ALAM_PAGE_LOOSE_JSON_H
#define ALAM_PAGE_LOOSE_JSON_H

#include "service/base/json_read.h"

enum { LOOSE_JSON_DEPTH = 32 /* of arrays and objects; what is deeper is left out */ };

/* An array of the values in the text, which is valid UTF-8; they live in the arena. NULL: the arena is full. */
const struct json_value *loose_json_read(struct arena *arena, const char *text);

#endif
