/* GET and DELETE /v1/articles/{id}. */
#include "handlers/article_answer.h"
#include "handlers/handlers.h"
#include "handlers/input/paging.h"
#include "handlers/input/uuid.h"
#include "service/route/etag.h"
#include "service/store/articles/article_delete.h"
#include "service/store/articles/article_get.h"

enum status article_id_prepare(struct request *request)
{
    return uuid_prepare(request, "An article");
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
    status = uuid_read(request, "An article", get->id);
    if (status != STATUS_OK)
        return status;
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
    enum status status = article_get(conn, get->id, &request->arena, &article, &request->error);
    return status == STATUS_OK ? article_answer(request, 200, &article, get->unit) : status;
}

/* If-Match, as PUT and PATCH take it. *ret_revision: the one that is to be deleted; 0: any. */
static enum status check_revision(struct request *request, struct store_conn *conn, int64_t *ret_revision)
{
    struct article article;
    *ret_revision = 0;
    if (!request->if_match)
        return STATUS_OK;
    enum status status = article_get(conn, request->handover.state, &request->arena, &article, &request->error);
    *ret_revision = status == STATUS_OK ? article.revision : 0;
    if (status != STATUS_OK || etag_listed(request->if_match, article_etag(&request->arena, &article)))
        return status;
    return error_set(&request->error, STATUS_PRECONDITION_FAILED,
                     "The article is revision %lld by now, which is not one that If-Match names.",
                     (long long)article.revision);
}

enum status article_delete_query(struct request *request, struct store_conn *conn)
{
    int64_t revision;
    enum status status = check_revision(request, conn, &revision);
    if (status == STATUS_OK)
        status = article_delete(conn, request->handover.state, revision, &request->arena, &request->error);
    if (status != STATUS_OK)
        return status;
    metrics_add(request->app->metrics, METRIC_ARTICLES, METRICS_ARTICLE_DELETED, 1);
    request->http = 204;
    return STATUS_OK;
}
