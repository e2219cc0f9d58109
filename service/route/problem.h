/* problem.h - the answer to a request that failed: a problem document, application/problem+json (RFC 9457).
 *
 * `type` is "/problems/" and the slug of the status (status.h), which does not change; `detail` is one sentence;
 * `instance` names the request id; `errors` lists the faults of the input with their JSON pointers. Internal failures,
 * those with status 500, have the status' title for a detail. Threads: pure functions.
 */
#ifndef ALAM_ROUTE_PROBLEM_H
#define ALAM_ROUTE_PROBLEM_H

#include "service/route/request.h"

/* Makes the request's answer (http, content_type, out) the problem document of `status`, with request->error and
 * request->errors. */
void problem_answer(struct request *request, enum status status);

#endif
