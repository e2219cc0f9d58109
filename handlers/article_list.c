#include "handlers/article_json.h"
#include "handlers/entity_id.h"
#include "handlers/handlers.h"
#include "handlers/paging.h"
#include "service/http/json_body.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char mark[] = "a1 ";

static const char *const parameters[] = {"entity", "type", "source", "language", "from", "to", "limit", "cursor", NULL};

static void read_cursor(struct request *request, struct article_filter *filter)
{
    char id[ARTICLE_ID_LENGTH + 1];
    int length = 0;
    const char *position = paging_cursor(request, mark);
    if (!position)
        return;
    filter->after = sscanf(position, "%" SCNd64 " %36s%n", &filter->after_dated_at, id, &length) == 2 &&
                    !position[length] && article_id_parse(id, filter->after_id) &&
                    filter->after_dated_at > -INT64_C(62135596800000001) &&
                    filter->after_dated_at < INT64_C(253402300800000000);
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
    filter->entity = paging_text(request, "entity", check_entity_id);
    filter->type = paging_text(request, "type", check_entity_type);
    filter->source = paging_text(request, "source", NULL);
    filter->language = paging_text(request, "language", check_language);
    filter->from = paging_time(request, "from");
    filter->to = paging_time(request, "to");
    filter->limit = paging_limit(request);
    read_cursor(request, filter);
    request->state = filter;
    return paging_check(request);
}

enum status entity_articles_prepare(struct request *request)
{
    if (check_entity_id(request->path_values[0], strlen(request->path_values[0])))
        return error_set(&request->error, STATUS_MALFORMED_ID,
                         "An entity's id looks like person:donald-trump, iso:EG or Q42.");
    if (request_parameter(request, "entity")) {
        request_add_error(request, "entity", "The path names the entity.");
        return paging_check(request);
    }
    enum status status = article_list_prepare(request);
    if (status == STATUS_OK)
        ((struct article_filter *)request->state)->entity = request->path_values[0];
    return status;
}

enum status article_list_query(struct request *request, struct store_conn *conn)
{
    struct article_page page;
    struct json json;
    enum status status = articles_list(conn, request->state, &request->arena, &page, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    jsonw_key(&json, "data");
    jsonw_array(&json);
    for (size_t i = 0; i < page.count; i++)
        article_write_summary(&json, &page.articles[i]);
    jsonw_end(&json);
    const struct article *last = page.count ? &page.articles[page.count - 1] : NULL;
    paging_write_next(request, &json, page.more, mark, "%" PRId64 " %s", last ? last->dated_at : 0,
                      last ? last->id : "");
    jsonw_end(&json);
    return STATUS_OK;
}
