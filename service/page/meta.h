/* meta.h - what a news page says of itself: title, site, authors, language, address, time.
 *
 *   title      title.h
 *   site       og:site_name, publisher in JSON-LD
 *   authors    byline.h
 *   language   <html lang>, og:locale, inLanguage in JSON-LD
 *   url        <link rel=canonical>, og:url
 *   time       published.h; that of the last change: JSON-LD, article:modified_time
 *
 * Threads: one page, one thread.
 */
#ifndef ALAM_PAGE_META_H
#define ALAM_PAGE_META_H

#include "service/page/byline.h"

/* Strings live in the arena; NULL: the page does not say. */
struct meta {
    const char *title, *site;
    struct byline byline;
    const char *language;     /* "ar": two or three letters */
    const char *url;          /* http or https */
    bool published, modified; /* the time is known */
    int64_t published_at;     /* microseconds since 1970 */
    int64_t modified_at;
};

/* All but authors and the time of publication, which depend on where the article is. Sets page->heading. */
struct meta meta_read(struct page *page, const struct claims *claims, const struct ld *ld);

#endif
