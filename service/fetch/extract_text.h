/* extract_text.h - the main text of a news page, found in the manner of browsers' reader modes.
 *
 * First everything that is not the article is cut out of the tree: menus, related links, shares, comments, captions,
 * advertisements, hidden elements, told by element, class, id and role. Then each paragraph gives its number of letters,
 * less twice those inside links, to its parent and half of it to its grandparent; the element with the highest sum holds
 * the article. Its paragraphs are joined with an empty line between them, so that no name runs from one into the next.
 * Threads: one tree, one thread.
 */
#ifndef ALAM_FETCH_EXTRACT_TEXT_H
#define ALAM_FETCH_EXTRACT_TEXT_H

#include "service/base/arena.h"
#include "service/base/text.h"

struct _xmlNode; /* libxml2's */

/* The text, in the arena; empty when there is none. Cuts the tree below `root` down. A heading that repeats `title` (NULL:
 * not known) is left out. */
struct text extract_text(struct _xmlNode *root, const char *title, struct arena *arena);

#endif
