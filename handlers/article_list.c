/* GET /v1/articles, and the same list for one entity. */
#include "service/store/articles/article_list.h"
#include "handlers/article_query.h"
#include "handlers/entity_known.h"
#include "handlers/handlers.h"
#include "handlers/input/entity_id.h"
#include "handlers/input/paging.h"
#include "handlers/output/article_json.h"
#include "handlers/output/list_json.h"
#include "service/base/timestamp.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Cursors of the two orders. */
static const char newest_mark[] = "a1 ", oldest_mark[] = "a2 ";

static const char *const parameters[] = {ARTICLE_QUERY_PARAMETERS, "sort", "limit", "cursor", NULL};

static const char *mark_of(const struct article_filter *filter)
{
    return filter->oldest ? oldest_mark : newest_mark;
}

static void read_sort(struct request *request, struct article_filter *filter)
{
    const char *sort = request_parameter(request, "sort");
    filter->oldest = sort && strcmp(sort, "oldest") == 0;
    if (sort && !filter->oldest && strcmp(sort, "newest") != 0)
        request_add_error(request, "sort", "This must be newest or oldest.");
}

static void read_cursor(struct request *request, struct article_filter *filter)
{
    char id[ARTICLE_ID_LENGTH + 1];
    int length = 0;
    const char *position = paging_cursor(request, mark_of(filter));
    if (!position)
        return;
    filter->after = sscanf(position, "%" SCNd64 " %36s%n", &filter->after_dated_at, id, &length) == 2 &&
                    !position[length] && uuid_parse(id, filter->after_id) &&
                    filter->after_dated_at >= TIMESTAMP_FIRST && filter->after_dated_at < TIMESTAMP_END;
    if (!filter->after)
        paging_refuse_cursor(request);
}

enum status article_list_prepare(struct request *request)
{
    struct article_filter *filter = arena_alloc(&request->arena, sizeof *filter);
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!filter)
        return STATUS_OUT_OF_MEMORY;
    article_query_read(request, filter);
    read_sort(request, filter);
    filter->limit = paging_limit(request);
    read_cursor(request, filter);
    request_then_query(request, filter);
    return paging_check(request);
}

enum status entity_articles_prepare(struct request *request)
{
    enum status status = entity_id_check_path(request);
    if (status != STATUS_OK)
        return status;
    if (request_parameter(request, "entity")) {
        request_add_error(request, "entity", "The path names the entity.");
        return paging_check(request);
    }
    status = article_list_prepare(request);
    struct article_filter *filter = request->handover.state;
    if (status == STATUS_OK)
        filter->entities[filter->entity_count++] = request->path_values[0];
    return status;
}

static enum status answer_page(struct request *request, const struct article_page *page)
{
    struct json json;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    list_json_begin(&json);
    for (size_t i = 0; i < page->count; i++)
        article_json_write_summary(&json, &page->articles[i]);
    const struct article *last = page->count ? &page->articles[page->count - 1] : NULL;
    list_json_end(&json, paging_next(request, page->more, mark_of(request->handover.state), "%" PRId64 " %s",
                                     last ? last->dated_at : 0, last ? last->id : ""));
    return STATUS_OK;
}

enum status entity_articles_query(struct request *request, struct store_conn *conn)
{
    const struct article_filter *filter = request->handover.state;
    struct article_page page;
    if (entity_moved(request, "/articles"))
        return STATUS_OK;
    enum status status = article_list(conn, filter, &request->arena, &page, &request->error);
    if (status == STATUS_OK && page.count == 0 && !filter->after)
        status = entity_known(request, conn);
    return status == STATUS_OK ? answer_page(request, &page) : status;
}

enum status article_list_query(struct request *request, struct store_conn *conn)
{
    struct article_page page;
    enum status status = article_list(conn, request->handover.state, &request->arena, &page, &request->error);
    return status == STATUS_OK ? answer_page(request, &page) : status;
}
