#include "service/base/text.h"

#include "service/base/utf8.h"

#include <string.h>

struct text text_of(const char *string)
{
    return (struct text){string, string ? strlen(string) : 0};
}

struct text text_split(struct text *rest, char separator)
{
    const char *end = rest->length ? memchr(rest->bytes, separator, rest->length) : NULL;
    struct text part = {rest->bytes, end ? (size_t)(end - rest->bytes) : rest->length};
    size_t used = part.length + (end != NULL);
    rest->bytes += used;
    rest->length -= used;
    return part;
}

struct text text_trim(struct text text)
{
    while (text.length && (unsigned char)text.bytes[0] <= ' ') {
        text.bytes++;
        text.length--;
    }
    while (text.length && (unsigned char)text.bytes[text.length - 1] <= ' ')
        text.length--;
    return text;
}

bool text_list_next(const char **rest, struct text *ret_item)
{
    static const char separators[] = ", ";
    *rest += strspn(*rest, separators);
    *ret_item = (struct text){*rest, strcspn(*rest, separators)};
    *rest += ret_item->length;
    return ret_item->length > 0;
}

bool text_same(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

bool text_equals(struct text text, const char *string)
{
    return text_same(text, text_of(string));
}

size_t text_characters(struct text text)
{
    return utf8_count(text.bytes, text.length, 0);
}

uint32_t text_number(struct text text)
{
    uint64_t number = 0;
    for (size_t i = 0; i < text.length && text.bytes[i] >= '0' && text.bytes[i] <= '9' && number < UINT32_MAX / 16; i++)
        number = number * 10 + (uint64_t)(text.bytes[i] - '0');
    return (uint32_t)number;
}

char *text_copy(struct text text, char *out, size_t size)
{
    bool fits = text.length && text.length < size;
    if (fits)
        memcpy(out, text.bytes, text.length);
    out[fits ? text.length : 0] = '\0';
    return out;
}
