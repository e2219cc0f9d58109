#include "service/route/problem.h"

#include "service/base/json.h"

static void write_errors(struct json *json, const struct request *request)
{
    jsonw_key(json, "errors");
    jsonw_array(json);
    for (size_t i = 0; i < request->error_count; i++) {
        jsonw_object(json);
        jsonw_key(json, "pointer");
        jsonw_string(json, request->errors[i].pointer);
        jsonw_key(json, "detail");
        jsonw_string(json, request->errors[i].detail);
        jsonw_end(json);
    }
    jsonw_end(json);
}

void problem_answer(struct request *request, enum status status)
{
    struct json json;
    bool internal = status_http(status) == 500;
    const char *detail = !internal && request->error.detail[0] ? request->error.detail : status_title(status);
    request_answer(request, status_http(status), &json);
    request->content_type = "application/problem+json";
    request->location = NULL;
    jsonw_object(&json);
    jsonw_key(&json, "type");
    jsonw_string(&json, arena_printf(&request->arena, "/problems/%s", status_slug(status)));
    jsonw_key(&json, "title");
    jsonw_string(&json, status_title(status));
    jsonw_key(&json, "status");
    jsonw_integer(&json, status_http(status));
    jsonw_key(&json, "detail");
    jsonw_string(&json, detail);
    jsonw_key(&json, "instance");
    jsonw_string(&json, arena_printf(&request->arena, "urn:alam:request:%s", request->id));
    if (request->error_count)
        write_errors(&json, request);
    jsonw_end(&json);
}
