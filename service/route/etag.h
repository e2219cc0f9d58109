/* etag.h - entity tags (RFC 9110 section 8.8.3) and lists of them, as If-Match and If-None-Match have them. Threads: pure
 * functions. */
#ifndef ALAM_ROUTE_ETAG_H
#define ALAM_ROUTE_ETAG_H

#include <stdbool.h>

/* Whether a list of tags, or "*", has this one: a quoted string, with W/ in front or not. Tags are compared weakly, also
 * for If-Match, because a proxy that compresses an answer weakens its tag. NULL has none. */
bool etag_listed(const char *list, const char *etag);

#endif
