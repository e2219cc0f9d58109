#include "service/http/body.h"

#include "service/base/container.h"
#include "service/http/headers.h"
#include "service/http/memory.h"

/* A body without Content-Length that is too long is read on, so that its client sees the 413: up to this many times
 * ALAM_BODY_MAXIMUM, then the connection is closed. */
enum { DISCARD_FACTOR = 16 };

static void memory_came(struct share *share, bool granted)
{
    struct exchange *exchange = CONTAINER_OF(share, struct exchange, share);
    exchange->crowded = !granted;
    deadline_resume(exchange->deadline);
    MHD_resume_connection(exchange->connection);
}

/* False: there is no memory in flight left for the next bytes of the body. The connection is paused until there is. */
static bool has_room(struct exchange *exchange, size_t length)
{
    size_t need = exchange->request.body.length + length;
    if (need <= BUDGET_SMALL || budget_try(exchange->server->app->budget, &exchange->share, need))
        return true;
    deadline_pause(exchange->deadline);
    MHD_suspend_connection(exchange->connection);
    memory_wait(exchange, need, memory_came);
    return false;
}

static enum status keep(void *cls, const char *bytes, size_t *length)
{
    struct exchange *exchange = cls;
    struct strbuf *body = &exchange->request.body;
    if (exchange->crowded)
        return memory_refuse(exchange);
    if (*length > body->maximum - body->length)
        return headers_too_large(&exchange->request);
    if (!has_room(exchange, *length)) {
        *length = 0;
        return STATUS_OK;
    }
    strbuf_append(body, bytes, *length);
    return strbuf_ok(body) ? STATUS_OK : STATUS_OUT_OF_MEMORY;
}

/* Decodes the next bytes of the body where it is encoded; *length becomes how many of them were taken. */
static enum status take_in(struct exchange *exchange, const char *bytes, size_t *length, decoder_sink sink)
{
    if (exchange->decoder)
        return decoder_feed(exchange->decoder, bytes, length, sink, exchange, &exchange->request.error);
    return sink(exchange, bytes, length);
}

enum MHD_Result body_read(struct exchange *exchange, const char *bytes, size_t *length)
{
    struct request *request = &exchange->request;
    size_t maximum = (size_t)exchange->server->app->config->body_maximum, taken = *length;
    deadline_heard(exchange->deadline);
    if (exchange->received + taken > maximum * DISCARD_FACTOR)
        return MHD_NO;
    if (exchange->received + taken > maximum)
        exchange->status = headers_too_large(request);
    else if (exchange->status == STATUS_OK && request->route && request->route->body)
        exchange->status = take_in(exchange, bytes, &taken, keep);
    exchange->received += taken;
    *length -= taken;
    return MHD_YES;
}

static enum status feed(void *cls, const char *bytes, size_t *length)
{
    struct exchange *exchange = cls;
    if (!batch_has_room(exchange->batch, *length))
        *length = 0;
    else if (batch_feed(exchange->batch, bytes, length)) /* each complete line gives the client more time */
        deadline_set(exchange->deadline, PHASE_STREAM, 0);
    return STATUS_OK;
}

/* Hands bytes of the body to the batch, as many as it takes until it has the connection paused. */
static void feed_batch(struct exchange *exchange, const char *bytes, size_t *length)
{
    deadline_heard(exchange->deadline);
    do {
        size_t taken = *length;
        if (exchange->status == STATUS_OK)
            exchange->status = take_in(exchange, bytes, &taken, feed);
        exchange->received += taken;
        bytes += taken;
        *length -= taken;
    } while (!batch_pause(exchange->batch) && *length);
}

enum MHD_Result body_stream(struct exchange *exchange, const char *bytes, size_t *length)
{
    struct request *request = &exchange->request;
    bool ended = *length == 0;
    if (!ended)
        feed_batch(exchange, bytes, length);
    if (batch_finished(exchange->batch)) {
        *length = 0;
        exchange->state = ANSWERED;
        return MHD_NO; /* the answer is written, or the client has left: closes the connection */
    }
    if (!ended && exchange->status == STATUS_OK)
        return MHD_YES;
    *length = 0;
    if (exchange->decoder && exchange->status == STATUS_OK)
        exchange->status = decoder_finish(exchange->decoder, &request->error);
    deadline_set(exchange->deadline, PHASE_WORK, 0);
    if (!batch_end(exchange->batch, exchange->status, &request->error))
        return MHD_YES;
    exchange->state = ANSWERED;
    return MHD_NO;
}
