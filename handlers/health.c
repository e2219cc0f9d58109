/* GET /livez and /readyz. */
#include "handlers/handlers.h"
#include "handlers/output/member_json.h"
#include "service/store/db/schema.h"

static const char *const ready_parameters[] = {"verbose", NULL};
static const char *const checks[] = {"gazetteer", "tagger", "database", "migrations", "writes"};

enum status livez_prepare(struct request *request)
{
    struct json json;
    enum status status = request_allow_parameters(request, NULL);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    member_text(&json, "status", "alive");
    jsonw_end(&json);
    return STATUS_OK;
}

enum status readyz_prepare(struct request *request)
{
    enum status status = request_allow_parameters(request, ready_parameters);
    if (status != STATUS_OK)
        return status;
    if (atomic_load(&request->app->draining))
        return error_set(&request->error, STATUS_UNAVAILABLE,
                         "The service is draining: it ends when running requests have.");
    if (!atomic_load(&request->app->tagged))
        return error_set(&request->error, STATUS_UNAVAILABLE, "No text has been tagged yet.");
    return STATUS_OK;
}

/* That this is called at all shows that the database can be reached. */
enum status readyz_query(struct request *request, struct store_conn *conn)
{
    struct json json;
    enum status status = schema_check(conn, &request->error);
    if (status == STATUS_OK)
        status = schema_check_writes(conn, &request->error);
    if (status == STATUS_OK && !atomic_load(&request->app->edited))
        status = error_set(&request->error, STATUS_UNAVAILABLE, "The edits of the gazetteer have not been read yet.");
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    member_text(&json, "status", "ready");
    if (request_has_parameter(request, "verbose")) {
        jsonw_key(&json, "checks");
        jsonw_object(&json);
        for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
            member_text(&json, checks[i], "ok");
        }
        jsonw_end(&json);
        member_text(&json, "gazetteer_version", gazetteer_version(request_gazetteer(request)));
    }
    jsonw_end(&json);
    return STATUS_OK;
}
