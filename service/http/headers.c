#include "service/http/headers.h"

#include "service/http/field_list.h"
#include "service/http/media_type.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SHOWN = 60 }; /* bytes of a header that an error repeats */

const char *headers_get(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static const char *get_or_empty(struct MHD_Connection *connection, const char *name)
{
    const char *value = headers_get(connection, name);
    return value ? value : "";
}

struct lines {
    const char *name;
    struct arena *arena;
    const char *joined;
};

static enum MHD_Result join(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct lines *lines = cls;
    (void)kind;
    if (!value || strcasecmp(name, lines->name) != 0)
        return MHD_YES;
    if (lines->joined && strcmp(lines->joined, value) == 0)
        return MHD_YES;
    lines->joined = lines->joined ? arena_printf(lines->arena, "%s, %s", lines->joined, value) : value;
    return lines->joined ? MHD_YES : MHD_NO;
}

const char *headers_list(struct MHD_Connection *connection, const char *name, struct arena *arena)
{
    struct lines lines = {.name = name, .arena = arena};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, join, &lines);
    return lines.joined;
}

bool headers_prefer_html(struct MHD_Connection *connection, struct arena *arena)
{
    const char *accept = headers_list(connection, "Accept", arena);
    return field_list_accepts(accept, "text/html") > field_list_accepts(accept, "application/json");
}

enum status headers_too_large(struct request *request)
{
    return error_set(&request->error, STATUS_TOO_LARGE, "The body is larger than %lld bytes.",
                     (long long)request->app->config->body_maximum);
}

bool headers_long_body(struct MHD_Connection *connection, const struct request *request)
{
    return strtoull(get_or_empty(connection, "Content-Length"), NULL, 10) >
           (unsigned long long)request->app->config->body_maximum;
}

bool headers_may_answer_early(struct MHD_Connection *connection)
{
    static const char *const of_proxies[] = {"Via", "Forwarded", "X-Forwarded-For", "X-Real-IP"};
    for (size_t i = 0; i < sizeof of_proxies / sizeof *of_proxies; i++)
        if (headers_get(connection, of_proxies[i]))
            return false;
    return headers_get(connection, "Transfer-Encoding") != NULL;
}

static enum MHD_Result count_host(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
    size_t *hosts = cls;
    (void)kind;
    (void)value;
    *hosts += strcasecmp(name, "Host") == 0;
    return MHD_YES;
}

enum status headers_check_host(struct MHD_Connection *connection, const char *version, struct request *request)
{
    size_t hosts = 0;
    bool older = strcmp(version, MHD_HTTP_VERSION_1_1) != 0;
    MHD_get_connection_values(connection, MHD_HEADER_KIND, count_host, &hosts);
    if (hosts == 1 || (older && hosts == 0))
        return STATUS_OK;
    return error_set(&request->error, STATUS_BAD_REQUEST, "A request needs one Host header.");
}

/* The text cut to what an error can hold, and nothing in it but visible ASCII. */
static const char *shown(struct request *request, struct text text)
{
    char *copy = arena_strndup(&request->arena, text.bytes, text.length < SHOWN ? text.length : SHOWN);
    for (char *at = copy; at && *at; at++)
        *at = *at < ' ' || *at > '~' ? '?' : *at;
    return copy ? copy : "";
}

static enum status refuse_type(struct request *request, const struct media_type *type)
{
    const char *wanted = request->route->batch   ? "application/json or application/x-ndjson"
                         : request->route->patch ? "application/merge-patch+json or application/json"
                                                 : "application/json";
    if (!type->name.length)
        return error_set(&request->error, STATUS_UNSUPPORTED_MEDIA_TYPE,
                         "The request has no Content-Type; it must be %s.", wanted);
    return error_set(&request->error, STATUS_UNSUPPORTED_MEDIA_TYPE, "The Content-Type must be %s; it is %s.", wanted,
                     shown(request, type->name));
}

/* Sets request->ndjson. */
static enum status check_type(struct MHD_Connection *connection, struct request *request)
{
    struct media_type type = media_type_read(headers_list(connection, "Content-Type", &request->arena));
    request->ndjson = request->route->batch && type.kind == MEDIA_NDJSON;
    bool patch = request->route->patch && type.kind == MEDIA_MERGE_PATCH;
    if (!request->ndjson && !patch && type.kind != MEDIA_JSON)
        return refuse_type(request, &type);
    if (type.malformed)
        return error_set(&request->error, STATUS_UNSUPPORTED_MEDIA_TYPE,
                         "The parameters of Content-Type are malformed: each is name=value or name=\"value\".");
    if (!type.charset.length)
        return STATUS_OK;
    return error_set(
        &request->error, STATUS_UNSUPPORTED_MEDIA_TYPE,
        "The Content-Type says charset=%s, but JSON is read as UTF-8 alone: convert the body, or leave the "
        "charset out.",
        shown(request, type.charset));
}

enum status headers_check_body(struct MHD_Connection *connection, struct request *request, enum coding *ret_coding)
{
    *ret_coding = CODING_IDENTITY;
    enum status status = request->route->body ? check_type(connection, request) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    if (request->route->body &&
        !coding_parse(headers_list(connection, "Content-Encoding", &request->arena), ret_coding))
        return error_set(&request->error, STATUS_UNSUPPORTED_MEDIA_TYPE,
                         "The Content-Encoding must be gzip or zstd, or absent.");
    if (!request->ndjson && headers_long_body(connection, request))
        return headers_too_large(request);
    return STATUS_OK;
}
