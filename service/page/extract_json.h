/* extract_json.h - what was taken from a page as JSON: the answer of POST /v1/extract and of `alam extract`.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_PAGE_EXTRACT_JSON_H
#define ALAM_PAGE_EXTRACT_JSON_H

#include "service/base/json.h"
#include "service/page/extract.h"

/* Writes one object. With `explain` it has every line of the page, and why it was kept or left out. */
void extract_write_json(struct json *json, const struct extract *extract, bool explain);

#endif
