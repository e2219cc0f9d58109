#include "service/lint/letters.h"

#include "service/base/utf8.h"
#include "service/lint/countries.h"

#include <string.h>

static bool is_slug(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", text.bytes[i]))
            return false;
    return text.length > 0;
}

bool lint_is_number(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
    return text.length > 0;
}

/* "EG" or "EG-GZ". */
static bool is_iso_code(struct text code)
{
    if (code.length < 2 || !country_is_known((struct text){code.bytes, 2}))
        return false;
    if (code.length == 2)
        return true;
    for (size_t i = 3; i < code.length; i++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", code.bytes[i]))
            return false;
    return code.bytes[2] == '-' && code.length > 3 && code.length <= 6;
}

bool lint_id_fits(struct text id, enum entity_type type)
{
    static const char *const prefixes[] = {"person", "place", "org"};
    struct text rest = id, prefix = text_split(&rest, ':');
    if (!rest.length) /* Q42: the id that the importer of Wikidata gives */
        return id.length > 1 && id.bytes[0] == 'Q' && lint_is_number((struct text){id.bytes + 1, id.length - 1});
    if (type < ENTITY_TYPE_COUNT && text_equals(prefix, prefixes[type]))
        return is_slug(rest);
    if (text_equals(prefix, "iso"))
        return type == ENTITY_PLACE && is_iso_code(rest);
    if (text_equals(prefix, "gn"))
        return lint_is_number(rest);
    bool curated = text_equals(prefix, "person") || text_equals(prefix, "place") || text_equals(prefix, "org");
    return !curated && is_slug(prefix);
}

static bool is_invisible(uint32_t c)
{
    return c < ' ' || c == 0x7F || c == 0xA0 || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           c == 0xFEFF || c == 0x640;
}

static bool is_foreign_arabic(uint32_t c)
{
    return (c >= 0x671 && c <= 0x6D3) || c == 0x6D5 || (c >= 0x6FA && c <= 0x6FF) || (c >= 0x750 && c <= 0x77F);
}

struct lint_letters lint_letters(struct text name)
{
    struct lint_letters letters = {.utf8 = true};
    const uint8_t *at = (const uint8_t *)name.bytes, *end = at + name.length;
    while (at < end) {
        uint32_t c = 0;
        unsigned step = utf8_decode(at, end, &c);
        letters.utf8 &= step != 0;
        at += step ? step : 1;
        letters.arabic += (c >= 0x620 && c <= 0x64A && c != 0x640) || is_foreign_arabic(c);
        letters.foreign += is_foreign_arabic(c);
        letters.latin += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0x24F) ||
                         (c >= 0x1E00 && c <= 0x1EFF);
        letters.capitals += (c >= 'A' && c <= 'Z');
        letters.digits += (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669);
        letters.invisible += is_invisible(c);
    }
    letters.blanks = name.length && (name.bytes[0] == ' ' || name.bytes[name.length - 1] == ' ' ||
                                     memmem(name.bytes, name.length, "  ", 2));
    return letters;
}
