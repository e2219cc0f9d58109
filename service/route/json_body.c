#include "service/route/json_body.h"

#include "service/base/encoding.h"
#include "service/base/json_read.h"

#include <string.h>

static enum status parse(struct request *request, const struct json_value **ret_value)
{
    struct strbuf *body = &request->body;
    struct json_fault fault;
    size_t mark = encoding_mark(body->data, body->length), length = body->length - mark;
    const char *foreign = encoding_foreign(body->data, body->length);
    if (foreign)
        return error_set(&request->error, STATUS_INVALID_UTF8, "The body is %s; JSON is sent as UTF-8 (RFC 8259).",
                         foreign);
    size_t valid = json_read_utf8(body->data, body->length);
    if (valid < body->length)
        return error_set(&request->error, STATUS_INVALID_UTF8, "The body is not UTF-8 at byte %zu.", valid);
    if (length == 0)
        return error_set(&request->error, STATUS_MALFORMED_JSON, "The body is empty.");
    enum status status =
        json_read(body->data + mark, length, request->app->config->json_depth, &request->arena, ret_value, &fault);
    if (status == STATUS_OK)
        return status;
    if (status == STATUS_OUT_OF_MEMORY)
        return error_set(&request->error, status, "The request needs more memory than it may have.");
    return error_set(&request->error, status, "The body is not JSON that can be read: %s (line %zu, column %zu).",
                     fault.what, fault.line, fault.column);
}

static const char *string_fault(const struct request *request, const struct body_field *field,
                                const struct json_value *value)
{
    if (value->kind != JSON_KIND_STRING)
        return field->kind == BODY_LIST ? "Each item must be a string." : "This must be a string.";
    size_t length = value->length;
    const char *string = value->bytes;
    if (memchr(string, '\0', length))
        return "A NUL character (U+0000) cannot be stored.";
    if (field->kind != BODY_TEXT && length > (size_t)request->app->config->field_maximum)
        return arena_printf((struct arena *)&request->arena, "This is longer than %lld bytes.",
                            (long long)request->app->config->field_maximum);
    return field->check ? field->check(string, length) : NULL;
}

static const char *store_list(struct request *request, const char *at, const struct body_field *field,
                              const struct json_value *value, struct body_list *list)
{
    if (value->kind != JSON_KIND_ARRAY)
        return "This must be an array of strings.";
    if (value->count > BODY_LIST_MAXIMUM)
        return "There are too many items.";
    list->count = 0;
    size_t i = 0;
    for (const struct json_value *item = value->first; item; item = item->next, i++) {
        const char *fault = string_fault(request, field, item);
        if (fault)
            request_add_error(request, arena_printf(&request->arena, "%s/%s/%zu", at, field->name, i), fault);
        else
            list->items[list->count++] = item->bytes;
    }
    return NULL;
}

/* The string; or the number in decimals, because some libraries write seconds as a number, even with an exponent. */
static const char *store_time(struct request *request, const struct body_field *field, const struct json_value *value,
                              const char **member)
{
    if (value->kind != JSON_KIND_STRING && value->kind != JSON_KIND_NUMBER)
        return "This must be a string or a number.";
    const char *fault = value->kind == JSON_KIND_STRING ? string_fault(request, field, value) : NULL;
    const char *text =
        value->kind == JSON_KIND_STRING ? value->bytes : arena_printf(&request->arena, "%.6f", value->number);
    if (!fault && text && value->kind == JSON_KIND_NUMBER && field->check)
        fault = field->check(text, strlen(text));
    *member = fault ? *member : text;
    return fault;
}

static const char *store_integer(const struct json_value *value, int64_t *member)
{
    int64_t integer;
    if (!json_read_integer(value, &integer) || integer < 0 || integer > BODY_INTEGER_MAXIMUM)
        return "This must be a whole number, not below 0.";
    *member = integer;
    return NULL;
}

static const char *store_items(const struct json_value *value, const struct json_value **member)
{
    if (value->kind != JSON_KIND_ARRAY)
        return "This must be an array of objects.";
    *member = value;
    return NULL;
}

static const char *store_value(struct request *request, const char *at, const struct body_field *field,
                               const struct json_value *value, void *member)
{
    switch (field->kind) {
    case BODY_INTEGER:
        return store_integer(value, member);
    case BODY_ITEMS:
        return store_items(value, member);
    case BODY_FRACTION:
        if (value->kind != JSON_KIND_NUMBER || value->number < 0 || value->number > 1)
            return "This must be a number from 0 to 1.";
        *(double *)member = value->number;
        return NULL;
    case BODY_BOOLEAN:
        if (value->kind != JSON_KIND_TRUE && value->kind != JSON_KIND_FALSE)
            return "This must be true or false.";
        *(bool *)member = value->kind == JSON_KIND_TRUE;
        return NULL;
    case BODY_LIST:
        return store_list(request, at, field, value, member);
    case BODY_VALUE:
        *(const struct json_value **)member = value;
        return NULL;
    case BODY_TIME:
        return store_time(request, field, value, member);
    default:
        break;
    }
    const char *fault = string_fault(request, field, value);
    if (fault)
        return fault;
    if (field->kind == BODY_TEXT)
        *(struct text *)member = (struct text){value->bytes, value->length};
    else
        *(const char **)member = value->bytes;
    return NULL;
}

/* `at` is where the object stands in the body; "": it is the body. */
static void read_field(struct request *request, const char *at, const struct body_field *field,
                       const struct json_value *tree, void *target)
{
    const struct json_value *value = json_read_member(tree, field->name);
    const char *fault = NULL;
    if (value && field->given)
        *(bool *)((char *)target + field->given) = true;
    if (value && value->kind != JSON_KIND_NULL)
        fault = store_value(request, at, field, value, (char *)target + field->offset);
    else if (field->required)
        fault = "This field is needed.";
    if (fault)
        request_add_error(request, arena_printf(&request->arena, "%s/%s", at, field->name), fault);
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

static void refuse_unknown(struct request *request, const char *at, const struct body_field *fields, size_t field_count,
                           const struct json_value *tree)
{
    for (const struct json_value *member = tree->first; member; member = member->next) {
        const char *key = member->key;
        size_t i = 0;
        while (i < field_count && strcmp(fields[i].name, key) != 0)
            i++;
        if (i == field_count)
            request_add_error(request, arena_printf(&request->arena, "%s%s", at, pointer_to(&request->arena, key)),
                              "There is no such field.");
    }
}

/* The body's object, its members compared with the table. */
static enum status read_object(struct request *request, const struct body_field *fields, size_t field_count,
                               bool patching, void *target, const struct json_value **ret_tree)
{
    enum status status = parse(request, ret_tree);
    if (status != STATUS_OK)
        return status;
    if ((*ret_tree)->kind != JSON_KIND_OBJECT) {
        request_add_error(request, "", "The body must be a JSON object.");
        return error_set(&request->error, STATUS_INVALID_INPUT, "The body must be a JSON object.");
    }
    for (size_t i = 0; i < field_count; i++) {
        struct body_field field = fields[i];
        field.required &= !patching;
        read_field(request, "", &field, *ret_tree, target);
    }
    refuse_unknown(request, "", fields, field_count, *ret_tree);
    if (request->error_count == 0)
        return STATUS_OK;
    return error_set(&request->error, STATUS_INVALID_INPUT, "%zu of the body's fields cannot be accepted; see errors.",
                     request->error_count);
}

void json_body_read_item(struct request *request, const char *pointer, const struct body_field *fields,
                         size_t field_count, const struct json_value *item, void *target)
{
    if (item->kind != JSON_KIND_OBJECT) {
        request_add_error(request, pointer, "This must be an object.");
        return;
    }
    for (size_t i = 0; i < field_count; i++)
        read_field(request, pointer, &fields[i], item, target);
    refuse_unknown(request, pointer, fields, field_count, item);
}

enum status json_body_read(struct request *request, const struct body_field *fields, size_t field_count, void *target)
{
    const struct json_value *tree;
    return read_object(request, fields, field_count, false, target, &tree);
}

enum status json_body_read_patch(struct request *request, const struct body_field *fields, size_t field_count,
                                 void *target, struct body_patch *ret_patch)
{
    const struct json_value *tree;
    enum status status = read_object(request, fields, field_count, true, target, &tree);
    *ret_patch = (struct body_patch){0, 0};
    for (size_t i = 0; i < field_count && status == STATUS_OK; i++) {
        const struct json_value *value = json_read_member(tree, fields[i].name);
        uint64_t bit = UINT64_C(1) << i;
        ret_patch->given |= value && value->kind != JSON_KIND_NULL ? bit : 0;
        ret_patch->removed |= value && value->kind == JSON_KIND_NULL ? bit : 0;
    }
    return status;
}

bool json_body_names(const struct body_field *fields, size_t field_count, const struct body_patch *patch,
                     const char *name)
{
    for (size_t i = 0; i < field_count; i++)
        if (strcmp(fields[i].name, name) == 0)
            return (patch->given | patch->removed) >> i & 1;
    return false;
}

void json_body_patch(const struct body_field *fields, size_t field_count, const struct body_patch *patch,
                     const void *values, const void *absent, void *target)
{
    static const size_t sizes[] = {[BODY_TEXT] = sizeof(struct text),
                                   [BODY_STRING] = sizeof(const char *),
                                   [BODY_TIME] = sizeof(const char *),
                                   [BODY_FRACTION] = sizeof(double),
                                   [BODY_BOOLEAN] = sizeof(bool),
                                   [BODY_LIST] = sizeof(struct body_list),
                                   [BODY_INTEGER] = sizeof(int64_t),
                                   [BODY_ITEMS] = sizeof(const struct json_value *),
                                   [BODY_VALUE] = sizeof(const struct json_value *)};
    for (size_t i = 0; i < field_count; i++) {
        const struct body_field *field = &fields[i];
        uint64_t bit = UINT64_C(1) << i;
        if (!((patch->given | patch->removed) & bit))
            continue;
        const char *from = patch->given & bit ? values : absent;
        memcpy((char *)target + field->offset, from + field->offset, sizes[field->kind]);
    }
}
