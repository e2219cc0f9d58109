#include "service/http/mhd_errors.h"

#include "service/base/timestamp.h"
#include "service/http/access_log.h"
#include "service/http/answer.h"
#include "service/http/headers.h"
#include "service/route/problem.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { DIGITS_MAXIMUM = 18 };

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

static void explain(struct exchange *exchange)
{
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        if (sentences[i].status == exchange->status)
            error_set(&exchange->request.error, exchange->status, "%s", sentences[i].text);
}

/* After a Content-Length that is no number or one of more than 18 digits, version 0.9.75 sends the head of an answer twice.
 * Such an answer is written to the socket here, and the connection closed. */
static bool sends_twice(const struct exchange *exchange)
{
    const char *length = headers_get(exchange->connection, "Content-Length");
    return length && (strspn(length, "0123456789") != strlen(length) || !*length || strlen(length) > DIGITS_MAXIMUM);
}

static void write_out(const struct exchange *exchange, const char *bytes, size_t length)
{
    const union MHD_ConnectionInfo *info =
        exchange->server->tls ? MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_GNUTLS_SESSION)
                              : MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info && exchange->server->tls)
        (void)!gnutls_record_send(info->tls_session, bytes, length);
    else if (info)
        (void)!send(info->connect_fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static enum MHD_Result answer_alone(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    problem_answer(request, exchange->status);
    const char *head = answer_head(exchange);
    if (!head || !strbuf_ok(&request->out))
        return MHD_NO;
    const char *whole = arena_printf(&request->arena,
                                     "HTTP/1.1 %d %s\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
                                     "Content-Length: %zu\r\n%s\r\n%s",
                                     request->http, MHD_get_reason_phrase_for((unsigned)request->http),
                                     request->out.length, head, request->out.data);
    if (whole)
        write_out(exchange, whole, strlen(whole));
    exchange->sent = request->out.length;
    return MHD_NO;
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
    enum MHD_Result result = sends_twice(&exchange) ? answer_alone(&exchange) : answer_send(&exchange);
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
