/* json_body.h - a request's JSON object into a C structure, by a table of its fields.
 *
 * Refused, with a status of its own each: bytes that are not UTF-8 (with their offset), text that is not JSON, a key
 * twice in one object, nesting past the limit. Then every field is held against the table and all faults are
 * collected in the request's `errors` under one STATUS_INVALID_INPUT: unknown fields, wrong types, what is missing,
 * NUL, too long, and what the row's own check says. null counts as absent. Strings are not copied: they stand in
 * request->body, which is changed (json_read.h), and live as long as the request. Threads: one request, one thread.
 *
 *     static const struct body_field fields[] = {
 *         BODY_FIELD(struct input, text, BODY_TEXT, .required = true, .check = check_not_blank),
 *     };
 *     status = json_body_read(request, fields, 1, &input);
 */
#ifndef ALAM_HTTP_JSON_BODY_H
#define ALAM_HTTP_JSON_BODY_H

#include "service/route/request.h"

enum body_kind {
    BODY_TEXT,     /* struct text, as long as the body allows */
    BODY_STRING,   /* const char *, at most config.field_maximum bytes */
    BODY_FRACTION, /* double, 0 to 1 */
    BODY_BOOLEAN,  /* bool */
    BODY_LIST      /* struct body_list of strings */
};

enum { BODY_LIST_MAXIMUM = 64 };

struct body_list {
    const char *items[BODY_LIST_MAXIMUM];
    size_t count;
};

struct body_field {
    const char *name;
    enum body_kind kind;
    size_t offset;
    bool required;
    /* Of a string, or each item: NULL, or a sentence of what is wrong. */
    const char *(*check)(const char *value, size_t length);
};

/* clang-format off */
/* A row: the field is called as the member is. What follows the kind are further members, `.required = true`. */
#define BODY_FIELD(type, member, kind_, ...) {.name = #member, .kind = kind_, .offset = offsetof(type, member), __VA_ARGS__}
/* clang-format on */

/* Parses request->body. *target's members keep their value where a field is absent. */
enum status json_body_read(struct request *request, const struct body_field *fields, size_t field_count, void *target);

/* Checks for tables. */
const char *check_not_blank(const char *value, size_t length);
const char *check_language(const char *value, size_t length);
const char *check_offset_unit(const char *value, size_t length);
const char *check_entity_type(const char *value, size_t length);
const char *check_timestamp(const char *value, size_t length);
const char *check_url(const char *value, size_t length);

#endif
