#include "service/http/cors.h"

#include "service/base/text.h"

#include <string.h>

const char cors_allowed_headers[] =
    "Authorization, Content-Type, Content-Encoding, If-Match, If-None-Match, Prefer, X-Request-Id, traceparent";
const char cors_exposed_headers[] =
    "ETag, Location, Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate, X-Request-Id";

const char *cors_allow(const char *configured, const char *origin, bool *ret_vary)
{
    *ret_vary = *configured && strcmp(configured, "*") != 0;
    if (!*configured || !origin)
        return NULL;
    if (!*ret_vary)
        return "*";
    for (struct text item; text_list_next(&configured, &item);)
        if (text_equals(item, origin))
            return origin;
    return NULL;
}
