/* cors.h - cross-origin answers (Fetch standard, section 3.2) for the origins of ALAM_CORS_ORIGINS.
 *
 * "*" allows any origin; else a list of origins, compared whole. Keys travel in Authorization, never in cookies, so
 * credentials are not allowed. Threads: pure functions.
 */
#ifndef ALAM_HTTP_CORS_H
#define ALAM_HTTP_CORS_H

#include <stdbool.h>

/* What Access-Control-Allow-Origin says to that origin; NULL: nothing. *ret_vary: the answer depends on Origin. */
const char *cors_allow(const char *configured, const char *origin, bool *ret_vary);

extern const char cors_allowed_headers[];
extern const char cors_exposed_headers[];

#endif
