#include "service/fetch/page_letters.h"

#include "service/fetch/extract_dom.h"

static const char *const block_elements[] = {"p",          "div", "section", "article", "main", "li", "ul", "ol",
                                             "blockquote", "h1",  "h2",      "h3",      "h4",   "h5", "h6", "table",
                                             "tr",         "td",  "th",      "pre",     "dl",   "dt", "dd", "header",
                                             "figure",     "hr",  "body",    "center",  NULL};

bool page_letters_is_block(const xmlNode *node)
{
    for (const char *const *name = block_elements; *name; name++)
        if (dom_is(node, *name))
            return true;
    return false;
}

struct page_letters *page_letters_of(const xmlNode *node)
{
    return node && node->type == XML_ELEMENT_NODE ? node->_private : NULL;
}

static bool is_text(const xmlNode *node)
{
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

static struct dom_run count(xmlNode *node, struct arena *arena);

static struct dom_run count_children(xmlNode *node, struct page_letters *letters, struct arena *arena)
{
    struct dom_run all = {0};
    for (xmlNode *child = node->children; child; child = child->next) {
        struct dom_run run = count(child, arena);
        const struct page_letters *below = page_letters_of(child);
        if (below && letters)
            letters->links += below->links;
        if (letters && (child->type == XML_TEXT_NODE || (below && !page_letters_is_block(child))))
            letters->own += run.characters;
        all = dom_run_join(all, run);
    }
    return all;
}

static struct dom_run count(xmlNode *node, struct arena *arena)
{
    if (is_text(node))
        return dom_run_of((const char *)node->content);
    if (node->type != XML_ELEMENT_NODE)
        return (struct dom_run){0};
    struct page_letters *letters = arena_alloc(arena, sizeof *letters);
    if (letters)
        *letters = (struct page_letters){.own = 0};
    node->_private = letters;
    struct dom_run all = count_children(node, letters, arena);
    if (letters && dom_is(node, "a"))
        letters->links = all.characters;
    return all;
}

bool page_letters_count(xmlNode *root, struct arena *arena)
{
    count(root, arena);
    return !arena->failed;
}
