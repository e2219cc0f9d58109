#include "service/http/stream_answer.h"

#include "service/route/answer_stream.h"

#include <string.h>

enum { BLOCK = 16 * 1024 };

static void ready(void *owner)
{
    struct exchange *exchange = owner;
    deadline_set(exchange->deadline, PHASE_ANSWER, BLOCK);
    MHD_resume_connection(exchange->connection);
}

/* libmicrohttpd takes more only when the client has taken what was given before. */
static ssize_t read_stream(void *cls, uint64_t at, char *buffer, size_t size)
{
    struct exchange *exchange = cls;
    struct answer_stream *stream = exchange->request.stream;
    const struct payload *payload = &exchange->payload;
    if (at < payload->length) {
        size_t left = payload->length - (size_t)at, taken = left < size ? left : size;
        memcpy(buffer, payload->bytes + at, taken);
        return (ssize_t)taken;
    }
    ssize_t taken = stream->take(stream, buffer, size);
    if (taken < 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    exchange->sent += (size_t)taken;
    if (taken > 0)
        return taken;
    deadline_set(exchange->deadline, PHASE_WORK, 0);
    MHD_suspend_connection(exchange->connection);
    if (!stream->wait(stream))
        ready(exchange);
    return 0;
}

struct MHD_Response *stream_answer_new(struct exchange *exchange)
{
    struct answer_stream *stream = exchange->request.stream;
    stream->ready = ready;
    stream->owner = exchange;
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_stream, exchange, NULL);
}
