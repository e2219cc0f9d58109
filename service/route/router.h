/* router.h - from a request target ("/v1/articles/1?limit=5") to a route, its path values and its parameters.
 *
 * Path and query are percent-decoded once and strictly: a broken escape, a NUL or control character, or bytes that are
 * not UTF-8 are refused, never guessed at. "+" in a query is a space. A parameter given twice is refused. "%2F" in a
 * path belongs to its segment. Threads: pure functions over constant tables.
 */
#ifndef ALAM_ROUTE_ROUTER_H
#define ALAM_ROUTE_ROUTER_H

#include "service/route/request.h"

/* OPTIONS of a path that exists is STATUS_OK with `allow` and no route.
 * Finds the route and fills route, path_values, parameters; `allow` when the path exists for other methods.
 * STATUS_BAD_REQUEST, STATUS_INVALID_PARAMETER, STATUS_NOT_FOUND or STATUS_METHOD_NOT_ALLOWED set request->error. */
enum status router_resolve(const struct route *routes, size_t route_count, const char *method, const char *target,
                           struct request *request);

#endif
