/* claims.h - what the head of a page claims: <title>, <meta>, <link>, <html lang>. The first of a kind counts.
 *
 * Threads: one page, one thread.
 */
#ifndef ALAM_PAGE_CLAIMS_H
#define ALAM_PAGE_CLAIMS_H

#include "service/page/tree.h"

enum { CLAIMS_DATES = 8, CLAIMS_AUTHORS = 8 };

/* Strings are collapsed (tree.h); NULL: the page does not say. */
struct claims {
    const char *title, *og_title, *other_title, *site, *language, *locale, *canonical, *og_url;
    const char *dates[CLAIMS_DATES]; /* of publication, the best known kind first */
    const char *changed;             /* of the last change */
    const char *authors[CLAIMS_AUTHORS];
    size_t author_count;
};

struct claims claims_read(struct arena *arena, const struct tree *tree);

#endif
