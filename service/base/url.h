/* url.h - when two addresses of the web lead to the same page: both have the same normal form.
 *
 * The normal form is for comparing only; nothing is fetched from it. It differs from the address in what no publisher
 * tells articles apart by (RFC 3986 section 6, and the table of tracking parameters in url.c):
 *
 *     scheme            http is https                      http://n.example/a      https://n.example/a
 *     host              lower case, no dot at its end      https://N.Example./a    https://n.example/a
 *     port              80 and 443 are left out            https://n.example:443/  https://n.example/
 *     path              "/" when it is empty, else without slashes at its end
 *     escapes           capital digits; letters, digits and -._~ as they are; bytes past ASCII escaped
 *     query             without tracking parameters, empty ones and a lone "?"; the order of the others is kept
 *     fragment          left out, unless it begins with "!" or "/", which is how some sites name their pages
 *
 * Depends on strbuf only. Threads: pure functions.
 *
 *     url_normalize("HTTP://News.Example/a/?utm_source=x#top", &out);    out is "https://news.example/a"
 */
#ifndef ALAM_BASE_URL_H
#define ALAM_BASE_URL_H

#include "service/base/strbuf.h"

#include <stdbool.h>

/* Appends the normal form. An address without scheme and host is appended as it is. */
void url_normalize(const char *url, struct strbuf *out);

/* Whether a page at `address` may be known by `canonical`, which it claims to be its address: on the same site; not the
 * site's front page, nor that of a language or section; not an address that lacks the part, path or query, by which
 * `address` tells its page from others. */
bool url_names_page(const char *canonical, const char *address);

/* Whether the address could be that of one page: it has a path that is more than a front page's or a section's. */
bool url_is_of_page(const char *url);

#endif
