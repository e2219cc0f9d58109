/* byline.h - who wrote an article: names without "By", بقلم, and without what the authors are.
 *
 * Threads: one page, one thread.
 */
#ifndef ALAM_PAGE_BYLINE_H
#define ALAM_PAGE_BYLINE_H

#include "service/page/claims.h"
#include "service/page/ld.h"
#include "service/page/lines.h"

enum { BYLINE_AUTHORS = 16 };

struct byline {
    const char *authors[BYLINE_AUTHORS];
    size_t count;
};

/* From the first place that names somebody: JSON-LD, <meta>, rel=author and itemprop=author, a class that speaks of
 * authors, a line below the heading that begins as a byline does. */
struct byline byline_of(const struct page *page, const struct claims *claims, const struct ld *ld);

/* Adds the names in a byline to *byline. */
void byline_add(struct arena *arena, struct byline *byline, const char *text);

/* Whether the line is a byline and nothing else. */
bool byline_is_all(const char *line);

#endif
