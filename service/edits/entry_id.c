#include "service/edits/entry_id.h"

#include "nlp/text/fold.h"
#include "service/base/utf8.h"

#include <string.h>

enum { SLUG_MAXIMUM = 80, FOLDED_MAXIMUM = 4096 };

/* Arabic letters, folded, as Latin ones; vowels that are not written are left out. */
static const struct {
    uint32_t letter;
    const char *latin;
} romanized[] = {
    {0x621, ""},  {0x627, "a"},  {0x628, "b"}, {0x62A, "t"},  {0x62B, "th"}, {0x62C, "j"},  {0x62D, "h"}, {0x62E, "kh"},
    {0x62F, "d"}, {0x630, "dh"}, {0x631, "r"}, {0x632, "z"},  {0x633, "s"},  {0x634, "sh"}, {0x635, "s"}, {0x636, "d"},
    {0x637, "t"}, {0x638, "z"},  {0x639, "a"}, {0x63A, "gh"}, {0x641, "f"},  {0x642, "q"},  {0x643, "k"}, {0x644, "l"},
    {0x645, "m"}, {0x646, "n"},  {0x647, "h"}, {0x629, "a"},  {0x648, "w"},  {0x64A, "y"},  {0x649, "a"}, {0x6A9, "k"},
    {0x6AF, "g"}, {0x67E, "p"},  {0x6A4, "v"}, {0x686, "ch"}, {0x698, "zh"}, {0x6CC, "y"},  {0x624, "w"}, {0x626, "y"},
    {0x622, "a"}, {0x623, "a"},  {0x625, "i"},
};

static const char *latin_of(uint32_t letter)
{
    for (size_t i = 0; i < sizeof romanized / sizeof *romanized; i++)
        if (romanized[i].letter == letter)
            return romanized[i].latin;
    return NULL;
}

/* Appends the letters of a folded name; what is neither letter nor digit becomes one hyphen. */
static void put_slug(struct strbuf *out, const char *folded)
{
    const uint8_t *at = (const uint8_t *)folded, *end = at + strlen(folded);
    size_t begin = out->length;
    while (at < end && out->length - begin < SLUG_MAXIMUM) {
        uint32_t c = 0;
        unsigned step = utf8_decode(at, end, &c);
        at += step ? step : 1;
        const char *latin = latin_of(c);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            strbuf_putc(out, (char)c);
        else if (latin)
            strbuf_puts(out, latin);
        else if (out->length > begin && out->data[out->length - 1] != '-')
            strbuf_putc(out, '-');
    }
    while (out->length > begin && out->data[out->length - 1] == '-')
        strbuf_truncate(out, out->length - 1);
}

const char *entry_make_id(const struct entry *entry, struct arena *arena)
{
    static const char *const prefixes[] = {"person:", "place:", "org:"};
    struct strbuf folded, id;
    strbuf_init(&folded, FOLDED_MAXIMUM);
    strbuf_init(&id, FOLDED_MAXIMUM);
    fold_append(&folded, text_of(*entry->name_en ? entry->name_en : entry->name_ar));
    strbuf_puts(&id, prefixes[entry->type]);
    size_t prefix = id.length;
    put_slug(&id, folded.data);
    const char *made = strbuf_ok(&id) && id.length > prefix ? arena_strndup(arena, id.data, id.length) : NULL;
    strbuf_release(&folded);
    strbuf_release(&id);
    return made;
}
