/* json.h - writes JSON (RFC 8259) straight into a strbuf, with no tree in between.
 *
 * The writer keeps commas and nesting; strings must be valid UTF-8 and are escaped as the RFC demands. A key or value out
 * of place, or nesting deeper than JSON_DEPTH_MAXIMUM, breaks the strbuf, so that callers check strbuf_ok once at the end.
 * The functions are called jsonw_, so that they do not meet those of a JSON library in the same process.
 * Depends on service/base only. Threads: one writer, one thread.
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
    int depth;      /* of open objects and arrays */
    bool after_key; /* a key was written, its value not yet */
    struct {
        bool object; /* else an array */
        bool comma;  /* something stands in it already */
    } level[JSON_DEPTH_MAXIMUM + 1];
};

/* Appends to what `out` holds already. */
void jsonw_init(struct json *json, struct strbuf *out);

/* ---- nesting ---- */

void jsonw_object(struct json *json);
void jsonw_array(struct json *json);
void jsonw_end(struct json *json); /* closes the innermost object or array */

/* ---- members and values ---- */

/* The key of the next member. */
void jsonw_key(struct json *json, const char *key);

void jsonw_string(struct json *json, const char *string); /* NULL writes null */
void jsonw_stringn(struct json *json, const char *bytes, size_t length);
void jsonw_integer(struct json *json, int64_t value);
/* At most `decimals` digits behind the point, zeros at the end left out; null for what is not finite. */
void jsonw_number(struct json *json, double value, int decimals);
void jsonw_boolean(struct json *json, bool value);
void jsonw_null(struct json *json);

/* ---- text that is JSON already ---- */

/* Whole members of the open object, `"a":1,"b":2`. Nothing is checked or escaped. */
void jsonw_members(struct json *json, const char *bytes, size_t length);

/* One complete value. Nothing is checked or escaped. */
void jsonw_raw(struct json *json, const char *bytes, size_t length);

#endif
