/* cors.h - which web pages may read answers: cross-origin resource sharing (Fetch standard, section 3.2).
 *
 * ALAM_CORS_ORIGINS is "*" for pages of any origin, or a list of origins that are compared as whole strings. API keys
 * travel in the header Authorization and never in cookies, so credentials are not allowed. Threads: pure functions.
 */
#ifndef ALAM_HTTP_CORS_H
#define ALAM_HTTP_CORS_H

#include <stdbool.h>

/* The value of Access-Control-Allow-Origin for a request with the header `origin` (NULL: absent); NULL: the header is not
 * sent. *ret_vary: the answer depends on the origin and must say so to caches. */
const char *cors_allow(const char *configured, const char *origin, bool *ret_vary);

/* Values of Access-Control-Allow-Headers and Access-Control-Expose-Headers. */
extern const char cors_allowed_headers[];
extern const char cors_exposed_headers[];

#endif
