/* import_json.h - JSON for the importers: one document at a time, and names in the shapes that formats give them.
 *
 * Threads: one import, one thread.
 *
 *     struct import_json json;
 *     import_json_init(&json);
 *     const struct json_value *object = import_json_read(&json, line, NULL);
 *     if (object)
 *         import_json_names(import, "en", json_read_member(object, "labels"));
 *     import_json_release(&json);
 */
#ifndef ALAM_GAZETTEER_IMPORT_JSON_H
#define ALAM_GAZETTEER_IMPORT_JSON_H

#include "service/base/json_read.h"
#include "service/gazetteer/import/import.h"

struct import_json {
    struct arena arena; /* the document that was read last */
};

void import_json_init(struct import_json *json);
void import_json_release(struct import_json *json);

/* The value that the text is, valid until the next call; the text is copied. NULL when it is not UTF-8 or not JSON, or too
 * large; `ret_fault`, which may be NULL, says why. */
const struct json_value *import_json_read(struct import_json *json, struct text text, struct json_fault *ret_fault);

/* Adds the names that `value` holds: a string, an object with "value" (Wikidata) or "name" (Popolo), or an array of
 * either. Anything else, NULL included, adds nothing. `language` as for import_name_in. */
void import_json_names(struct import *import, const char *language, const struct json_value *value);

#endif
