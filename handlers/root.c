/* GET /: the newsroom page for browsers, for programs where everything is. */
#include "handlers/handlers.h"
#include "handlers/newsroom.h"
#include "handlers/output/member_json.h"
#include "service/base/version.h"

static const struct link {
    const char *name, *path;
} links[] = {
    {"openapi", "/openapi.json"}, {"docs", "/openapi.json"},      {"livez", "/livez"},
    {"readyz", "/readyz"},        {"metrics", "/metrics"},        {"annotate", "/v1/annotate"},
    {"articles", "/v1/articles"}, {"entities", "/v1/entities"},   {"changes", "/v1/changes"},
    {"trends", "/v1/trends"},     {"gazetteer", "/v1/gazetteer"}, {"subscriptions", "/v1/subscriptions"},
};

enum status root_prepare(struct request *request)
{
    struct json json;
    enum status status = request_allow_parameters(request, NULL);
    if (status != STATUS_OK)
        return status;
    request->vary = "Accept";
    if (request->html)
        return newsroom_answer(request);
    request_answer(request, 200, &json);
    jsonw_object(&json);
    member_text(&json, "service", "alam");
    member_text(&json, "version", ALAM_VERSION);
    jsonw_key(&json, "links");
    jsonw_object(&json);
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        member_text(&json, links[i].name, request_link(request, links[i].path, ""));
    jsonw_end(&json);
    jsonw_end(&json);
    return STATUS_OK;
}
