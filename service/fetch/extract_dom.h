/* extract_dom.h - questions to the tree that libxml2 makes of a page. Strings are copied to the arena.
 *
 * Threads: one tree, one thread.
 */
#ifndef ALAM_FETCH_EXTRACT_DOM_H
#define ALAM_FETCH_EXTRACT_DOM_H

#include "service/base/arena.h"

#include <libxml/tree.h>
#include <stdbool.h>

/* Is the node an element of that name? NULL is none. */
bool dom_is(const xmlNode *node, const char *name);

/* The value of an attribute, as dom_collapse makes it; NULL when it is absent or empty. */
const char *dom_attribute(struct arena *arena, const xmlNode *node, const char *name);

enum { DOM_TEXT_MAXIMUM = 1 << 20 /* bytes */ };

/* All text below the node, as dom_collapse makes it; NULL when there is none, or more than `maximum` bytes of it. */
const char *dom_text(struct arena *arena, const xmlNode *node, size_t maximum);

/* How long a piece of text is as dom_collapse makes it, so that the lengths of pieces give that of their whole. */
struct dom_run {
    size_t characters;
    bool leads, trails; /* there is white space at its beginning, at its end */
};

struct dom_run dom_run_of(const char *text);
struct dom_run dom_run_join(struct dom_run first, struct dom_run second);

/* The next node in document order, below `root`; with `skip` the one behind everything that is inside `node`. NULL at the
 * end. */
xmlNode *dom_next(xmlNode *node, const xmlNode *root, bool skip);

/* The text with each run of white space as one blank, and none at the ends; NULL when nothing is left. */
const char *dom_collapse(struct arena *arena, const char *text);

#endif
