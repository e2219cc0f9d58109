/* extract.h - from a news page's HTML to its article: main text and what the page says of itself.
 *
 * The main text is found as reader modes find it: paragraphs lend their length to what holds them, less what stands in
 * links; the holder with most wins. Menus, related links, shares, comments, captions, advertisements and what is hidden
 * are left out before. Paragraphs are parted by an empty line, so that no name runs from one into the next.
 *
 * Sources, best first: title og:title, JSON-LD headline, h1, <title> without the site's name; site og:site_name,
 * JSON-LD publisher; author JSON-LD, meta author, rel=author; time JSON-LD datePublished, article:published_time,
 * itemprop, <time>, a written date near the title; language <html lang>, og:locale; address link rel=canonical, og:url.
 * Input is UTF-8 (charset.h). Everything found lives in the arena; NULL: not found. Threads: reentrant.
 */
#ifndef ALAM_FETCH_EXTRACT_H
#define ALAM_FETCH_EXTRACT_H

#include "service/base/arena.h"
#include "service/base/status.h"

#include <stdint.h>

struct extract {
    const char *text;
    size_t length;
    const char *title, *site, *author, *language, *url;
    bool published;
    int64_t published_at; /* microseconds since 1970 */
};

/* STATUS_INVALID_INPUT: there is no article in this page. */
enum status extract_article(const char *html, size_t length, struct arena *arena, struct extract *ret_extract,
                            struct error *error);

#endif
