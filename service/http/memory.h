/* memory.h - an exchange's share of ALAM_MEMORY_IN_FLIGHT (service/app/budget.h).
 *
 * Threads: the one that the exchange belongs to.
 */
#ifndef ALAM_HTTP_MEMORY_H
#define ALAM_HTTP_MEMORY_H

#include "service/http/state.h"

/* Waits until there are `bytes` for the request, at most ALAM_REQUEST_TIMEOUT; then `told` goes on, on any thread, perhaps
 * before this returns. The connection is suspended. */
void memory_wait(struct exchange *exchange, size_t bytes, void (*told)(struct share *share, bool granted));
/* Counts what the request holds now, unless it is little and was so before. */
void memory_count(struct exchange *exchange);
/* Sets the error of a request that waited in vain; STATUS_UNAVAILABLE. */
enum status memory_refuse(struct exchange *exchange);

#endif
