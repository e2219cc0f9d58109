#include "service/http/answer.h"

#include "service/http/cors.h"
#include "service/http/field_list.h"
#include "service/http/headers.h"
#include "service/http/stream_answer.h"
#include "service/route/etag.h"
#include "service/route/problem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { ENCODE_MINIMUM = 1024 };

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (value)
        MHD_add_response_header(response, name, value);
}

__attribute__((format(printf, 3, 4))) static void add_printf(struct MHD_Response *response, const char *name,
                                                             const char *format, ...)
{
    char value[256];
    va_list args;
    va_start(args, format);
    vsnprintf(value, sizeof value, format, args);
    va_end(args);
    add_header(response, name, value);
}

static void add_rate(const struct request *request, struct MHD_Response *response)
{
    const struct rate_state *rate = &request->rate;
    if (rate->limit) {
        add_printf(response, "RateLimit-Policy", "\"key\";q=%lld;w=%lld", (long long)rate->limit,
                   (long long)rate->window);
        add_printf(response, "RateLimit", "\"key\";r=%lld;t=%lld", (long long)rate->remaining, (long long)rate->reset);
    }
}

static void add_cors(const struct exchange *exchange, struct MHD_Response *response)
{
    const char *configured = exchange->server->app->config->cors_origins;
    bool vary;
    if (!*configured)
        return;
    const char *allowed = cors_allow(configured, headers_get(exchange->connection, "Origin"), &vary);
    if (vary)
        add_header(response, "Vary", "Origin");
    if (!allowed)
        return;
    add_header(response, "Access-Control-Allow-Origin", allowed);
    add_header(response, "Access-Control-Expose-Headers", cors_exposed_headers);
    if (!exchange->options)
        return;
    add_header(response, "Access-Control-Allow-Methods", exchange->request.allow);
    add_header(response, "Access-Control-Allow-Headers", cors_allowed_headers);
    add_header(response, "Access-Control-Max-Age", "600");
}

static void add_payload_headers(const struct request *request, const struct payload *payload,
                                struct MHD_Response *response)
{
    bool empty = request->http == 204 || request->http == 304;
    add_header(response, "Content-Type", empty ? NULL : request->content_type);
    add_header(response, "Content-Encoding", payload->coding == CODING_IDENTITY ? NULL : coding_name(payload->coding));
    add_header(response, "ETag", *payload->etag ? payload->etag : NULL);
    const char *cache = payload->cached ? "private, no-cache" : "no-store";
    add_header(response, "Cache-Control", request->cache && request->http < 400 ? request->cache : cache);
    add_header(response, "Content-Security-Policy", request->policy);
    add_header(response, "Vary", request->vary);
    if (!empty || *payload->etag)
        add_header(response, "Vary", "Accept-Encoding");
}

static void add_headers(const struct exchange *exchange, const struct payload *payload, struct MHD_Response *response)
{
    const struct request *request = &exchange->request;
    const struct app *app = exchange->server->app;
    add_payload_headers(request, payload, response);
    add_header(response, "X-Content-Type-Options", "nosniff");
    add_header(response, "X-Request-Id", request->id);
    add_header(response, "Location", request->location);
    add_header(response, "Allow", request->allow);
    add_header(response, "WWW-Authenticate", request->challenge);
    add_header(response, "Preference-Applied", request->preference);
    if (exchange->status == STATUS_UNSUPPORTED_MEDIA_TYPE)
        add_header(response, "Accept-Encoding", "gzip, zstd");
    if (request->http == 503)
        add_printf(response, "Retry-After", "%lld", (long long)(app->config->retry_after_ms + 999) / 1000);
    if (request->http == 429)
        add_printf(response, "Retry-After", "%lld", (long long)request->rate.retry);
    add_header(response, "X-Accel-Buffering", request->stream ? "no" : NULL);
    add_rate(request, response);
    add_cors(exchange, response);
    if (exchange->closing || atomic_load(&app->draining))
        add_header(response, "Connection", "close");
}

const char *answer_head(const struct exchange *exchange)
{
    struct arena *arena = (struct arena *)&exchange->request.arena;
    const struct rate_state *rate = &exchange->request.rate;
    bool vary;
    const char *origin =
        cors_allow(exchange->server->app->config->cors_origins, headers_get(exchange->connection, "Origin"), &vary);
    const char *head =
        arena_printf(arena, "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nX-Request-Id: %s\r\n%s",
                     exchange->request.id, vary ? "Vary: Origin\r\n" : "");
    if (head && origin)
        head = arena_printf(arena, "%sAccess-Control-Allow-Origin: %s\r\nAccess-Control-Expose-Headers: %s\r\n", head,
                            origin, cors_exposed_headers);
    if (head && rate->limit)
        head = arena_printf(arena, "%sRateLimit: \"key\";r=%lld;t=%lld\r\n", head, (long long)rate->remaining,
                            (long long)rate->reset);
    return head;
}

const char *answer_batch_head(const struct exchange *exchange)
{
    const char *head = answer_head(exchange), *applied = "Preference-Applied: return=minimal\r\n";
    return head ? arena_printf((struct arena *)&exchange->request.arena, "%sX-Accel-Buffering: no\r\n%s", head,
                               exchange->request.minimal ? applied : "")
                : NULL;
}

/* Gives the answer its tag: the handler's, else one of the body, which is a weak one, so that it may be the same for all
 * content codings. Turns the answer into a 304 when the client has it already. */
static void tag(struct exchange *exchange, struct payload *payload)
{
    struct request *request = &exchange->request;
    bool get = request->http == 200 && request->route && !request->route->health && !request->route->stream &&
               !exchange->options && strcmp(request->route->method, "GET") == 0;
    XXH128_hash_t hash = get && !request->etag ? XXH3_128bits(payload->bytes, payload->length) : (XXH128_hash_t){0, 0};
    if (request->etag && request->http < 300)
        snprintf(payload->etag, sizeof payload->etag, "%s", request->etag);
    else if (get)
        snprintf(payload->etag, sizeof payload->etag, "W/\"%016llx%016llx\"", (unsigned long long)hash.high64,
                 (unsigned long long)hash.low64);
    payload->cached = get;
    if (!get || !etag_listed(headers_list(exchange->connection, "If-None-Match", &request->arena), payload->etag))
        return;
    request->http = 304;
    payload->length = 0;
}

static void encode(struct exchange *exchange, struct payload *payload)
{
    char *smaller;
    size_t length;
    if (payload->length < ENCODE_MINIMUM)
        return;
    enum coding coding = coding_choose(headers_list(exchange->connection, "Accept-Encoding", &exchange->request.arena));
    if (coding == CODING_IDENTITY || !coding_encode(coding, payload->bytes, payload->length, &smaller, &length))
        return;
    free(payload->bytes);
    payload->bytes = smaller;
    payload->length = length;
    payload->coding = coding;
    if (exchange->request.etag && *payload->etag) /* a strong tag is that of the plain body */
        snprintf(payload->etag, sizeof payload->etag, "W/%s", exchange->request.etag);
}

void answer_prepare(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    struct payload *payload = &exchange->payload;
    if (exchange->status != STATUS_OK)
        problem_answer(request, exchange->status);
    *payload = (struct payload){.coding = CODING_IDENTITY};
    payload->bytes = strbuf_steal(&request->out, &payload->length);
    exchange->prepared = true;
    if (!payload->bytes)
        return;
    tag(exchange, payload);
    encode(exchange, payload);
}

enum MHD_Result answer_send(struct exchange *exchange)
{
    struct payload *payload = &exchange->payload;
    if (!exchange->prepared)
        answer_prepare(exchange);
    bool streams = exchange->status == STATUS_OK && exchange->request.stream;
    struct MHD_Response *response =
        streams          ? stream_answer_new(exchange)
        : payload->bytes ? MHD_create_response_from_buffer(payload->length, payload->bytes, MHD_RESPMEM_MUST_FREE)
                         : NULL;
    if (!response)
        return MHD_NO;
    if (!streams)
        payload->bytes = NULL;
    add_headers(exchange, payload, response);
    deadline_set(exchange->deadline, PHASE_ANSWER, payload->length);
    enum MHD_Result result = exchange->server->queue(exchange->connection, (unsigned)exchange->request.http, response);
    MHD_destroy_response(response);
    exchange->sent = payload->length;
    exchange->state = ANSWERED;
    return result;
}
