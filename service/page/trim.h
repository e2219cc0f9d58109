/* trim.h - what is left out inside the article's block: lists of links, teasers, forms, the title once more.
 *
 * Threads: one page, one thread.
 */
#ifndef ALAM_PAGE_TRIM_H
#define ALAM_PAGE_TRIM_H

#include "service/page/lines.h"

/* Lines outside `block` become REASON_OUTSIDE, those inside that are no article get their reason, all that are left
 * REASON_KEPT. `title`: what the page is called; NULL: not known. */
void trim_block(struct page *page, uint32_t block, const char *title);

#endif
