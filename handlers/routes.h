/* routes.h - THE route table: every path and method that the service answers, with the role that it needs and its steps.
 *
 * When more than one pattern matches a path, the first row wins. Threads: constant data.
 */
#ifndef ALAM_HANDLERS_ROUTES_H
#define ALAM_HANDLERS_ROUTES_H

#include "service/route/request.h"

extern const struct route route_table[];
extern const size_t route_count;

#endif
