#include "service/fetch/extract_dom.h"

#include "service/base/strbuf.h"

#include <stdint.h>
#include <string.h>

bool dom_is(const xmlNode *node, const char *name)
{
    return node && node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* The length of the white space at `at`, which is ASCII or the no-break space; 0: there is none. */
static size_t blank(const char *at)
{
    if (*at == ' ' || (*at >= '\t' && *at <= '\r'))
        return 1;
    return (unsigned char)at[0] == 0xC2 && (unsigned char)at[1] == 0xA0 ? 2 : 0;
}

const char *dom_collapse(struct arena *arena, const char *text)
{
    char *out = text ? arena_array(arena, strlen(text) + 1, 1) : NULL;
    size_t length = 0;
    bool gap = false;
    for (const char *at = text; out && *at;) {
        size_t size = blank(at);
        if (size) {
            gap = length > 0;
            at += size;
            continue;
        }
        if (gap)
            out[length++] = ' ';
        gap = false;
        out[length++] = *at++;
    }
    return length ? out : NULL;
}

const char *dom_attribute(struct arena *arena, const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetProp((xmlNode *)(uintptr_t)node, (const xmlChar *)name);
    const char *copy = dom_collapse(arena, (const char *)value);
    xmlFree(value);
    return copy;
}

const char *dom_text(struct arena *arena, const xmlNode *node, size_t maximum)
{
    struct strbuf text;
    strbuf_init(&text, maximum);
    for (const xmlNode *at = node; at && strbuf_ok(&text); at = dom_next((xmlNode *)(uintptr_t)at, node, false))
        if ((at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE) && at->content)
            strbuf_puts(&text, (const char *)at->content);
    const char *copy = strbuf_ok(&text) ? dom_collapse(arena, text.data) : NULL;
    strbuf_release(&text);
    return copy;
}

struct dom_run dom_run_of(const char *text)
{
    struct dom_run run = {0};
    for (const char *at = text; at && *at;) {
        size_t size = blank(at);
        if (size) {
            run.leads |= run.characters == 0;
            run.trails = true;
            at += size;
            continue;
        }
        run.characters += (run.trails && run.characters) + ((*at++ & 0xC0) != 0x80);
        run.trails = false;
    }
    return run;
}

struct dom_run dom_run_join(struct dom_run first, struct dom_run second)
{
    bool gap = first.characters && second.characters && (first.trails || second.leads);
    return (struct dom_run){.characters = first.characters + second.characters + gap,
                            .leads = first.leads || (!first.characters && second.leads),
                            .trails = second.trails || (!second.characters && first.trails)};
}

xmlNode *dom_next(xmlNode *node, const xmlNode *root, bool skip)
{
    if (!skip && node->children && node->type == XML_ELEMENT_NODE)
        return node->children;
    while (node != root && !node->next)
        node = node->parent;
    return node == root ? NULL : node->next;
}
