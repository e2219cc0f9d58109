#include "service/route/field_checks.h"

#include "nlp/text/types.h"
#include "service/base/time_input.h"
#include "service/base/utf8.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static const struct range {
    uint32_t first, last;
} blanks[] = {
    {0x0000, 0x0020}, {0x007F, 0x00A0}, {0x00AD, 0x00AD}, {0x061C, 0x061C}, {0x1680, 0x1680}, {0x180E, 0x180E},
    {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF},
};

static bool is_blank(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
        if (code_point >= blanks[i].first && code_point <= blanks[i].last)
            return true;
    return false;
}

const char *check_not_blank(const char *value, size_t length)
{
    const uint8_t *at = (const uint8_t *)value, *end = at + length;
    while (at < end) {
        uint32_t code_point;
        unsigned size = utf8_decode(at, end, &code_point);
        if (size == 0 || !is_blank(code_point))
            return NULL;
        at += size;
    }
    return length ? "This holds nothing but white space." : "This must not be empty.";
}

static bool is_letter(char c)
{
    c |= 0x20;
    return c >= 'a' && c <= 'z';
}

const char *check_language(const char *value, size_t length)
{
    static const char fault[] = "This must be a language tag such as \"ar\" or \"en\".";
    size_t letters = 0;
    while (is_letter(value[letters]))
        letters++;
    if (length > 35 || letters < 2 || letters > 3 || (value[letters] && value[letters] != '-'))
        return fault;
    for (size_t i = letters; i < length; i++) {
        bool plain = is_letter(value[i]) || (value[i] >= '0' && value[i] <= '9');
        if (!plain && (value[i] != '-' || value[i + 1] == '-' || !value[i + 1]))
            return fault;
    }
    return NULL;
}

const char *check_offset_unit(const char *value, size_t length)
{
    enum offset_unit unit;
    (void)length;
    return offset_unit_parse(value, &unit) ? NULL : "This must be codepoint, utf16 or byte.";
}

const char *check_entity_type(const char *value, size_t length)
{
    enum entity_type type;
    (void)length;
    return entity_type_parse(value, &type) ? NULL : "This must be person, place or organization.";
}

const char *check_timestamp(const char *value, size_t length)
{
    int64_t microseconds;
    return time_input_read(value, length, &microseconds);
}

const char *check_url(const char *value, size_t length)
{
    size_t scheme = strncasecmp(value, "http://", 7) == 0 ? 7 : strncasecmp(value, "https://", 8) == 0 ? 8 : 0;
    bool clean = scheme && length > scheme && value[scheme] != '/';
    for (size_t i = 0; i < length && clean; i++)
        clean = (unsigned char)value[i] > ' ' && value[i] != 0x7F && !strchr("<>\"", value[i]);
    return clean ? NULL : "This must be an absolute http or https address.";
}
