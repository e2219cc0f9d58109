/* tree_read.h - from a page's bytes to its tree, with limits that hold while libxml2 reads.
 *
 *     struct tree tree;
 *     enum status status = tree_read(html, length, 5000, &arena, &tree, error);
 *
 * libxml2 tells each tag and text as it comes (SAX); no tree of its own is made. It compares each attribute of a tag with
 * all that came before it. It is given the page in pieces; between two pieces, and at each tag, the limits below and the
 * processor's time are looked at, so that reading costs in proportion to the page, and whoever sent a page that breaks a
 * limit is told which.
 * Threads: reentrant.
 */
#ifndef ALAM_PAGE_TREE_READ_H
#define ALAM_PAGE_TREE_READ_H

#include "service/base/status.h"
#include "service/page/tree.h"

#include <stddef.h>
#include <stdint.h>

enum {
    TREE_ATTRIBUTES = 512,  /* of one tag */
    TREE_DEPTH = 250,       /* of elements inside one another, tags that are never closed included */
    TREE_ELEMENTS = 200000, /* tags and their attributes together */
};

/* Reads a page, which is UTF-8. `limit_ms` is how long the processor may be busy with it. STATUS_INVALID_INPUT: a limit
 * was broken, and the error says which. STATUS_OUT_OF_MEMORY: the arena is full. */
enum status tree_read(const char *html, size_t length, int64_t limit_ms, struct arena *arena, struct tree *ret_tree,
                      struct error *error);

#endif
