/* POST /v1/extract: what would be taken from a page, sent or at an address. Nothing is stored. */
#include "handlers/handlers.h"
#include "handlers/page.h"
#include "service/page/extract_json.h"
#include "service/route/field_checks.h"
#include "service/route/json_body.h"

struct input {
    struct text html;
    const char *url;
    bool explain;
};

static const struct body_field fields[] = {
    BODY_FIELD(struct input, html, BODY_TEXT, .check = check_not_blank),
    BODY_FIELD(struct input, url, BODY_STRING, .check = check_url),
    BODY_FIELD(struct input, explain, BODY_BOOLEAN),
};

/* `page`: the page in UTF-8; `address`: where it was fetched, NULL when it was sent. */
static enum status answer(struct request *request, const struct input *input, struct text page, const char *address)
{
    struct extract extract;
    struct json json;
    enum status status = page_extract(request, page, address, &extract);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    extract_write_json(&json, &extract, input->explain);
    return STATUS_OK;
}

enum status extract_prepare(struct request *request)
{
    struct input *input = arena_alloc(&request->arena, sizeof *input);
    enum status status = input ? request_allow_parameters(request, NULL) : STATUS_OUT_OF_MEMORY;
    if (status == STATUS_OK)
        status = json_body_read(request, fields, sizeof fields / sizeof *fields, input);
    if (status != STATUS_OK)
        return status;
    if (input->html.bytes)
        return answer(request, input, input->html, NULL);
    if (input->url)
        return page_ask(request, input->url, input);
    request_add_error(request, "/html", "One of html and url is needed.");
    return error_set(&request->error, STATUS_INVALID_INPUT, "The page cannot be accepted; see errors.");
}

enum status extract_fetched(struct request *request)
{
    const char *address;
    struct strbuf utf8;
    strbuf_init(&utf8, 4 * (size_t)request->app->config->fetch_maximum);
    enum status status = page_received(request, &utf8, &address);
    if (status == STATUS_OK)
        status = answer(request, request->handover.state, strbuf_text(&utf8), address);
    strbuf_release(&utf8);
    return status;
}
