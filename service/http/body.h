/* body.h - a request's body as it arrives: decoded, counted, and kept or handed to the batch.
 *
 * Where there is no memory in flight for the next bytes (memory.h), they stay with libmicrohttpd and the connection is
 * paused. What is decoded is decoded a piece at a time, because a few bytes may become very many.
 *
 * Threads: the HTTP thread of the connection.
 */
#ifndef ALAM_HTTP_BODY_H
#define ALAM_HTTP_BODY_H

#include "service/http/state.h"

/* Takes bytes of a body; *length becomes how many are left. MHD_NO: the connection is to be closed. */
enum MHD_Result body_read(struct exchange *exchange, const char *bytes, size_t *length);
/* The same for a batch; without bytes, its end. */
enum MHD_Result body_stream(struct exchange *exchange, const char *bytes, size_t *length);

#endif
