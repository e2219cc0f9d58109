/* extract_meta.h - what a news page says of itself. Each item is taken from the first place that has it:
 *
 *   title      og:title or twitter:title, headline in JSON-LD, the first <h1>, <title> without the site's name behind it
 *   site       og:site_name, publisher in JSON-LD
 *   author     author in JSON-LD, <meta> author, itemprop=author or rel=author
 *   language   <html lang>, og:locale
 *   url        <link rel=canonical>, og:url
 *   time       datePublished in JSON-LD, article:published_time and its kin, itemprop=datePublished, <time>, a date written
 *              out in an element whose class speaks of dates
 *
 * Threads: one tree, one thread.
 */
#ifndef ALAM_FETCH_EXTRACT_META_H
#define ALAM_FETCH_EXTRACT_META_H

#include "service/base/arena.h"
#include "service/base/text.h"

struct _xmlNode; /* libxml2's */

/* Strings live in the arena; NULL: the page does not say. */
struct extract_meta {
    const char *title, *site, *author;
    const char *language; /* "ar": two or three letters */
    const char *url;      /* http or https */
    bool published;       /* published_at is known */
    int64_t published_at; /* microseconds since 1970 */
};

/* Reads the tree below `root`, which is not changed. */
struct extract_meta extract_meta(struct _xmlNode *root, struct arena *arena);

#endif
