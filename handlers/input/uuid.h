/* uuid.h - the id in a path where it is a UUID: of articles, jobs, subscriptions. Threads: pure functions. */
#ifndef ALAM_HANDLERS_INPUT_UUID_H
#define ALAM_HANDLERS_INPUT_UUID_H

#include "service/route/request.h"

/* The whole `prepare` of such a route: hands the id over to its query (request_then_query), in lower case. Parameters are
 * refused. STATUS_MALFORMED_ID: the path's first value is no UUID; `what` is the sentence that says so. */
enum status uuid_prepare(struct request *request, const char *what);

#endif
