/* problem.h - the answer of everything that failed: application/problem+json, RFC 9457.
 *
 * `type` is stable ("/problems/" and the slug of the status table), `detail` one sentence, `instance` the request id,
 * `errors` the input errors with their JSON pointers. Internal failures say nothing of their inside. Threads: pure.
 */
#ifndef ALAM_ROUTE_PROBLEM_H
#define ALAM_ROUTE_PROBLEM_H

#include "service/route/request.h"

/* Turns the request's answer into the problem of `status`: http, content_type, out. */
void problem_answer(struct request *request, enum status status);

#endif
