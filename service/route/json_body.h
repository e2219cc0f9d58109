/* json_body.h - reads the JSON object of a request's body into a C struct, by a table of its fields.
 *
 * Bytes that are not UTF-8, text that is not JSON, a key that stands twice in one object, and nesting past
 * ALAM_JSON_DEPTH are refused at once, each with a status of its own. Otherwise every field is compared with the table
 * and all faults are collected in request->errors, under one STATUS_INVALID_INPUT: unknown and missing fields, wrong
 * types, strings that hold NUL or are too long, and whatever the row's own check finds. A field that is null counts as
 * absent, but for those of a merge patch (RFC 7396), which note that they stand there (`given`). Strings are not copied: they point into request->body, which is changed in place (json_read.h), and live as
 * long as the request. Threads: one request, one thread.
 *
 *     static const struct body_field fields[] = {
 *         BODY_FIELD(struct input, text, BODY_TEXT, .required = true, .check = check_not_blank),
 *     };
 *     status = json_body_read(request, fields, 1, &input);
 */
#ifndef ALAM_ROUTE_JSON_BODY_H
#define ALAM_ROUTE_JSON_BODY_H

#include "service/route/field_checks.h"
#include "service/route/request.h"

#include <stdint.h>

struct json_value; /* service/base/json_read.h */

enum body_kind {
    BODY_TEXT,     /* struct text, as long as the body allows */
    BODY_STRING,   /* const char *, at most config.field_maximum bytes */
    BODY_TIME,     /* const char *; a number is taken as the string of its digits (time_input.h) */
    BODY_FRACTION, /* double, 0 to 1 */
    BODY_BOOLEAN,  /* bool */
    BODY_LIST,     /* struct body_list of strings */
    BODY_INTEGER,  /* int64_t, from 0 to BODY_INTEGER_MAXIMUM */
    BODY_ITEMS,    /* const struct json_value *, an array of objects for json_body_read_item */
    BODY_VALUE     /* const struct json_value *, whatever it is: whoever reads the body looks into it */
};

enum { BODY_LIST_MAXIMUM = 64, BODY_INTEGER_MAXIMUM = 1 << 30 };

struct body_list {
    const char *items[BODY_LIST_MAXIMUM];
    size_t count;
};

struct body_field {
    const char *name;
    enum body_kind kind;
    size_t offset;
    bool required;
    size_t
        given; /* offset of a bool that becomes true where the field stands in the body, even as null; 0: there is none */
    field_check *check; /* of a string, or of each item of a list; NULL: any will do */
};

/* clang-format off */
/* A row of the table: the field has the name of the struct's member. Further members of the row follow the kind, as in
 * BODY_FIELD(struct input, text, BODY_TEXT, .required = true). */
#define BODY_FIELD(type, member, kind_, ...) {.name = #member, .kind = kind_, .offset = offsetof(type, member), __VA_ARGS__}
/* clang-format on */

/* Reads request->body into *target, a struct of the type that the table's rows name. Members whose field is absent keep
 * their value. Failures set request->error. */
enum status json_body_read(struct request *request, const struct body_field *fields, size_t field_count, void *target);

/* Reads one object of an array that a BODY_ITEMS field gave, by a table of its own. `pointer` is where it stands in the body
 * ("/verdicts/0"). What is wrong is noted in request->errors. */
void json_body_read_item(struct request *request, const char *pointer, const struct body_field *fields,
                         size_t field_count, const struct json_value *item, void *target);

/* Which rows of a table the body names: bit i is row i. */
struct body_patch {
    uint64_t given;   /* with a value */
    uint64_t removed; /* with null */
};

/* The same for a merge patch (RFC 7396), which tells a member that is null from one that is absent. Nothing is required.
 * At most 64 rows. */
enum status json_body_read_patch(struct request *request, const struct body_field *fields, size_t field_count,
                                 void *target, struct body_patch *ret_patch);
/* Whether the patch names that field, with a value or with null. */
bool json_body_names(const struct body_field *fields, size_t field_count, const struct body_patch *patch,
                     const char *name);
/* Sets those members of *target that the patch names: to their values in *values, or to those in *absent. */
void json_body_patch(const struct body_field *fields, size_t field_count, const struct body_patch *patch,
                     const void *values, const void *absent, void *target);

#endif
