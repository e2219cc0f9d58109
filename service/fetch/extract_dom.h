/* extract_dom.h - what extract_text.c and extract_meta.c ask of libxml2's tree. Threads: one tree, one thread. */
#ifndef ALAM_FETCH_EXTRACT_DOM_H
#define ALAM_FETCH_EXTRACT_DOM_H

#include "service/base/arena.h"
#include "service/fetch/extract.h"

#include <libxml/HTMLparser.h>

bool dom_is(const xmlNode *node, const char *name);
/* In the arena; NULL when absent or empty. */
const char *dom_attribute(struct arena *arena, const xmlNode *node, const char *name);
/* The text below, white space collapsed and trimmed; NULL when there is none. */
const char *dom_text(struct arena *arena, const xmlNode *node);
/* The next node in document order, below `root`; `skip`: not into `node`. NULL at the end. */
xmlNode *dom_next(xmlNode *node, const xmlNode *root, bool skip);
/* White space collapsed to single blanks, trimmed, NULL when nothing is left. */
const char *dom_collapse(struct arena *arena, const char *text);

/* extract_meta.c: all but the text. The tree is whole yet. */
void extract_meta(xmlNode *root, struct arena *arena, struct extract *extract);
/* extract_text.c: cuts the tree down and fills the text. False: there is none. */
bool extract_text(xmlNode *root, struct arena *arena, struct extract *extract);

#endif
