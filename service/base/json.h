/* json.h - (symbols begin with jsonw_: libjansson, in the same process, owns json_) writes JSON (RFC 8259) straight
 * into a strbuf: the hot path's answer, with no tree in between.
 *
 * Commas and nesting are kept by the writer; strings must be valid UTF-8 and are escaped as the RFC demands. A key or
 * value out of place, or nesting deeper than JSON_DEPTH_MAXIMUM, breaks the strbuf. Threads: one writer, one thread.
 *
 *     struct json json;
 *     jsonw_init(&json, &buffer);
 *     jsonw_object(&json);
 *     jsonw_key(&json, "id");
 *     jsonw_string(&json, id);
 *     jsonw_end(&json);
 */
#ifndef ALAM_BASE_JSON_H
#define ALAM_BASE_JSON_H

#include "service/base/strbuf.h"

#include <stdint.h>

enum { JSON_DEPTH_MAXIMUM = 32 };

struct json {
    struct strbuf *out;
    int depth;
    bool after_key;
    struct {
        bool object;
        bool comma;
    } level[JSON_DEPTH_MAXIMUM + 1];
};

void jsonw_init(struct json *json, struct strbuf *out);
void jsonw_object(struct json *json);
void jsonw_array(struct json *json);
void jsonw_end(struct json *json); /* closes the innermost object or array */
void jsonw_key(struct json *json, const char *key);
void jsonw_string(struct json *json, const char *string); /* NULL writes null */
void jsonw_stringn(struct json *json, const char *bytes, size_t length);
void jsonw_integer(struct json *json, int64_t value);
void jsonw_number(struct json *json, double value, int decimals); /* trailing zeros are left out */
void jsonw_boolean(struct json *json, bool value);
void jsonw_null(struct json *json);
/* Whole members of the open object as they are to stand, `"a":1,"b":2`: trusted, nothing is escaped. */
void jsonw_members(struct json *json, const char *bytes, size_t length);
void jsonw_raw(struct json *json, const char *bytes, size_t length); /* one complete JSON value, trusted */

#endif
