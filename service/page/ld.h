/* ld.h - what a page's JSON-LD says of its article (schema.org).
 *
 * A page may hold many objects: of the article, of those beside it, of the site. Taken is the article that is about this
 * page: whose address, or mainEntityOfPage, is the page's own; or whose headline is the page's heading; else the first.
 * Objects that are only named by "@id" are looked up in the same page.
 * Threads: one page, one thread.
 */
#ifndef ALAM_PAGE_LD_H
#define ALAM_PAGE_LD_H

#include "service/page/tree.h"

enum { LD_AUTHORS = 16 };

/* Strings live in the arena and are collapsed (tree.h); NULL: it does not say. */
struct ld {
    const char *headline, *publisher, *published, *modified, *language, *url;
    const char *body; /* articleBody as it is written, which may hold tags */
    const char *authors[LD_AUTHORS];
    size_t author_count;
    bool by_organization; /* its author is one, not a person */
};

/* `url`: the page's own address, `heading`: its <h1>; NULL: not known. */
struct ld ld_read(struct arena *arena, const struct tree *tree, const char *url, const char *heading);

#endif
