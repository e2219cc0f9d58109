/* answer.h - from a finished request to the answer on its connection.
 *
 * Adds the headers that every answer has (request id, rate limit, CORS, caching), the ETag of what GET answers (304 when
 * the client has it already) and a content coding that the client accepts. Threads: the HTTP
 * thread of the connection, where nothing else is said.
 */
#ifndef ALAM_HTTP_ANSWER_H
#define ALAM_HTTP_ANSWER_H

#include "service/http/state.h"

/* Makes the answer of what the route wrote to request.out, or of the problem of exchange->status when that is not STATUS_OK:
 * compresses it, gives it an ETag. Takes a processor for long when it is large. Any thread that owns the exchange. */
void answer_prepare(struct exchange *exchange);
/* Prepares the answer unless that was done, and gives it to the library; the exchange is then ANSWERED. MHD_NO: out of
 * memory, the connection is to be closed. */
enum MHD_Result answer_send(struct exchange *exchange);

/* The header lines of an answer that alam writes to the socket itself, each ended by CRLF, in the request's arena. NULL:
 * out of memory. */
const char *answer_head(const struct exchange *exchange);
/* The same for a batch, whose answer streams: nginx is told not to hold it back. */
const char *answer_batch_head(const struct exchange *exchange);

#endif
