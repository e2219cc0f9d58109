/* uuid.h - the id in a path where it is a UUID: of articles, jobs, subscriptions. Threads: pure functions. */
#ifndef ALAM_HANDLERS_INPUT_UUID_H
#define ALAM_HANDLERS_INPUT_UUID_H

#include "service/base/uuid.h"
#include "service/route/request.h"

/* The whole `prepare` of such a route: hands the id over to its query (request_then_query), in lower case. Parameters are
 * refused. As uuid_read. */
enum status uuid_prepare(struct request *request, const char *what);

/* Copies the path's first value in lower case. STATUS_MALFORMED_ID: it is no UUID; `what` it is the id of, "An article", stands in
 * the sentence that says so. */
enum status uuid_read(struct request *request, const char *what, char ret_id[UUID_LENGTH + 1]);

#endif
