/* params.h - the parameters of one statement, and arrays in PostgreSQL's binary format.
 *
 *     struct params params;
 *     params_init(&params, arena);
 *     params_text(&params, id);              $1
 *     params_integer(&params, limit);        $2
 *
 *     struct param_array ids;
 *     param_array_init(&ids, ARRAY_UUID);
 *     for (…)
 *         param_array_add_uuid(&ids, articles[i].id);
 *     params_take_array(&params, &ids);      $3
 *
 * Values are never put into SQL text. What cannot be done (one parameter too many, no memory) fails the arena, which
 * conn_query looks at before it sends anything; so callers need not check. Threads: pure but for the arena.
 */
#ifndef ALAM_STORE_DB_PARAMS_H
#define ALAM_STORE_DB_PARAMS_H

#include "service/base/arena.h"
#include "service/base/strbuf.h"

#include <stdint.h>

/* The longest statement is a list of articles with 50: 16 entities, 16 words, and the limits of its walk twice. */
enum { PARAMS_MAXIMUM = 64 };

struct params {
    struct arena *arena; /* NULL: nothing may be added that needs memory */
    const char *values[PARAMS_MAXIMUM];
    int lengths[PARAMS_MAXIMUM]; /* bytes, of binary values */
    int formats[PARAMS_MAXIMUM]; /* 0 text, 1 binary */
    int count;
};

void params_init(struct params *params, struct arena *arena);
/* Appends a text, which must live as long as the parameters. NULL: SQL null. */
void params_text(struct params *params, const char *value);
/* Appends bytes in binary format, which must live as long as the parameters. NULL: SQL null. */
void params_bytes(struct params *params, const void *bytes, size_t length);
/* Appends a number, as text. */
void params_integer(struct params *params, int64_t value);
/* Appends a length of time as seconds with a fraction, for `$n::float8 * interval '1 second'`. */
void params_seconds(struct params *params, int64_t milliseconds);
/* Appends a moment, microseconds since 1970, as RFC 3339 text. NULL: SQL null. */
void params_time(struct params *params, const int64_t *microseconds);

/* A one-dimensional array in PostgreSQL's binary format, filled element by element. */
struct param_array {
    struct strbuf bytes;
    int32_t count;
};

/* Types of elements, by their number in pg_type. */
enum array_type {
    ARRAY_BOOL = 16,
    ARRAY_BYTEA = 17,
    ARRAY_INT8 = 20,
    ARRAY_INT4 = 23,
    ARRAY_TEXT = 25,
    ARRAY_FLOAT4 = 700,
    ARRAY_TIMESTAMPTZ = 1184,
    ARRAY_UUID = 2950
};

/* An empty array. It owns heap memory until params_take_array or param_array_release. */
void param_array_init(struct param_array *array, enum array_type type);
/* Appends one element, given in the binary format of the array's type. */
void param_array_add(struct param_array *array, const void *bytes, size_t length);
void param_array_add_text(struct param_array *array, const char *text);
void param_array_add_int4(struct param_array *array, int32_t value);
void param_array_add_int8(struct param_array *array, int64_t value);
/* Microseconds since 1970. */
void param_array_add_time(struct param_array *array, int64_t microseconds);
/* A valid UUID in its text form, lower case. */
void param_array_add_uuid(struct param_array *array, const char *id);
void param_array_add_float4(struct param_array *array, float value);
void param_array_add_bool(struct param_array *array, bool value);
/* Moves the array into the next parameter: it is released. */
void params_take_array(struct params *params, struct param_array *array);
/* Copies the array into the next parameter: it may be used again. */
void params_array(struct params *params, const struct param_array *array);
/* The next parameter: an array of integers. */
void params_int4_array(struct params *params, const int32_t *values, size_t count);
/* The next parameter: an array of texts. */
void params_text_array(struct params *params, const char *const *texts, size_t count);
/* The same, but null where `texts` is NULL. */
void params_text_array_if(struct params *params, const char *const *texts, size_t count);
/* The next parameter: an array of UUIDs in their text form. */
void params_uuid_array(struct params *params, const char *const *ids, size_t count);
void param_array_release(struct param_array *array);

#endif
