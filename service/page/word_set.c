#include "service/page/word_set.h"

#include "service/base/utf8.h"

#include <string.h>

static bool is_part_of_word(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c | 0x20) - 'a' < 26u ||
           (c >= 0xC0 && c != 0xD7 && c != 0xF7 && c < 0x2000 && c != 0x060C && c != 0x061B && c != 0x061F) ||
           (c >= 0x2C00 && c < 0xFE00 && (c < 0x3000 || c > 0x303F)) || c >= 0x10000;
}

struct word_set word_set_of(const char *text)
{
    const uint8_t *at = (const uint8_t *)text, *end = at + strlen(text);
    struct word_set words = {.count = 0};
    uint32_t hash = 0, c;
    while (at < end && words.count < WORD_SET_MAXIMUM) {
        unsigned size = utf8_decode(at, end, &c);
        at += size ? size : 1;
        if (size && is_part_of_word(c))
            hash = (hash ? hash : 2166136261u) * 16777619u ^ (c < 0x80 ? c | 0x20 : c);
        if ((!size || !is_part_of_word(c) || at == end) && hash) {
            words.list[words.count++] = hash;
            hash = 0;
        }
    }
    return words;
}

size_t word_set_common(const struct word_set *a, const struct word_set *b)
{
    size_t count = 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            if (a->list[i] == b->list[k]) {
                count++;
                break;
            }
    return count;
}

bool word_set_same(const char *a, const char *b)
{
    if (!a || !b)
        return false;
    struct word_set one = word_set_of(a), two = word_set_of(b);
    return one.count == two.count && one.count && memcmp(one.list, two.list, one.count * sizeof *one.list) == 0;
}
