#include "service/fetch/extract_dom.h"

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

const char *dom_text(struct arena *arena, const xmlNode *node)
{
    xmlChar *value = xmlNodeGetContent(node);
    const char *copy = dom_collapse(arena, (const char *)value);
    xmlFree(value);
    return copy;
}

xmlNode *dom_next(xmlNode *node, const xmlNode *root, bool skip)
{
    if (!skip && node->children && node->type == XML_ELEMENT_NODE)
        return node->children;
    while (node != root && !node->next)
        node = node->parent;
    return node == root ? NULL : node->next;
}
