#include "service/http/headers.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *headers_get(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static const char *get_or_empty(struct MHD_Connection *connection, const char *name)
{
    const char *value = headers_get(connection, name);
    return value ? value : "";
}

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t");
}

/* That media type, with charset=utf-8 or no parameter (RFC 9110 section 8.3). */
static bool is_type(const char *type, const char *wanted)
{
    size_t length = strcspn(type, "; \t");
    if (length != strlen(wanted) || strncasecmp(type, wanted, length) != 0)
        return false;
    const char *at = skip_blanks(type + length);
    if (*at == '\0')
        return true;
    if (*at != ';')
        return false;
    at = skip_blanks(at + 1);
    return *at == '\0' || strcasecmp(at, "charset=utf-8") == 0 || strcasecmp(at, "charset=\"utf-8\"") == 0;
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

struct framing {
    size_t hosts, lengths, codings;
    bool unclean, unknown_coding;
};

static enum MHD_Result look(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_size, const char *value,
                            size_t value_size)
{
    struct framing *framing = cls;
    (void)kind;
    (void)value_size;
    framing->unclean |= memchr(name, ' ', name_size) || memchr(name, '\t', name_size);
    if (strcasecmp(name, "Host") == 0)
        framing->hosts++;
    else if (strcasecmp(name, "Content-Length") == 0)
        framing->lengths++;
    else if (strcasecmp(name, "Transfer-Encoding") == 0) {
        framing->codings++;
        framing->unknown_coding |= !value || strcasecmp(value, "chunked") != 0;
    }
    return MHD_YES;
}

enum status headers_check_framing(struct MHD_Connection *connection, const char *version, struct request *request)
{
    struct framing framing = {.unclean = false};
    bool older = strcmp(version, MHD_HTTP_VERSION_1_1) != 0;
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, look, &framing);
    const char *fault = NULL;
    if (framing.unclean)
        fault = "A header has a blank in its name.";
    else if (framing.hosts != 1 && !(older && framing.hosts == 0))
        fault = "A request needs one Host header.";
    else if (framing.lengths > 1 || framing.codings > 1 || (framing.codings && (framing.lengths || older)))
        fault = "The length of the body is given in more than one way.";
    if (fault)
        return error_set(&request->error, STATUS_BAD_REQUEST, "%s", fault);
    if (framing.unknown_coding)
        return error_set(&request->error, STATUS_NOT_IMPLEMENTED, "Of transfer codings chunked alone is known.");
    return STATUS_OK;
}

enum status headers_check_body(struct MHD_Connection *connection, struct request *request, enum coding *ret_coding)
{
    *ret_coding = CODING_IDENTITY;
    const char *type = get_or_empty(connection, "Content-Type");
    request->ndjson = request->route->batch && is_type(type, "application/x-ndjson");
    if (request->route->body && !request->ndjson && !is_type(type, "application/json"))
        return error_set(&request->error, STATUS_UNSUPPORTED_MEDIA_TYPE,
                         "The Content-Type must be application/json%s in UTF-8.",
                         request->route->batch ? " or application/x-ndjson" : "");
    if (request->route->body && !coding_parse(get_or_empty(connection, "Content-Encoding"), ret_coding))
        return error_set(&request->error, STATUS_UNSUPPORTED_MEDIA_TYPE,
                         "The Content-Encoding must be gzip or zstd, or absent.");
    if (!request->ndjson && headers_long_body(connection, request))
        return headers_too_large(request);
    return STATUS_OK;
}
