#include "service/store/db/params.h"

#include "service/base/timestamp.h"

#include <arpa/inet.h>
#include <string.h>

#define POSTGRES_EPOCH INT64_C(946684800000000) /* 2000-01-01 in microseconds since 1970 */

enum { ARRAY_MAXIMUM = 512 * 1024 * 1024, ARRAY_COUNT_AT = 12 };

void params_init(struct params *params, struct arena *arena)
{
    *params = (struct params){.arena = arena};
}

static void put(struct params *params, const void *bytes, int length, int format)
{
    if (params->count == PARAMS_MAXIMUM) {
        params->arena->failed = true;
        return;
    }
    params->values[params->count] = bytes;
    params->lengths[params->count] = length;
    params->formats[params->count++] = format;
}

void params_text(struct params *params, const char *value)
{
    put(params, value, 0, 0);
}

void params_bytes(struct params *params, const void *bytes, size_t length)
{
    put(params, bytes, (int)length, 1);
}

void params_integer(struct params *params, int64_t value)
{
    params_text(params, arena_printf(params->arena, "%lld", (long long)value));
}

void params_seconds(struct params *params, int64_t milliseconds)
{
    params_text(params, arena_printf(params->arena, "%.3f", (double)milliseconds / 1e3));
}

void params_time(struct params *params, const int64_t *microseconds)
{
    char buffer[TIMESTAMP_LENGTH];
    params_text(params, microseconds ? arena_strdup(params->arena, timestamp_format(*microseconds, buffer)) : NULL);
}

static void put_int4(struct strbuf *bytes, uint32_t value)
{
    uint32_t network = htonl(value);
    strbuf_append(bytes, &network, sizeof network);
}

/* The format is that of array_recv in PostgreSQL's arrayfuncs.c: number of dimensions, whether there are nulls, type of
 * the elements; length and lower bound of each dimension; then each element with its length before it. */
void param_array_init(struct param_array *array, enum array_type type)
{
    array->count = 0;
    strbuf_init(&array->bytes, ARRAY_MAXIMUM);
    put_int4(&array->bytes, 1);
    put_int4(&array->bytes, 0);
    put_int4(&array->bytes, (uint32_t)type);
    put_int4(&array->bytes, 0);
    put_int4(&array->bytes, 1);
}

void param_array_add(struct param_array *array, const void *bytes, size_t length)
{
    put_int4(&array->bytes, (uint32_t)length);
    strbuf_append(&array->bytes, bytes, length);
    array->count++;
}

void param_array_add_text(struct param_array *array, const char *text)
{
    param_array_add(array, text, strlen(text));
}

void param_array_add_int4(struct param_array *array, int32_t value)
{
    uint32_t network = htonl((uint32_t)value);
    param_array_add(array, &network, sizeof network);
}

void param_array_add_int8(struct param_array *array, int64_t value)
{
    uint32_t halves[2] = {htonl((uint32_t)((uint64_t)value >> 32)), htonl((uint32_t)value)};
    param_array_add(array, halves, sizeof halves);
}

void param_array_add_time(struct param_array *array, int64_t microseconds)
{
    param_array_add_int8(array, microseconds - POSTGRES_EPOCH);
}

void param_array_add_float4(struct param_array *array, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    param_array_add_int4(array, (int32_t)bits);
}

static unsigned nibble(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

void param_array_add_uuid(struct param_array *array, const char *id)
{
    unsigned char bytes[16] = {0};
    for (size_t i = 0; *id; id++)
        if (*id != '-' && i < 2 * sizeof bytes) {
            bytes[i / 2] = (unsigned char)(bytes[i / 2] << 4 | nibble(*id));
            i++;
        }
    param_array_add(array, bytes, sizeof bytes);
}

void param_array_add_bool(struct param_array *array, bool value)
{
    param_array_add(array, value ? "\1" : "\0", 1);
}

void param_array_release(struct param_array *array)
{
    strbuf_release(&array->bytes);
}

void params_array(struct params *params, const struct param_array *array)
{
    uint32_t count = htonl((uint32_t)array->count);
    char *copy = strbuf_ok(&array->bytes) ? arena_strndup(params->arena, array->bytes.data, array->bytes.length) : NULL;
    params->arena->failed |= !copy;
    if (copy)
        memcpy(copy + ARRAY_COUNT_AT, &count, sizeof count);
    params_bytes(params, copy, array->bytes.length);
}

void params_take_array(struct params *params, struct param_array *array)
{
    params_array(params, array);
    param_array_release(array);
}

void params_int4_array(struct params *params, const int32_t *values, size_t count)
{
    struct param_array array;
    param_array_init(&array, ARRAY_INT4);
    for (size_t i = 0; i < count; i++)
        param_array_add_int4(&array, values[i]);
    params_take_array(params, &array);
}

void params_text_array(struct params *params, const char *const *texts, size_t count)
{
    struct param_array array;
    param_array_init(&array, ARRAY_TEXT);
    for (size_t i = 0; i < count; i++)
        param_array_add_text(&array, texts[i]);
    params_take_array(params, &array);
}

void params_text_array_if(struct params *params, const char *const *texts, size_t count)
{
    if (texts)
        params_text_array(params, texts, count);
    else
        params_text(params, NULL);
}

void params_uuid_array(struct params *params, const char *const *ids, size_t count)
{
    struct param_array array;
    param_array_init(&array, ARRAY_UUID);
    for (size_t i = 0; i < count; i++)
        param_array_add_uuid(&array, ids[i]);
    params_take_array(params, &array);
}
