/* page_tree.h - from a page's bytes to libxml2's tree, with limits that hold while libxml2 reads.
 *
 * libxml2 compares each attribute of a tag with all that came before it, and below 256 levels it stops without a word. Here
 * its parser is given the page in pieces. Between two pieces, and at each tag, the limits below and the processor's time are
 * looked at, so that reading costs in proportion to the page, and whoever sent a page that breaks a limit is told which.
 *
 *     xmlDoc *document;
 *     enum status status = page_tree_read(html, length, 5000, &document, error);
 *     …
 *     xmlFreeDoc(document);
 *
 * Threads: reentrant.
 */
#ifndef ALAM_FETCH_PAGE_TREE_H
#define ALAM_FETCH_PAGE_TREE_H

#include "service/base/status.h"

#include <stddef.h>
#include <stdint.h>

struct _xmlDoc; /* libxml2's */

enum {
    PAGE_ATTRIBUTES = 512,  /* of one tag */
    PAGE_DEPTH = 250,       /* of elements inside one another, tags that are never closed included */
    PAGE_ELEMENTS = 200000, /* tags and their attributes together */
};

/* Reads a page, which is UTF-8. *ret_document is the caller's; NULL: there is no element in it. `limit_ms` is how long the
 * processor may be busy with it. STATUS_INVALID_INPUT: a limit was broken, and the error says which. */
enum status page_tree_read(const char *html, size_t length, int64_t limit_ms, struct _xmlDoc **ret_document,
                           struct error *error);

#endif
