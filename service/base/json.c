#include "service/base/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void jsonw_init(struct json *json, struct strbuf *out)
{
    *json = (struct json){.out = out};
}

static void before_value(struct json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->level[json->depth].object) {
        json->out->broken = true; /* a value without a key */
        return;
    }
    if (json->level[json->depth].comma)
        strbuf_putc(json->out, ',');
    json->level[json->depth].comma = true;
}

static void open_level(struct json *json, bool object)
{
    before_value(json);
    if (json->depth == JSON_DEPTH_MAXIMUM) {
        json->out->broken = true;
        return;
    }
    json->depth++;
    json->level[json->depth].object = object;
    json->level[json->depth].comma = false;
    strbuf_putc(json->out, object ? '{' : '[');
}

void jsonw_object(struct json *json)
{
    open_level(json, true);
}

void jsonw_array(struct json *json)
{
    open_level(json, false);
}

void jsonw_end(struct json *json)
{
    if (json->depth == 0 || json->after_key) {
        json->out->broken = true;
        return;
    }
    strbuf_putc(json->out, json->level[json->depth].object ? '}' : ']');
    json->depth--;
}

/* 0: copied as it is; 'u': \u00XX; anything else: a backslash and that letter */
static const char escapes[256] = {
    [0] = 'u',  [1] = 'u',    [2] = 'u',    [3] = 'u',    [4] = 'u',   [5] = 'u',     [6] = 'u',
    [7] = 'u',  ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', [11] = 'u',  ['\f'] = 'f',  ['\r'] = 'r',
    [14] = 'u', [15] = 'u',   [16] = 'u',   [17] = 'u',   [18] = 'u',  [19] = 'u',    [20] = 'u',
    [21] = 'u', [22] = 'u',   [23] = 'u',   [24] = 'u',   [25] = 'u',  [26] = 'u',    [27] = 'u',
    [28] = 'u', [29] = 'u',   [30] = 'u',   [31] = 'u',   ['"'] = '"', ['\\'] = '\\',
};

/* The rest of a string from its first byte to escape. */
static void put_escaped(struct strbuf *out, const char *bytes, size_t length)
{
    size_t from = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        char escape = escapes[byte];
        if (!escape)
            continue;
        strbuf_append(out, bytes + from, i - from);
        from = i + 1;
        if (escape == 'u')
            strbuf_printf(out, "\\u%04x", byte);
        else
            strbuf_append(out, (char[]){'\\', escape}, 2);
    }
    strbuf_append(out, bytes + from, length - from);
}

static void put_quoted(struct strbuf *out, const char *bytes, size_t length)
{
    char *room = strbuf_reserve(out, length + 2);
    size_t plain = 0;
    if (!room)
        return;
    while (plain < length && !escapes[(unsigned char)bytes[plain]])
        plain++;
    *room = '"';
    if (plain)
        memcpy(room + 1, bytes, plain);
    out->length += plain + 1;
    if (plain < length)
        put_escaped(out, bytes + plain, length - plain);
    strbuf_putc(out, '"');
}

void jsonw_key(struct json *json, const char *key)
{
    if (json->after_key || !json->level[json->depth].object) {
        json->out->broken = true;
        return;
    }
    if (json->level[json->depth].comma)
        strbuf_putc(json->out, ',');
    json->level[json->depth].comma = true;
    put_quoted(json->out, key, strlen(key));
    strbuf_putc(json->out, ':');
    json->after_key = true;
}

void jsonw_stringn(struct json *json, const char *bytes, size_t length)
{
    before_value(json);
    put_quoted(json->out, bytes, length);
}

void jsonw_string(struct json *json, const char *string)
{
    if (string)
        jsonw_stringn(json, string, strlen(string));
    else
        jsonw_null(json);
}

void jsonw_integer(struct json *json, int64_t value)
{
    char digits[24];
    char *end = digits + sizeof digits, *at = end;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        *--at = '-';
    jsonw_raw(json, at, (size_t)(end - at));
}

/* scaled / 10^decimals, without trailing zeros. */
static void write_fixed(struct json *json, uint64_t scaled, int decimals)
{
    char text[32];
    char *end = text + sizeof text, *at = end;
    for (; decimals > 0 && scaled % 10 == 0; decimals--)
        scaled /= 10;
    for (int i = 0; i < decimals; i++, scaled /= 10)
        *--at = (char)('0' + scaled % 10);
    if (decimals)
        *--at = '.';
    do
        *--at = (char)('0' + scaled % 10);
    while (scaled /= 10);
    jsonw_raw(json, at, (size_t)(end - at));
}

void jsonw_number(struct json *json, double value, int decimals)
{
    if (!isfinite(value)) {
        jsonw_null(json);
        return;
    }
    static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    if (decimals >= 0 && decimals <= 6 && value >= 0 && value < 1e6) { /* every score comes this way: no printf */
        write_fixed(json, (uint64_t)llround(value * powers[decimals]), decimals);
        return;
    }
    char text[64];
    int length = snprintf(text, sizeof text, "%.*f", decimals, value);
    if (length < 0 || (size_t)length >= sizeof text) {
        jsonw_null(json);
        return;
    }
    if (memchr(text, '.', (size_t)length)) {
        while (text[length - 1] == '0')
            length--;
        if (text[length - 1] == '.')
            length--;
    }
    jsonw_raw(json, text, (size_t)length);
}

void jsonw_boolean(struct json *json, bool value)
{
    jsonw_raw(json, value ? "true" : "false", value ? 4 : 5);
}

void jsonw_null(struct json *json)
{
    jsonw_raw(json, "null", 4);
}

void jsonw_raw(struct json *json, const char *bytes, size_t length)
{
    before_value(json);
    strbuf_append(json->out, bytes, length);
}
