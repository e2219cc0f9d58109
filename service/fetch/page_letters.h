/* page_letters.h - how many letters stand in each element of a page: in all, in its own, in links.
 *
 * One walk over the tree gives the numbers of all elements, where asking for the text of each would read a text once for
 * every element that it is in. Letters are code points of the text as dom_collapse makes it: runs of white space count as
 * one blank, and those at the ends not at all.
 * Threads: one tree, one thread.
 */
#ifndef ALAM_FETCH_PAGE_LETTERS_H
#define ALAM_FETCH_PAGE_LETTERS_H

#include "service/base/arena.h"

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

struct page_letters {
    size_t own;   /* in the element itself and in its inline children, each counted by itself, not in blocks below it */
    size_t links; /* in the links below it, and in itself where it is one */
    double score; /* for the caller, who finds 0 */
    bool listed;
    xmlNode *next;
};

/* Is the element one that begins and ends a paragraph? */
bool page_letters_is_block(const xmlNode *node);

/* Counts for `root` and all elements below it, which may be PAGE_DEPTH (page_tree.h) levels deep. False: the arena is
 * full. */
bool page_letters_count(xmlNode *root, struct arena *arena);

/* What was counted for an element; NULL for what is no element. */
struct page_letters *page_letters_of(const xmlNode *node);

#endif
