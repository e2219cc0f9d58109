#include "service/route/request.h"

#include "service/base/json.h"
#include "service/fetch/fetch.h"
#include "service/route/answer_stream.h"

#include <string.h>
#include <sys/random.h>

enum { ANSWER_MAXIMUM = 1 << 30, REQUEST_ID_RANDOM = 16 };

void request_init(struct request *request, struct app *app)
{
    *request = (struct request){.app = app, .http = 200, .content_type = "application/json"};
    arena_init(&request->arena, (size_t)app->config->request_memory);
    strbuf_init(&request->body, (size_t)app->config->body_maximum);
    strbuf_init(&request->out, ANSWER_MAXIMUM);
}

void request_release(struct request *request)
{
    if (request->handover.page)
        fetch_job_release(request->handover.page);
    if (request->stream)
        request->stream->close(request->stream);
    strbuf_release(&request->body);
    strbuf_release(&request->out);
    arena_release(&request->arena);
    if (request->view)
        views_release(request->app->views, request->view);
    request->view = NULL;
}

const struct gazetteer *request_gazetteer(struct request *request)
{
    if (!request->view)
        request->view = views_take(request->app->views);
    return request->view->gazetteer;
}

void request_add_error(struct request *request, const char *pointer, const char *detail)
{
    if (request->error_count < REQUEST_ERRORS_MAXIMUM)
        request->errors[request->error_count++] = (struct input_error){pointer, detail};
}

static bool well_formed_id(const char *offered)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    size_t length = strlen(offered);
    return length > 0 && length <= REQUEST_ID_MAXIMUM && strspn(offered, allowed) == length;
}

void request_identify(struct request *request, const char *id, const char *traceparent)
{
    unsigned char random[TRACE_RANDOM + REQUEST_ID_RANDOM]; /* both by one system call */
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        memset(random, 1, sizeof random);
    trace_begin_with(&request->trace, traceparent, random);
    if (id && well_formed_id(id))
        memcpy(request->id, id, strlen(id) + 1);
    else
        trace_hex(request->id, random + TRACE_RANDOM, REQUEST_ID_RANDOM);
}

static const char *find_parameter(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->parameter_count; i++)
        if (strcmp(request->parameters[i].name, name) == 0)
            return request->parameters[i].value;
    return NULL;
}

const char *request_parameter(const struct request *request, const char *name)
{
    const char *value = find_parameter(request, name);
    return value && *value ? value : NULL;
}

bool request_has_parameter(const struct request *request, const char *name)
{
    return find_parameter(request, name);
}

const char *request_link(struct request *request, const char *path, const char *id)
{
    return arena_printf(&request->arena, "%s%s%s", request->app->config->base_path, path, id);
}

static bool is_one_of(const char *name, const char *const *allowed)
{
    while (allowed && *allowed && strcmp(*allowed, name) != 0)
        allowed++;
    return allowed && *allowed;
}

enum status request_allow_parameters(struct request *request, const char *const *allowed)
{
    for (size_t i = 0; i < request->parameter_count; i++)
        if (!is_one_of(request->parameters[i].name, allowed))
            request_add_error(request, request->parameters[i].name, "There is no such parameter here.");
    if (request->error_count == 0)
        return STATUS_OK;
    return error_set(&request->error, STATUS_INVALID_PARAMETER,
                     "The query has a parameter that this address does not know.");
}

void request_then_query(struct request *request, void *state)
{
    request->handover.step = STEP_QUERY;
    request->handover.state = state;
}

void request_then_fetch(struct request *request, struct fetch_job *page, void *state)
{
    request->handover.step = STEP_FETCH;
    request->handover.page = page;
    request->handover.state = state;
}

void request_then_write(struct request *request, struct article_write *write, void *state)
{
    request->handover.step = STEP_WRITE;
    request->handover.write = write;
    request->handover.state = state;
}

void request_answer(struct request *request, int http, struct json *ret_json)
{
    request->http = http;
    strbuf_clear(&request->out);
    jsonw_init(ret_json, &request->out);
}

enum status request_answered(const struct request *request)
{
    return strbuf_ok(&request->out) && !request->arena.failed ? STATUS_OK : STATUS_OUT_OF_MEMORY;
}
