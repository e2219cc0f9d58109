/* title.h - the title of an article: as its heading shows it, without the name of the site.
 *
 * What the page claims to be called (og:title, JSON-LD, <title>) says which heading is the title's; the heading says how
 * much of the claim is title, where the name of the site or of a section stands before or behind it.
 * Threads: one page, one thread.
 */
#ifndef ALAM_PAGE_TITLE_H
#define ALAM_PAGE_TITLE_H

#include "service/page/claims.h"
#include "service/page/ld.h"
#include "service/page/lines.h"

/* The heading of the page, its first <h1> that is shown; NULL: there is none. */
const char *title_heading(const struct page *page);

/* NULL: the page has no title. *ret_heading is the heading that holds it; 0: none does. */
const char *title_of(const struct page *page, const struct claims *claims, const struct ld *ld, uint32_t *ret_heading);

/* Whether a part of a title, or an author, is the site's name, which the page or its address tells. `site`, `url`: NULL when
 * not known. */
bool title_names_site(const char *part, const char *site, const char *url);

#endif
