/* judge.h - which elements of a page are something else than its article, by what they are called and what stands in them.
 *
 * Threads: one page, one thread.
 */
#ifndef ALAM_PAGE_JUDGE_H
#define ALAM_PAGE_JUDGE_H

#include "service/page/lines.h"

enum judge_manner {
    JUDGE_STRICTLY,
    JUDGE_LENIENTLY, /* names count only where the contents look like it, too */
    JUDGE_EVERYTHING /* hidden elements count as well, and no names */
};

/* Gives the lines inside such elements their reason, all others REASON_NONE, and sums up anew. */
void judge_elements(struct page *page, enum judge_manner manner);

/* Gives all lines inside the element the reason, where they have none. */
void judge_drop(struct page *page, uint32_t element, enum reason reason);

#endif
