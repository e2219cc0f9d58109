#include "service/http/server.h"

#include "service/base/timestamp.h"
#include "service/http/headers.h"
#include "service/http/listen.h"
#include "service/http/problem.h"
#include "service/http/router.h"
#include "service/store/store.h"

#include <microhttpd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DISCARD_FACTOR = 16 /* a chunked body is read and thrown away up to this many times its limit, for a 413 */ };

struct server {
    struct app *app;
    const struct route *routes;
    size_t route_count;
    struct MHD_Daemon *daemon;
    int socket;
    uint16_t port;
    _Atomic int64_t running;
};

enum state { FRESH, READING, WAITING, ANSWERED };

/* One request on its way through libmicrohttpd. */
struct exchange {
    struct request request;
    struct store_job job;
    struct server *server;
    struct MHD_Connection *connection;
    enum state state;
    enum status status;
    char *target;    /* as it stood in the request line */
    int64_t started; /* timestamp_monotonic */
    size_t received; /* bytes of body, those thrown away included */
    size_t sent;
    bool counted; /* in server->running */
};

static void *begin(void *cls, const char *target, struct MHD_Connection *connection)
{
    struct server *server = cls;
    struct exchange *exchange = calloc(1, sizeof *exchange);
    if (!exchange)
        return NULL;
    request_init(&exchange->request, server->app);
    exchange->server = server;
    exchange->connection = connection;
    exchange->started = timestamp_monotonic();
    exchange->target = arena_strdup(&exchange->request.arena, target);
    return exchange;
}

static size_t route_series(const struct exchange *exchange)
{
    const struct route *route = exchange->request.route;
    return route ? (size_t)(route - exchange->server->routes) : exchange->server->route_count;
}

static void account(const struct exchange *exchange, bool delivered)
{
    const struct request *request = &exchange->request;
    struct metrics *metrics = exchange->server->app->metrics;
    double seconds = (double)(timestamp_monotonic() - exchange->started) / 1e6;
    size_t series = route_series(exchange);
    metrics_add(metrics, METRIC_REQUESTS, METRICS_REQUEST_SERIES(series, request->http), 1);
    metrics_observe(metrics, METRIC_REQUEST_SECONDS, series, seconds);
    metrics_add(metrics, METRIC_REQUEST_BYTES, 0, (int64_t)exchange->received);
    metrics_add(metrics, METRIC_RESPONSE_BYTES, 0, (int64_t)exchange->sent);
    log_write(exchange->server->app->log, LOG_INFO, "request",
              (struct log_field[]){LOG_TEXT("request_id", request->id),
                                   LOG_TEXT("route", request->route ? request->route->name : "none"),
                                   LOG_NUMBER("status", request->http), LOG_NUMBER("ms", seconds * 1e3),
                                   LOG_NUMBER("bytes_in", exchange->received), LOG_NUMBER("bytes_out", exchange->sent),
                                   LOG_TEXT("problem", exchange->status ? status_slug(exchange->status) : "none"),
                                   LOG_TEXT("delivered", delivered ? "yes" : "no"), LOG_END});
}

static void completed(void *cls, struct MHD_Connection *connection, void **con_cls,
                      enum MHD_RequestTerminationCode code)
{
    struct exchange *exchange = *con_cls;
    (void)cls;
    (void)connection;
    if (!exchange)
        return;
    if (exchange->state == ANSWERED)
        account(exchange, code == MHD_REQUEST_TERMINATED_COMPLETED_OK);
    if (exchange->counted) {
        metrics_add(exchange->server->app->metrics, METRIC_REQUESTS_RUNNING, 0, -1);
        atomic_fetch_sub(&exchange->server->running, 1);
    }
    request_release(&exchange->request);
    free(exchange);
    *con_cls = NULL;
}

static void connected(void *cls, struct MHD_Connection *connection, void **socket_context,
                      enum MHD_ConnectionNotificationCode code)
{
    struct server *server = cls;
    (void)connection;
    (void)socket_context;
    metrics_add(server->app->metrics, METRIC_CONNECTIONS, 0, code == MHD_CONNECTION_NOTIFY_STARTED ? 1 : -1);
}

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (value)
        MHD_add_response_header(response, name, value);
}

static void add_headers(const struct exchange *exchange, struct MHD_Response *response)
{
    const struct request *request = &exchange->request;
    const struct app *app = exchange->server->app;
    char seconds[32];
    add_header(response, "Content-Type", request->http == 204 ? NULL : request->content_type);
    add_header(response, "X-Content-Type-Options", "nosniff");
    add_header(response, "Cache-Control", "no-store");
    add_header(response, "X-Request-Id", request->id);
    add_header(response, "Location", request->location);
    add_header(response, "Allow", request->allow);
    if (request->http == 503) {
        snprintf(seconds, sizeof seconds, "%lld", (long long)(app->config->retry_after_ms + 999) / 1000);
        add_header(response, "Retry-After", seconds);
    }
    if (atomic_load(&app->draining))
        add_header(response, "Connection", "close");
}

static enum MHD_Result answer(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    size_t length = 0;
    if (exchange->status == STATUS_OK)
        exchange->status = request_answered(request);
    if (exchange->status != STATUS_OK)
        problem_answer(request, exchange->status);
    char *bytes = strbuf_steal(&request->out, &length);
    if (!bytes)
        return MHD_NO;
    struct MHD_Response *response = MHD_create_response_from_buffer(length, bytes, MHD_RESPMEM_MUST_FREE);
    if (!response) {
        free(bytes);
        return MHD_NO;
    }
    add_headers(exchange, response);
    enum MHD_Result result = MHD_queue_response(exchange->connection, (unsigned)request->http, response);
    MHD_destroy_response(response);
    exchange->sent = length;
    exchange->state = ANSWERED;
    return result;
}

static enum status query_work(struct store_job *job, struct store_conn *conn)
{
    struct exchange *exchange = (struct exchange *)(void *)((char *)job - offsetof(struct exchange, job));
    return exchange->request.route->query(&exchange->request, conn);
}

static void query_done(struct store_job *job, enum status status)
{
    struct exchange *exchange = (struct exchange *)(void *)((char *)job - offsetof(struct exchange, job));
    exchange->status = status;
    MHD_resume_connection(exchange->connection);
}

/* After this the exchange belongs to a store worker until libmicrohttpd calls again. */
static enum MHD_Result hand_over(struct exchange *exchange)
{
    exchange->state = WAITING;
    exchange->job = (struct store_job){.work = query_work, .done = query_done, .error = &exchange->request.error};
    MHD_suspend_connection(exchange->connection);
    if (store_submit(exchange->server->app->store, &exchange->job) == STATUS_OK)
        return MHD_YES;
    exchange->status =
        error_set(&exchange->request.error, STATUS_UNAVAILABLE, "Too many requests wait for the database.");
    MHD_resume_connection(exchange->connection);
    return MHD_YES;
}

static enum MHD_Result run(struct exchange *exchange)
{
    const struct route *route = exchange->request.route;
    if (exchange->status == STATUS_OK && route->prepare)
        exchange->status = route->prepare(&exchange->request);
    if (exchange->status == STATUS_OK && route->query)
        return hand_over(exchange);
    return answer(exchange);
}

static enum MHD_Result read_head(struct exchange *exchange, const char *method)
{
    struct request *request = &exchange->request;
    struct server *server = exchange->server;
    if (!exchange->target)
        return MHD_NO;
    request_set_id(request, MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, "X-Request-Id"));
    exchange->status = router_resolve(server->routes, server->route_count, method, exchange->target, request);
    exchange->counted = !request->route || !request->route->health;
    if (exchange->counted) {
        metrics_add(server->app->metrics, METRIC_REQUESTS_RUNNING, 0, 1);
        atomic_fetch_add(&server->running, 1);
    }
    if (exchange->status == STATUS_OK)
        exchange->status = headers_check_body(exchange->connection, request);
    exchange->state = READING;
    /* Answered before its body, a connection ends: worth it for a body that is not wanted, else the body is thrown
     * away. */
    return exchange->status == STATUS_TOO_LARGE ? answer(exchange) : MHD_YES;
}

static enum MHD_Result read_body(struct exchange *exchange, const char *bytes, size_t length)
{
    struct request *request = &exchange->request;
    const struct config *config = exchange->server->app->config;
    exchange->received += length;
    if (timestamp_monotonic() - exchange->started > config->request_timeout_ms * 1000)
        return MHD_NO;
    if (exchange->received > (size_t)config->body_maximum * DISCARD_FACTOR)
        return MHD_NO; /* told by no Content-Length, and it does not end */
    if (exchange->received > (size_t)config->body_maximum)
        exchange->status = headers_too_large(request);
    else if (exchange->status == STATUS_OK && request->route->body)
        strbuf_append(&request->body, bytes, length);
    return MHD_YES;
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **con_cls)
{
    struct exchange *exchange = *con_cls;
    size_t length = *upload_size;
    (void)cls;
    (void)connection;
    (void)url;
    (void)version;
    if (!exchange)
        return MHD_NO;
    switch (exchange->state) {
    case FRESH:
        return read_head(exchange, method);
    case READING:
        *upload_size = 0;
        return length ? read_body(exchange, upload, length) : run(exchange);
    case WAITING:
        return answer(exchange);
    default:
        *upload_size = 0;
        return MHD_YES;
    }
}

/* The router decodes; libmicrohttpd's own decoding is switched off. */
static size_t leave_escaped(void *cls, struct MHD_Connection *connection, char *text)
{
    (void)cls;
    (void)connection;
    return strlen(text);
}

__attribute__((format(printf, 2, 0))) static void library_log(void *cls, const char *format, va_list args)
{
    struct server *server = cls;
    char text[512];
    vsnprintf(text, sizeof text, format, args);
    text[strcspn(text, "\r\n")] = '\0';
    log_write(server->app->log, LOG_DEBUG, "http-library", (struct log_field[]){LOG_TEXT("message", text), LOG_END});
}

static unsigned thread_count(const struct config *config)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int64_t count = config->http_threads ? config->http_threads : processors;
    return count > 1 ? (unsigned)count : 0; /* 0: one thread, no pool */
}

static struct MHD_Daemon *start_daemon(struct server *server)
{
    const struct config *config = server->app->config;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_LISTEN_SOCKET, server->socket, NULL},
        {MHD_OPTION_THREAD_POOL_SIZE, thread_count(config), NULL},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)config->connections, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)config->header_maximum, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)(config->idle_timeout_ms + 999) / 1000, NULL},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)leave_escaped, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)begin, server},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)completed, server},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)connected, server},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(flags, 0, NULL, NULL, handle, server, MHD_OPTION_EXTERNAL_LOGGER, library_log, server,
                            MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

enum status server_start(struct app *app, const struct route *routes, size_t route_count, struct server **ret_server,
                         struct error *error)
{
    struct listen_address address;
    struct server *server = calloc(1, sizeof *server);
    if (!server)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    *server = (struct server){.app = app, .routes = routes, .route_count = route_count, .socket = -1};
    enum status status = listen_parse(app->config->listen, &address, error);
    if (status == STATUS_OK && !address.loopback && strcmp(app->config->auth, "off") != 0)
        status = error_set(error, STATUS_FORBIDDEN,
                           "ALAM_LISTEN is no loopback address: set ALAM_AUTH=off to serve it openly");
    if (status == STATUS_OK)
        status = listen_open(&address, &server->socket, &server->port, error);
    if (status == STATUS_OK && !(server->daemon = start_daemon(server)))
        status = error_set(error, STATUS_INTERNAL, "libmicrohttpd does not start");
    if (status == STATUS_OK) {
        *ret_server = server;
        return STATUS_OK;
    }
    if (server->socket >= 0)
        close(server->socket);
    free(server);
    return status;
}

uint16_t server_port(const struct server *server)
{
    return server->port;
}

int64_t server_running(const struct server *server)
{
    return atomic_load(&server->running);
}

void server_quiesce(struct server *server)
{
    MHD_quiesce_daemon(server->daemon);
}

void server_stop(struct server *server)
{
    MHD_stop_daemon(server->daemon);
    close(server->socket);
    free(server);
}
