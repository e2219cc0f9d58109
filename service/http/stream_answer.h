/* stream_answer.h - sends an answer that goes on (service/route/answer_stream.h) through libmicrohttpd.
 *
 * The connection is suspended while there is nothing to send, so that it costs no thread and no processor. Its client has as
 * long to take what there is as for any other answer of that length. Threads: the HTTP thread of the connection; while that
 * is suspended, the maker of the stream.
 */
#ifndef ALAM_HTTP_STREAM_ANSWER_H
#define ALAM_HTTP_STREAM_ANSWER_H

#include "service/http/state.h"

/* The answer of a request that has a stream: first exchange->payload, then the stream until it ends. NULL: out of
 * memory. */
struct MHD_Response *stream_answer_new(struct exchange *exchange);

#endif
