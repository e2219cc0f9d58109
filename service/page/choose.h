/* choose.h - which element of a page holds its article.
 *
 * Each paragraph lends what it is worth to the elements around it, the nearer the more, as browsers' reader modes do
 * (Readability's scores); the element of the highest score is where most of the article's paragraphs stand side by side.
 * From there upwards, each element around it is weighed: the prose in it speaks for it, links and scraps against it. The
 * best of them holds the article also where that is divided over several siblings or cousins, as in live blogs.
 * Threads: one page, one thread.
 */
#ifndef ALAM_PAGE_CHOOSE_H
#define ALAM_PAGE_CHOOSE_H

#include "service/page/lines.h"

/* Returns the element; 0: no paragraph speaks for any. */
uint32_t choose_block(struct page *page);

#endif
