#include "service/http/access_log.h"

#include "service/base/timestamp.h"
#include "service/http/client.h"
#include "service/http/headers.h"

void access_log_identify(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    struct MHD_Connection *connection = exchange->connection;
    const union MHD_ConnectionInfo *peer = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    request_identify(request, headers_get(connection, "X-Request-Id"), headers_get(connection, "traceparent"));
    client_address(peer ? peer->client_addr : NULL, headers_list(connection, "X-Forwarded-For", &request->arena),
                   &exchange->server->proxies, request->client);
}

/* The last series is of requests that no route takes. */
static size_t route_series(const struct exchange *exchange)
{
    const struct route *route = exchange->request.route;
    return route ? (size_t)(route - exchange->server->routes) : exchange->server->route_count;
}

void access_log_write(const struct exchange *exchange, bool delivered)
{
    const struct request *request = &exchange->request;
    const struct app *app = exchange->server->app;
    double seconds = (double)(timestamp_monotonic() - exchange->started) / 1e6;
    size_t series = route_series(exchange);
    metrics_add(app->metrics, METRIC_REQUESTS, METRICS_REQUEST_SERIES(series, request->http), 1);
    metrics_observe(app->metrics, METRIC_REQUEST_SECONDS, series, seconds);
    metrics_add(app->metrics, METRIC_REQUEST_BYTES, 0, (int64_t)exchange->received);
    metrics_add(app->metrics, METRIC_RESPONSE_BYTES, 0, (int64_t)exchange->sent);
    log_write(app->log, LOG_INFO, "request",
              (struct log_field[]){LOG_TEXT("request_id", request->id), LOG_TEXT("trace_id", request->trace.id),
                                   LOG_TEXT("client", request->client),
                                   LOG_TEXT("key", *request->key_id ? request->key_id : "none"),
                                   LOG_TEXT("route", request->route ? request->route->name : "none"),
                                   LOG_NUMBER("status", request->http), LOG_NUMBER("ms", seconds * 1e3),
                                   LOG_NUMBER("bytes_in", exchange->received), LOG_NUMBER("bytes_out", exchange->sent),
                                   LOG_TEXT("problem", exchange->status ? status_slug(exchange->status) : "none"),
                                   LOG_TEXT("delivered", delivered ? "yes" : "no"), LOG_END});
}
