/* GET and DELETE /v1/articles/{id}. */
#include "handlers/handlers.h"
#include "handlers/input/paging.h"
#include "handlers/input/uuid.h"
#include "handlers/output/article_json.h"
#include "service/store/articles/article_delete.h"
#include "service/store/articles/article_get.h"

enum status article_id_prepare(struct request *request)
{
    return uuid_prepare(request, "An article's id is a UUID.");
}

struct get {
    char id[ARTICLE_ID_LENGTH + 1];
    enum offset_unit unit;
};

enum status article_get_prepare(struct request *request)
{
    static const char *const parameters[] = {"offset_unit", NULL};
    struct get *get = arena_alloc(&request->arena, sizeof *get);
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!get)
        return STATUS_OUT_OF_MEMORY;
    if (!uuid_parse(request->path_values[0], get->id))
        return error_set(&request->error, STATUS_MALFORMED_ID, "An article's id is a UUID.");
    const char *unit = paging_text(request, "offset_unit", check_offset_unit);
    if (unit)
        offset_unit_parse(unit, &get->unit);
    request_then_query(request, get);
    return paging_check(request);
}

enum status article_get_query(struct request *request, struct store_conn *conn)
{
    const struct get *get = request->handover.state;
    struct article article;
    struct json json;
    enum status status = article_get(conn, get->id, &request->arena, &article, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    return article_json_write_in(&json, &article, get->unit, &request->arena);
}

enum status article_delete_query(struct request *request, struct store_conn *conn)
{
    enum status status = article_delete(conn, request->handover.state, &request->arena, &request->error);
    if (status != STATUS_OK)
        return status;
    metrics_add(request->app->metrics, METRIC_ARTICLES, METRICS_ARTICLE_DELETED, 1);
    request->http = 204;
    return STATUS_OK;
}
