#include "service/http/field_list.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { QUALITY_ROOM = 16 };

/* The length up to the first `end` that stands in no quoted string. */
static size_t until(struct text text, char end)
{
    bool quoted = false;
    size_t length = 0;
    for (; length < text.length && (quoted || text.bytes[length] != end); length++) {
        if (quoted && text.bytes[length] == '\\' && length + 1 < text.length)
            length++;
        else if (text.bytes[length] == '"')
            quoted = !quoted;
    }
    return length;
}

bool field_list_next(const char **rest, struct text *ret_item)
{
    if (!*rest)
        return false;
    *rest += strspn(*rest, ", \t");
    struct text left = text_of(*rest);
    struct text item = text_trim((struct text){left.bytes, until(left, ',')});
    if (!item.length)
        return false;
    *rest = item.bytes + item.length;
    *ret_item = item;
    return true;
}

struct text field_list_token(struct text item)
{
    return text_trim((struct text){item.bytes, until(item, ';')});
}

bool field_list_is(struct text token, const char *name)
{
    return token.length == strlen(name) && strncasecmp(token.bytes, name, token.length) == 0;
}

double field_list_quality(struct text item)
{
    struct text part = text_split(&item, ';');
    while (item.length) {
        char number[QUALITY_ROOM];
        part = text_split(&item, ';');
        if (field_list_is(text_trim(text_split(&part, '=')), "q"))
            return strtod(text_copy(text_trim(part), number, sizeof number), NULL);
    }
    return 1;
}

double field_list_accepts(const char *list, const char *name)
{
    double quality = 0;
    for (struct text item; field_list_next(&list, &item);)
        if (field_list_is(field_list_token(item), name))
            quality = field_list_quality(item);
    return quality;
}

static struct text unquote(struct text text)
{
    bool quoted = text.length >= 2 && text.bytes[0] == '"' && text.bytes[text.length - 1] == '"';
    return quoted ? (struct text){text.bytes + 1, text.length - 2} : text;
}

bool field_list_prefers(const char *list, const char *name, const char *value)
{
    for (struct text item; field_list_next(&list, &item);) {
        struct text rest = field_list_token(item);
        struct text given = text_trim(text_split(&rest, '='));
        if (field_list_is(given, name) && field_list_is(unquote(text_trim(rest)), value ? value : ""))
            return true;
    }
    return false;
}
