#include "service/http/json_body.h"

#include "nlp/utf8.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* struct json_body is what jansson calls json_t; the cast keeps its header out of ours. */
static json_t *tree_of(struct json_body *body)
{
    return (json_t *)(void *)body;
}

void json_body_free(struct json_body *body)
{
    json_decref(tree_of(body));
}

static size_t valid_prefix(const char *bytes, size_t length)
{
    const uint8_t *start = (const uint8_t *)bytes, *at = start, *end = at + length;
    while (at < end) {
        uint32_t code_point;
        unsigned size = *at < 0x80 ? 1 : utf8_decode(at, end, &code_point);
        if (size == 0)
            break;
        at += size;
    }
    return (size_t)(at - start);
}

static bool too_deep(const char *bytes, size_t length, int64_t maximum)
{
    int64_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < length && depth <= maximum; i++) {
        if (bytes[i] == '"')
            quoted = !quoted;
        else if (quoted)
            i += bytes[i] == '\\';
        else
            depth += (bytes[i] == '{' || bytes[i] == '[') - (bytes[i] == '}' || bytes[i] == ']');
    }
    return depth > maximum;
}

/* jansson quotes the input after " near "; what is left says what was wrong, not what was sent. */
static enum status refuse_json(struct request *request, json_error_t *fault)
{
    bool twice = json_error_code(fault) == json_error_duplicate_key;
    char *near = strstr(fault->text, " near ");
    if (near)
        *near = '\0';
    if (twice)
        return error_set(&request->error, STATUS_DUPLICATE_KEY,
                         "A key appears twice in one object (line %d, column %d).", fault->line, fault->column);
    return error_set(&request->error, STATUS_MALFORMED_JSON, "The body is not JSON: %s (line %d, column %d).",
                     fault->text, fault->line, fault->column);
}

static enum status parse(struct request *request)
{
    const char *bytes = request->body.data ? request->body.data : "";
    size_t length = request->body.length, valid = valid_prefix(bytes, length);
    json_error_t fault;
    if (valid < length)
        return error_set(&request->error, STATUS_INVALID_UTF8, "The body is not UTF-8 at byte %zu.", valid);
    if (too_deep(bytes, length, request->app->config->json_depth))
        return error_set(&request->error, STATUS_MALFORMED_JSON, "The body is nested deeper than %d levels.",
                         (int)request->app->config->json_depth);
    json_t *tree = json_loadb(bytes, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &fault);
    if (!tree)
        return refuse_json(request, &fault);
    json_body_free(request->json);
    request->json = (struct json_body *)(void *)tree;
    return STATUS_OK;
}

static const char *string_fault(const struct request *request, const struct body_field *field, const json_t *value)
{
    if (!json_is_string(value))
        return field->kind == BODY_LIST ? "Each item must be a string." : "This must be a string.";
    size_t length = json_string_length(value);
    const char *string = json_string_value(value);
    if (memchr(string, '\0', length))
        return "A NUL character (U+0000) cannot be stored.";
    if (field->kind != BODY_TEXT && length > (size_t)request->app->config->field_maximum)
        return arena_printf((struct arena *)&request->arena, "This is longer than %lld bytes.",
                            (long long)request->app->config->field_maximum);
    return field->check ? field->check(string, length) : NULL;
}

static const char *store_list(struct request *request, const struct body_field *field, const json_t *value,
                              struct body_list *list)
{
    if (!json_is_array(value))
        return "This must be an array of strings.";
    if (json_array_size(value) > BODY_LIST_MAXIMUM)
        return "There are too many items.";
    list->count = 0;
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *item = json_array_get(value, i);
        const char *fault = string_fault(request, field, item);
        if (fault)
            request_add_error(request, arena_printf(&request->arena, "/%s/%zu", field->name, i), fault);
        else
            list->items[list->count++] = json_string_value(item);
    }
    return NULL;
}

static const char *store_value(struct request *request, const struct body_field *field, const json_t *value,
                               void *member)
{
    switch (field->kind) {
    case BODY_FRACTION:
        if (!json_is_number(value) || json_number_value(value) < 0 || json_number_value(value) > 1)
            return "This must be a number from 0 to 1.";
        *(double *)member = json_number_value(value);
        return NULL;
    case BODY_BOOLEAN:
        if (!json_is_boolean(value))
            return "This must be true or false.";
        *(bool *)member = json_is_true(value);
        return NULL;
    case BODY_LIST:
        return store_list(request, field, value, member);
    default:
        break;
    }
    const char *fault = string_fault(request, field, value);
    if (fault)
        return fault;
    if (field->kind == BODY_TEXT)
        *(struct text *)member = (struct text){json_string_value(value), json_string_length(value)};
    else
        *(const char **)member = json_string_value(value);
    return NULL;
}

static void read_field(struct request *request, const struct body_field *field, const json_t *tree, void *target)
{
    const json_t *value = json_object_get(tree, field->name);
    const char *fault = NULL;
    if (value && !json_is_null(value))
        fault = store_value(request, field, value, (char *)target + field->offset);
    else if (field->required)
        fault = "This field is needed.";
    if (fault)
        request_add_error(request, arena_printf(&request->arena, "/%s", field->name), fault);
}

/* RFC 6901: "~" is written "~0", "/" is "~1". */
static const char *pointer_to(struct arena *arena, const char *key)
{
    size_t length = strlen(key), at = 1;
    char *pointer = arena_array(arena, 2 * length + 2, 1);
    if (!pointer)
        return "";
    pointer[0] = '/';
    for (size_t i = 0; i < length; i++) {
        bool escaped = key[i] == '~' || key[i] == '/';
        pointer[at++] = escaped ? '~' : key[i];
        if (escaped)
            pointer[at++] = key[i] == '/' ? '1' : '0';
    }
    return pointer;
}

static void refuse_unknown(struct request *request, const struct body_field *fields, size_t field_count, json_t *tree)
{
    for (void *at = json_object_iter(tree); at; at = json_object_iter_next(tree, at)) {
        const char *key = json_object_iter_key(at);
        size_t i = 0;
        while (i < field_count && strcmp(fields[i].name, key) != 0)
            i++;
        if (i == field_count)
            request_add_error(request, pointer_to(&request->arena, key), "There is no such field.");
    }
}

enum status json_body_read(struct request *request, const struct body_field *fields, size_t field_count, void *target)
{
    enum status status = parse(request);
    if (status != STATUS_OK)
        return status;
    json_t *tree = tree_of(request->json);
    if (!json_is_object(tree)) {
        request_add_error(request, "", "The body must be a JSON object.");
        return error_set(&request->error, STATUS_INVALID_INPUT, "The body must be a JSON object.");
    }
    for (size_t i = 0; i < field_count; i++)
        read_field(request, &fields[i], tree, target);
    refuse_unknown(request, fields, field_count, tree);
    if (request->error_count == 0)
        return STATUS_OK;
    return error_set(&request->error, STATUS_INVALID_INPUT, "%zu of the body's fields cannot be accepted; see errors.",
                     request->error_count);
}
