/* GET and DELETE /v1/articles/{id}. */
#include "handlers/handlers.h"
#include "handlers/input/uuid.h"
#include "handlers/output/article_json.h"
#include "service/store/articles/article_delete.h"
#include "service/store/articles/article_get.h"

enum status article_id_prepare(struct request *request)
{
    return uuid_prepare(request, "An article's id is a UUID.");
}

enum status article_get_query(struct request *request, struct store_conn *conn)
{
    struct article article;
    struct json json;
    enum status status = article_get(conn, request->handover.state, &request->arena, &article, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    article_json_write(&json, &article);
    return STATUS_OK;
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
