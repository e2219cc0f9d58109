#include "service/page/tree.h"

#include "service/base/strbuf.h"

#include <string.h>

static size_t blank(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    if (*byte == ' ' || (*byte >= '\t' && *byte <= '\r'))
        return 1;
    if (byte[0] == 0xC2 && byte[1] == 0xA0) /* no-break space */
        return 2;
    bool wide = byte[0] == 0xE2 && byte[1] == 0x80 &&
                ((byte[2] >= 0x80 && byte[2] <= 0x8A) || byte[2] == 0xA8 || byte[2] == 0xA9 || byte[2] == 0xAF);
    return wide || (byte[0] == 0xE3 && byte[1] == 0x80 && byte[2] == 0x80) ? 3 : 0;
}

/* The length of a mark that is not seen: soft hyphen, zero-width space, word joiner, byte order mark. The joiners of
 * Arabic and the marks of direction are text. */
static size_t unseen(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    if (byte[0] == 0xC2 && byte[1] == 0xAD)
        return 2;
    bool mark = (byte[0] == 0xE2 && ((byte[1] == 0x80 && byte[2] == 0x8B) || (byte[1] == 0x81 && byte[2] == 0xA0))) ||
                (byte[0] == 0xEF && byte[1] == 0xBB && byte[2] == 0xBF);
    return mark ? 3 : 0;
}

/* What windows-1252 has at 0x80 to 0x9F; "" where it has nothing. */
static const char *const c1[32] = {"€", "",  "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "", "Ž", "",
                                   "",  "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "", "ž", "Ÿ"};

/* Copies one character, or what stands for it; returns how many bytes of `at` that was. */
static size_t copy_character(const char *at, char *out, size_t *length)
{
    const unsigned char *byte = (const unsigned char *)at;
    if (byte[0] == 0xC2 && byte[1] >= 0x80 && byte[1] <= 0x9F) {
        for (const char *from = c1[byte[1] - 0x80]; *from;)
            out[(*length)++] = *from++;
        return 2;
    }
    if (*byte < 0x20 || *byte == 0x7F) /* a control character */
        return 1;
    out[(*length)++] = *at;
    return 1;
}

const char *tree_collapse(struct arena *arena, const char *text)
{
    /* a C1 control of two bytes becomes at most three */
    char *out = text ? arena_array(arena, strlen(text) + strlen(text) / 2 + 1, 1) : NULL;
    size_t length = 0, size;
    bool gap = false;
    for (const char *at = text; out && *at;) {
        if ((size = blank(at))) {
            gap = length > 0;
            at += size;
            continue;
        }
        if ((size = unseen(at))) {
            at += size;
            continue;
        }
        if (gap)
            out[length++] = ' ';
        gap = false;
        at += copy_character(at, out, &length);
    }
    return length ? out : NULL;
}

const char *tree_attribute(const struct node *node, enum attribute name)
{
    for (const struct tree_attribute *at = node->attributes; at; at = at->next)
        if (at->name == name)
            return at->value;
    return NULL;
}

const char *tree_value(struct arena *arena, const struct node *node, enum attribute name)
{
    return tree_collapse(arena, tree_attribute(node, name));
}

const char *tree_text(struct arena *arena, const struct tree *tree, uint32_t node, size_t maximum)
{
    struct strbuf text;
    const struct node *nodes = tree->nodes;
    strbuf_init(&text, maximum);
    for (uint32_t i = node + 1; i < nodes[node].end && i - node <= maximum && strbuf_ok(&text); i++) {
        if (tag_is(nodes[i].tag, TAG_NO_TEXT))
            i = nodes[i].end - 1;
        else if (nodes[i].text)
            strbuf_puts(&text, nodes[i].text);
        else if (tag_is(nodes[i].tag, TAG_BLOCK) || nodes[i].tag == TAG_BR)
            strbuf_putc(&text, ' ');
    }
    const char *copy = strbuf_ok(&text) ? tree_collapse(arena, text.data) : NULL;
    arena->failed |= text.starved;
    strbuf_release(&text);
    return copy;
}
