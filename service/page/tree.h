/* tree.h - a page as an array of elements and texts in document order.
 *
 * tree_read.h makes it, in the arena. What stands inside an element is what follows it in the array, up to its `end`: to
 * walk over a whole subtree, or to sum something up over all subtrees, is one loop over the array without recursion.
 *
 *     for (uint32_t i = 0; i < tree.count; i++)
 *         if (tree.nodes[i].tag == TAG_TEXT) …
 *     for (uint32_t i = tree.count; i-- > 1;)         …children before parents…
 *         sums[tree.nodes[i].parent] += sums[i];
 *
 * Threads: reading is free.
 */
#ifndef ALAM_PAGE_TREE_H
#define ALAM_PAGE_TREE_H

#include "service/base/arena.h"
#include "service/base/text.h"
#include "service/page/tags.h"

#include <stdint.h>

/* The attributes that are kept. */
enum attribute {
    ATTRIBUTE_ARIA_HIDDEN,
    ATTRIBUTE_CLASS,
    ATTRIBUTE_CONTENT,
    ATTRIBUTE_DATETIME,
    ATTRIBUTE_DIR,
    ATTRIBUTE_HIDDEN,
    ATTRIBUTE_HREF,
    ATTRIBUTE_ID,
    ATTRIBUTE_ITEMPROP,
    ATTRIBUTE_ITEMTYPE,
    ATTRIBUTE_LANG,
    ATTRIBUTE_NAME,
    ATTRIBUTE_PROPERTY,
    ATTRIBUTE_REL,
    ATTRIBUTE_ROLE,
    ATTRIBUTE_STYLE,
    ATTRIBUTE_TITLE,
    ATTRIBUTE_TYPE,
    ATTRIBUTE_COUNT
};

struct tree_attribute {
    enum attribute name;
    const char *value; /* "" when the page gives none */
    const struct tree_attribute *next;
};

struct node {
    enum tag tag;
    uint32_t parent, end; /* the nodes behind this one, up to `end`, are inside it */
    const char *text;     /* of TAG_TEXT, as the page has it; NULL for elements */
    const struct tree_attribute *attributes;
};

struct tree {
    struct node *nodes; /* the first is a root without a tag (TAG_OTHER); its `end` is `count` */
    uint32_t count;
};

/* An attribute's value as the page has it; NULL when the node has none. */
const char *tree_attribute(const struct node *node, enum attribute name);

/* The text with each run of white space as one blank, and none at the ends; NULL when nothing is left, or when `text` is
 * NULL. Invisible marks that only steer the layout (soft hyphens, zero-width blanks) are left out, and C1 controls are
 * what windows-1252 has in their place, as HTML reads numeric references. */
const char *tree_collapse(struct arena *arena, const char *text);

/* All text inside the node as tree_collapse makes it, that of scripts and other TAG_NO_TEXT excepted; NULL when there is
 * none, or more than `maximum` bytes. No more than `maximum` nodes are looked at. */
const char *tree_text(struct arena *arena, const struct tree *tree, uint32_t node, size_t maximum);

/* An attribute's value as tree_collapse makes it; NULL when there is none, or nothing in it. */
const char *tree_value(struct arena *arena, const struct node *node, enum attribute name);

#endif
