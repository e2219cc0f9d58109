/* uuid.h - the id that a path names, where it is a UUID: of articles, jobs, subscriptions. Threads: pure functions. */
#ifndef ALAM_HANDLERS_UUID_H
#define ALAM_HANDLERS_UUID_H

#include "service/route/request.h"

/* Hands the path's first value over to the route's query (request_then_query), lower case and NUL-terminated. No
 * parameters are allowed.
 * STATUS_MALFORMED_ID says `what` an id is. */
enum status uuid_prepare(struct request *request, const char *what);

#endif
