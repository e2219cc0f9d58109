#include "service/http/mhd_errors.h"

#include "service/base/timestamp.h"
#include "service/http/access_log.h"
#include "service/http/answer.h"
#include "service/route/problem.h"

#include <dlfcn.h>
#include <stdlib.h>

/* Statuses that the library answers by itself, besides 400. */
static const enum status statuses[] = {STATUS_TOO_LARGE,  STATUS_URI_TOO_LONG,    STATUS_HEADERS_TOO_LARGE,
                                       STATUS_INTERNAL,   STATUS_NOT_IMPLEMENTED, STATUS_HTTP_VERSION,
                                       STATUS_UNAVAILABLE};

static const struct sentence {
    enum status status;
    const char *text;
} sentences[] = {
    {STATUS_BAD_REQUEST,
     "This is not a request of HTTP/1.1 (RFC 9112): its first line, a header, its length or a chunk "
     "is malformed, or Host is missing."},
    {STATUS_TOO_LARGE, "The body is longer than a number can say."},
    {STATUS_URI_TOO_LONG, "The request line does not fit into ALAM_HEADER_MAXIMUM."},
    {STATUS_HEADERS_TOO_LARGE, "The headers do not fit into ALAM_HEADER_MAXIMUM."},
    {STATUS_NOT_IMPLEMENTED, "Of transfer codings chunked alone is known."},
    {STATUS_HTTP_VERSION, "The version of HTTP must be 1.1 or 1.0."},
};

mhd_queue *mhd_errors_queue(void)
{
    mhd_queue *found;
    void *symbol = dlsym(RTLD_NEXT, "MHD_queue_response");
    _Static_assert(sizeof found == sizeof symbol, "POSIX: dlsym gives functions too");
    __builtin_memcpy(&found, &symbol, sizeof found);
    return found;
}

static enum status status_of(unsigned http)
{
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if ((unsigned)status_http(statuses[i]) == http)
            return statuses[i];
    return STATUS_BAD_REQUEST;
}

/* What the library calls malformed is, nearly always, the ending that framing.h has put in place of a fault. */
static void explain(struct exchange *exchange)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    const struct framing *framing = info ? reads_framing(info->connect_fd) : NULL;
    if (framing && framing->fault && exchange->status == STATUS_BAD_REQUEST) {
        exchange->status = error_set(&exchange->request.error, framing->status, "%s", framing->fault);
        return;
    }
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        if (sentences[i].status == exchange->status)
            error_set(&exchange->request.error, exchange->status, "%s", sentences[i].text);
}

static enum MHD_Result answer(struct MHD_Connection *connection, struct deadline *deadline, unsigned http)
{
    struct server *server = deadline_owner(deadline);
    struct exchange exchange = {.server = server,
                                .connection = connection,
                                .deadline = deadline,
                                .started = timestamp_monotonic(),
                                .status = status_of(http)};
    request_init(&exchange.request, server->app);
    access_log_identify(&exchange);
    explain(&exchange);
    enum MHD_Result result = answer_send(&exchange);
    access_log_write(&exchange, true);
    free(exchange.payload.bytes);
    request_release(&exchange.request);
    return result;
}

/* Takes the place of the library's function of this name; see mhd_errors.h. */
enum MHD_Result MHD_queue_response(struct MHD_Connection *connection, unsigned int status_code,
                                   struct MHD_Response *response)
{
    const union MHD_ConnectionInfo *context = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct deadline *deadline = context ? context->socket_context : NULL;
    struct exchange *running = deadline_exchange(deadline);
    if (running && running->batch)
        return MHD_NO; /* the batch's answer has begun; the client sees that its last chunk is missing */
    /* In the middle of a body this is a chunk's head that does not fit into the buffer, where the library says 500. */
    bool chunk = running && status_code == MHD_HTTP_INTERNAL_SERVER_ERROR;
    if (deadline)
        return answer(connection, deadline, chunk ? MHD_HTTP_BAD_REQUEST : status_code);
    mhd_queue *library = mhd_errors_queue();
    return library ? library(connection, status_code, response) : MHD_NO;
}
