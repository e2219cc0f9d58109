/* DELETE /v1/articles: all articles that a filter finds. */
#include "handlers/article_query.h"
#include "handlers/handlers.h"
#include "handlers/input/paging.h"
#include "handlers/output/member_json.h"
#include "service/store/articles/article_delete.h"
#include "service/store/articles/article_list.h"

enum {
    BULK_MAXIMUM = 10000, /* articles that one request deletes */
    BULK_COMMIT = 500     /* of these in one transaction */
};

struct bulk {
    struct article_filter filter;
    bool dry_run;
};

enum status article_bulk_prepare(struct request *request)
{
    static const char *const parameters[] = {ARTICLE_QUERY_PARAMETERS, "dry_run", NULL};
    struct bulk *bulk = arena_alloc(&request->arena, sizeof *bulk);
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!bulk)
        return STATUS_OUT_OF_MEMORY;
    article_query_read(request, &bulk->filter);
    const bool *dry_run = article_query_boolean(request, "dry_run");
    bulk->dry_run = dry_run && *dry_run;
    bulk->filter.limit = BULK_MAXIMUM;
    request_then_query(request, bulk);
    if (request->error_count || article_query_is_narrow(&bulk->filter))
        return paging_check(request);
    return error_set(&request->error, STATUS_INVALID_PARAMETER,
                     "Without a filter this would delete every article: give at least one, such as source or to.");
}

static enum status delete_found(struct request *request, struct store_conn *conn, const char *const *ids, size_t count,
                                int64_t *ret_deleted)
{
    enum status status = STATUS_OK;
    *ret_deleted = 0;
    for (size_t first = 0; first < count && status == STATUS_OK; first += BULK_COMMIT) {
        size_t some = count - first < BULK_COMMIT ? count - first : BULK_COMMIT;
        int64_t deleted = 0;
        status = article_delete_listed(conn, ids + first, some, &request->arena, &deleted, &request->error);
        *ret_deleted += status == STATUS_OK ? deleted : 0;
    }
    metrics_add(request->app->metrics, METRIC_ARTICLES, METRICS_ARTICLE_DELETED, *ret_deleted);
    return status;
}

enum status article_bulk_query(struct request *request, struct store_conn *conn)
{
    const struct bulk *bulk = request->handover.state;
    const char **ids;
    size_t count;
    int64_t deleted = 0;
    struct json json;
    enum status status = article_list_ids(conn, &bulk->filter, &request->arena, &ids, &count, &request->error);
    if (status != STATUS_OK)
        return status;
    bool more = count > BULK_MAXIMUM;
    count = more ? BULK_MAXIMUM : count;
    if (!bulk->dry_run)
        status = delete_found(request, conn, ids, count, &deleted);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    member_count(&json, "matched", (int64_t)count);
    member_count(&json, "deleted", deleted);
    member_boolean(&json, "dry_run", bulk->dry_run);
    member_boolean(&json, "more", more);
    jsonw_end(&json);
    return STATUS_OK;
}
