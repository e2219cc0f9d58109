/* GET /v1/articles, and the same list for one entity. */
#include "service/store/articles/article_list.h"
#include "handlers/entity_known.h"
#include "handlers/handlers.h"
#include "handlers/input/entity_id.h"
#include "handlers/input/paging.h"
#include "handlers/output/article_json.h"
#include "handlers/output/list_json.h"
#include "service/route/field_checks.h"
#include "service/store/articles/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char mark[] = "a1 ";

static const char *const parameters[] = {"entity", "type", "source", "language", "q",
                                         "from",   "to",   "limit",  "cursor",   NULL};

/* "a,b" asks for articles with both entities. No id of an entity has a comma in it. */
static void read_entities(struct request *request, struct article_filter *filter)
{
    const char *value = paging_text(request, "entity", NULL);
    while (value) {
        const char *comma = strchr(value, ',');
        size_t length = comma ? (size_t)(comma - value) : strlen(value);
        const char *id = arena_strndup(&request->arena, value, length);
        const char *fault = !id ? "There is no memory for this." : check_entity_id(id, length);
        if (filter->entity_count == ARTICLE_FILTER_ENTITIES)
            fault = "At most 16 entities may be asked for.";
        if (fault) {
            request_add_error(request, "entity", fault);
            return;
        }
        filter->entities[filter->entity_count++] = id;
        value = comma ? comma + 1 : NULL;
    }
}

static void read_words(struct request *request, struct article_filter *filter)
{
    const char *value = paging_text(request, "q", NULL);
    struct word_query *words = arena_alloc(&request->arena, sizeof *words);
    struct error error = {""};
    if (!value || !words)
        return;
    if (words_query((struct text){value, strlen(value)}, &request->arena, words, &error) != STATUS_OK)
        request_add_error(request, "q", arena_strdup(&request->arena, error.detail));
    filter->words = words;
}

static void read_cursor(struct request *request, struct article_filter *filter)
{
    char id[ARTICLE_ID_LENGTH + 1];
    int length = 0;
    const char *position = paging_cursor(request, mark);
    if (!position)
        return;
    filter->after = sscanf(position, "%" SCNd64 " %36s%n", &filter->after_dated_at, id, &length) == 2 &&
                    !position[length] && uuid_parse(id, filter->after_id) &&
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
    read_entities(request, filter);
    read_words(request, filter);
    filter->type = paging_text(request, "type", check_entity_type);
    filter->source = paging_text(request, "source", NULL);
    filter->language = paging_text(request, "language", check_language);
    filter->from = paging_time(request, "from");
    filter->to = paging_time(request, "to");
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
    list_json_end(&json, paging_next(request, page->more, mark, "%" PRId64 " %s", last ? last->dated_at : 0,
                                     last ? last->id : ""));
    return STATUS_OK;
}

enum status entity_articles_query(struct request *request, struct store_conn *conn)
{
    const struct article_filter *filter = request->handover.state;
    struct article_page page;
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
