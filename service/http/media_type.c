#include "service/http/media_type.h"

#include "service/http/field_list.h"

#include <string.h>

static const struct known {
    const char *name;
    enum media_kind kind;
} known[] = {
    {"application/json", MEDIA_JSON},          {"application/x-ndjson", MEDIA_NDJSON},
    {"application/ndjson", MEDIA_NDJSON},      {"application/jsonl", MEDIA_NDJSON},
    {"application/x-jsonl", MEDIA_NDJSON},     {"application/jsonlines", MEDIA_NDJSON},
    {"application/x-jsonlines", MEDIA_NDJSON}, {"application/merge-patch+json", MEDIA_MERGE_PATCH},
};

static void skip(struct text *rest, size_t length)
{
    rest->bytes += length;
    rest->length -= length;
}

static void skip_blanks(struct text *rest)
{
    while (rest->length && (*rest->bytes == ' ' || *rest->bytes == '\t'))
        skip(rest, 1);
}

/* Takes everything up to one of `ends` off `rest`, without the blanks around it. */
static struct text take(struct text *rest, const char *ends)
{
    struct text taken = {rest->bytes, 0};
    while (taken.length < rest->length && !strchr(ends, taken.bytes[taken.length]))
        taken.length++;
    skip(rest, taken.length);
    return text_trim(taken);
}

/* Takes a token or a quoted string. False: it is empty, or does not end. */
static bool take_value(struct text *rest, struct text *ret_value)
{
    skip_blanks(rest);
    if (!rest->length || *rest->bytes != '"') {
        *ret_value = take(rest, ";");
        return ret_value->length > 0;
    }
    skip(rest, 1);
    struct text value = {rest->bytes, 0};
    while (value.length < rest->length && value.bytes[value.length] != '"')
        value.length += 1 + (value.bytes[value.length] == '\\');
    if (value.length >= rest->length)
        return false;
    skip(rest, value.length + 1);
    *ret_value = value;
    return take(rest, ";").length == 0;
}

static bool is_utf8(struct text charset)
{
    if (charset.length > 2 && charset.bytes[0] == '\'' && charset.bytes[charset.length - 1] == '\'')
        charset = (struct text){charset.bytes + 1, charset.length - 2}; /* no quotation marks of HTTP, but often sent */
    return field_list_is(charset, "utf-8") || field_list_is(charset, "utf8");
}

static void read_parameters(struct text rest, struct media_type *type)
{
    while (rest.length && !type->malformed) {
        struct text value = {"", 0}, name = take(&rest, "=;");
        if (rest.length && *rest.bytes == '=') {
            skip(&rest, 1);
            type->malformed |= !name.length || !take_value(&rest, &value);
            if (field_list_is(name, "charset") && !is_utf8(value) && !type->charset.length)
                type->charset = value;
        } else {
            type->malformed |= field_list_is(name, "charset");
        }
        if (rest.length)
            skip(&rest, 1);
    }
}

struct media_type media_type_read(const char *header)
{
    struct text rest = text_of(header ? header : "");
    struct media_type type = {.kind = MEDIA_OTHER, .name = take(&rest, ";")};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (field_list_is(type.name, known[i].name))
            type.kind = known[i].kind;
    if (rest.length)
        skip(&rest, 1);
    read_parameters(rest, &type);
    return type;
}
