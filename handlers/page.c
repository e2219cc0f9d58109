#include "handlers/page.h"

#include "service/base/timestamp.h"
#include "service/fetch/fetch.h"
#include "service/page/charset.h"

#include <strings.h>

enum status page_ask(struct request *request, const char *url, void *state)
{
    char trace[TRACE_LENGTH + 1];
    struct fetch_job *fetch = arena_alloc(&request->arena, sizeof *fetch);
    if (!fetch)
        return STATUS_OUT_OF_MEMORY;
    fetch->url = url;
    fetch->maximum = (size_t)request->app->config->fetch_maximum;
    if (*request->trace.id)
        fetch->headers[0] = arena_printf(&request->arena, "traceparent: %s", trace_format(&request->trace, trace));
    request_then_fetch(request, fetch, state);
    return STATUS_OK;
}

static bool is_page(const char *type)
{
    return !*type || strncasecmp(type, "text/html", 9) == 0 || strncasecmp(type, "application/xhtml+xml", 21) == 0;
}

enum status page_received(struct request *request, struct strbuf *utf8, const char **ret_address)
{
    const struct fetch_job *fetch = request->handover.page;
    if (fetch->status != STATUS_OK)
        return error_set(&request->error, fetch->status, "%s", fetch->error.detail);
    if (fetch->http != 200)
        return error_set(&request->error, STATUS_FETCH_FAILED, "The page's server answered %d.", fetch->http);
    if (!is_page(fetch->content_type))
        return error_set(&request->error, STATUS_FETCH_FAILED, "The address leads to something that is no HTML page.");
    enum status status =
        charset_to_utf8(fetch->answer.data, fetch->answer.length, fetch->content_type, utf8, &request->error);
    strbuf_release(&request->handover.page->answer); /* the article may wait long for the database */
    const char *address = arena_strdup(&request->arena, fetch->final_url ? fetch->final_url : fetch->url);
    if (status == STATUS_OK && !address)
        status = STATUS_OUT_OF_MEMORY;
    if (status == STATUS_OK)
        *ret_address = address;
    return status == STATUS_UNSUPPORTED_MEDIA_TYPE ? STATUS_FETCH_FAILED : status;
}

enum status page_extract(struct request *request, struct text html, const char *address, struct extract *ret_extract)
{
    const struct extract_options options = {
        .limit_ms = request->app->config->extract_timeout_ms, .url = address, .now = address ? timestamp_now() : 0};
    return extract_article(html.bytes, html.length, &options, &request->arena, ret_extract, &request->error);
}
