#include "service/page/entities.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MAXIMUM = 16 /* bytes */ };

size_t entities_put(uint32_t code_point, char *out)
{
    uint32_t c = code_point;
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) || c == 0)
        c = 0xFFFD;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length; i-- > 1; c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(lead[length] | c);
    return length;
}

/* Reads "#1234" or "#x4d2"; 0: that is no number. */
static uint32_t read_number(const char *at, const char *end)
{
    char *stop;
    bool hex = at[1] == 'x' || at[1] == 'X';
    if (!isxdigit((unsigned char)at[1 + hex]))
        return 0;
    unsigned long value = strtoul(at + 1 + hex, &stop, hex ? 16 : 10);
    return stop == end && value <= 0x10FFFF ? (uint32_t)value : 0;
}

static uint32_t read_reference(const char *at, const char *end)
{
    char name[NAME_MAXIMUM];
    if (*at == '#')
        return read_number(at, end);
    memcpy(name, at, (size_t)(end - at));
    name[end - at] = '\0';
    if (strcmp(name, "apos") == 0)
        return '\'';
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    return entity ? entity->value : 0;
}

/* The semicolon that ends the reference which begins at `at`; NULL: it is none. */
static const char *reference_end(const char *at)
{
    for (size_t i = 1; i < NAME_MAXIMUM && at[i] && at[i] != ' ' && at[i] != '&'; i++)
        if (at[i] == ';')
            return i > 1 ? at + i : NULL;
    return NULL;
}

static size_t decode_once(char *text)
{
    char *out = text;
    for (const char *at = text; *at;) {
        const char *end = *at == '&' ? reference_end(at) : NULL;
        uint32_t c = end ? read_reference(at + 1, end) : 0;
        if (c) {
            out += entities_put(c, out); /* a reference is never shorter than what it stands for */
            at = end + 1;
        } else
            *out++ = *at++;
    }
    *out = '\0';
    return (size_t)(out - text);
}

size_t entities_decode(char *text)
{
    size_t length = decode_once(text);
    return strchr(text, '&') ? decode_once(text) : length;
}
