/* published.h - when an article was published: its own time, not that of something beside it.
 *
 * Asked are, in this order: JSON-LD, <meta>, itemprop=datePublished, <time>, the address, a date written out beside the
 * heading or in an element whose class speaks of dates.
 * Threads: one page, one thread.
 */
#ifndef ALAM_PAGE_PUBLISHED_H
#define ALAM_PAGE_PUBLISHED_H

#include "service/page/claims.h"
#include "service/page/ld.h"
#include "service/page/lines.h"

struct published_input {
    const struct claims *claims;
    const struct ld *ld;
    const char *url; /* the page's address; NULL: not known */
    uint32_t block;  /* what holds the article; 0: not known */
    int64_t now;     /* date.h */
};

/* False: the page does not say. */
bool published_find(const struct page *page, const struct published_input *input, int64_t *ret_microseconds);

#endif
