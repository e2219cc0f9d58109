/* router.h - from a request target ("/v1/articles/1?limit=5") to a route, its path values and its parameters.
 *
 * Path and query are percent-decoded once, and strictly: a broken escape, NUL and other control characters, and bytes
 * that are not UTF-8 are refused. "%2F" in a path is part of its segment and does not separate two. "+" in a query is a
 * blank. A parameter that is given twice is refused. A slash at the end of a path makes no difference, and neither does
 * ALAM_BASE_PATH before it. Threads: pure functions over constant tables.
 */
#ifndef ALAM_ROUTE_ROUTER_H
#define ALAM_ROUTE_ROUTER_H

#include "service/route/request.h"

/* Finds the route of a method and target, and sets request->route, path_values and parameters.
 *
 * OPTIONS of a path that exists gives STATUS_OK, no route, and in request->allow the methods of that path; they are set,
 * too, with STATUS_METHOD_NOT_ALLOWED. Other failures: STATUS_NOT_FOUND, STATUS_BAD_REQUEST (the path is malformed),
 * STATUS_INVALID_PARAMETER (the query is). All failures set request->error. */
enum status router_resolve(const struct route *routes, size_t route_count, const char *method, const char *target,
                           struct request *request);

#endif
