/* access_log.h - who sent a request, and the log line and metrics of its answer. Threads: the HTTP thread of the
 * connection. */
#ifndef ALAM_HTTP_ACCESS_LOG_H
#define ALAM_HTTP_ACCESS_LOG_H

#include "service/http/state.h"

/* Fills the request's id, trace and client address from its headers and its peer. */
void access_log_identify(struct exchange *exchange);

/* Counts the answer and writes its line. `delivered`: it was sent to its end. */
void access_log_write(const struct exchange *exchange, bool delivered);

#endif
