/* routes.h - THE route table. Threads: constant data. */
#ifndef ALAM_HANDLERS_ROUTES_H
#define ALAM_HANDLERS_ROUTES_H

#include "service/route/request.h"

extern const struct route route_table[];
extern const size_t route_count;

#endif
