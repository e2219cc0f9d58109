#include "service/gazetteer/import/import_json.h"

enum { JSON_DEPTH = 256 };

/* Bytes for one document: lines are at most 64 MiB (lines.h), but the tree of a text can take many times as much. */
static const size_t json_memory = (size_t)2 << 30;

void import_json_init(struct import_json *json)
{
    arena_init(&json->arena, json_memory);
}

void import_json_release(struct import_json *json)
{
    arena_release(&json->arena);
}

const struct json_value *import_json_read(struct import_json *json, struct text text, struct json_fault *ret_fault)
{
    const struct json_value *value = NULL;
    struct json_fault fault = {.what = "there is no memory left to read it"};
    arena_reset(&json->arena);
    char *copy = arena_strndup(&json->arena, text.bytes, text.length);
    if (copy && json_read_utf8(copy, text.length) != text.length)
        fault.what = "it is not UTF-8";
    else if (copy && json_read(copy, text.length, JSON_DEPTH, &json->arena, &value, &fault) == STATUS_OK)
        return value;
    if (ret_fault)
        *ret_fault = fault;
    return NULL;
}

static void take_name(struct import *import, const char *language, const struct json_value *value)
{
    const struct json_value *member = json_read_member(value, "value");
    if (json_read_members(value))
        value = member ? member : json_read_member(value, "name");
    if (json_read_string(value))
        import_name_in(import, language, json_read_text(value));
}

void import_json_names(struct import *import, const char *language, const struct json_value *value)
{
    if (value && value->kind != JSON_KIND_ARRAY)
        take_name(import, language, value);
    for (const struct json_value *item = json_read_items(value); item; item = item->next)
        take_name(import, language, item);
}
