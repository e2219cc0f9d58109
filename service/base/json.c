#include "service/base/json.h"

#include "service/base/json_plain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void jsonw_init(struct json *json, struct strbuf *out)
{
    *json = (struct json){.out = out};
}

/* Notes that a value begins. True: a comma must stand before it. In an object a value without a key breaks the buffer. */
static bool comma_before(struct json *json)
{
    bool comma = !json->after_key && json->level[json->depth].comma;
    if (!json->after_key && json->level[json->depth].object)
        json->out->broken = true;
    json->level[json->depth].comma = true;
    json->after_key = false;
    return comma;
}

static void before_value(struct json *json)
{
    if (comma_before(json))
        strbuf_putc(json->out, ',');
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

static char escape_letter(unsigned char byte)
{
    static const char letters[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    if (byte == '"' || byte == '\\')
        return (char)byte;
    return byte < sizeof letters && letters[byte] ? letters[byte] : 'u';
}

/* The rest of a string, which begins with a byte that must be escaped. */
static void put_escaped(struct strbuf *out, const char *bytes, size_t length)
{
    while (length) {
        unsigned char byte = (unsigned char)*bytes;
        char letter = escape_letter(byte);
        if (letter == 'u')
            strbuf_printf(out, "\\u%04x", byte);
        else
            strbuf_append(out, (char[]){'\\', letter}, 2);
        size_t plain = json_plain_length(bytes + 1, length - 1);
        strbuf_append(out, bytes + 1, plain);
        bytes += plain + 1;
        length -= plain + 1;
    }
}

/* A string in quotation marks, behind a comma if there is to be one. Room for all of it is reserved at once. */
static void put_quoted(struct strbuf *out, bool comma, const char *bytes, size_t length)
{
    char *room = strbuf_reserve(out, length + 4), *to = room;
    if (!room)
        return;
    size_t plain = json_plain_length(bytes, length);
    *to = ',';
    to += comma;
    *to++ = '"';
    if (plain)
        memcpy(to, bytes, plain);
    to += plain;
    if (plain < length) {
        out->length += (size_t)(to - room);
        put_escaped(out, bytes + plain, length - plain);
        strbuf_putc(out, '"');
        return;
    }
    memcpy(to, "\"", 2);
    to++;
    out->length += (size_t)(to - room);
}

/* A key that holds nothing to escape, with its colon. */
static inline void put_key(struct strbuf *out, bool comma, const char *key, size_t length)
{
    char *to = strbuf_reserve(out, length + 4);
    if (!to)
        return;
    *to = ',';
    to += comma;
    *to++ = '"';
    memcpy(to, key, length);
    memcpy(to + length, "\":", 3);
    out->length += length + 3 + comma;
}

void jsonw_key(struct json *json, const char *key)
{
    bool comma = json->level[json->depth].comma;
    if (json->after_key || !json->level[json->depth].object) {
        json->out->broken = true;
        return;
    }
    size_t length = strlen(key);
    if (json_plain_length(key, length) == length) {
        put_key(json->out, comma, key, length);
    } else {
        put_quoted(json->out, comma, key, length);
        strbuf_putc(json->out, ':');
    }
    json->level[json->depth].comma = true;
    json->after_key = true;
}

void jsonw_stringn(struct json *json, const char *bytes, size_t length)
{
    bool comma = comma_before(json);
    put_quoted(json->out, comma, bytes, length);
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
    if (decimals >= 0 && decimals <= 6 && value >= 0 && value < 1e6) { /* every score: faster than printf */
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

void jsonw_members(struct json *json, const char *bytes, size_t length)
{
    json->out->broken |= json->after_key || !json->level[json->depth].object;
    json->after_key = true; /* the text holds its keys: the next value needs none */
    if (json->level[json->depth].comma)
        strbuf_putc(json->out, ',');
    jsonw_raw(json, bytes, length);
}
