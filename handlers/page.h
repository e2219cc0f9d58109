/* page.h - pages that a client sends or names by their address, for the routes that read them. Threads: pure functions. */
#ifndef ALAM_HANDLERS_PAGE_H
#define ALAM_HANDLERS_PAGE_H

#include "service/page/extract.h"
#include "service/route/request.h"

/* The step asks for the page at `url`; the route's `fetched` finds `state`. */
enum status page_ask(struct request *request, const char *url, void *state);

/* The page that came, as UTF-8 in *utf8, which is empty and may hold four times ALAM_FETCH_MAXIMUM; *ret_address is where
 * it was found, in the arena. STATUS_FETCH_FAILED and its like: none came, or it is no page. */
enum status page_received(struct request *request, struct strbuf *utf8, const char **ret_address);

/* Reads the article of a page within ALAM_EXTRACT_TIMEOUT. `address`: where it was fetched, a moment ago; NULL: it was
 * sent. */
enum status page_extract(struct request *request, struct text html, const char *address, struct extract *ret_extract);

#endif
