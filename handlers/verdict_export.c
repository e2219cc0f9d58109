/* GET /v1/verdicts: articles that editors have judged, as labelled articles, one a line. */
#include "handlers/handlers.h"
#include "handlers/input/paging.h"
#include "handlers/output/verdict_json.h"
#include "service/store/articles/article_get.h"
#include "service/store/articles/verdict_list.h"

enum status verdict_export_prepare(struct request *request)
{
    static const char *const parameters[] = {"since", "source", "language", "after", "limit", NULL};
    struct verdict_filter *filter = arena_alloc(&request->arena, sizeof *filter);
    char *after = arena_alloc(&request->arena, UUID_LENGTH + 1);
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!filter || !after)
        return STATUS_OUT_OF_MEMORY;
    const char *behind = paging_text(request, "after", NULL);
    filter->since = paging_time(request, "since");
    filter->source = paging_text(request, "source", NULL);
    filter->language = paging_text(request, "language", check_language);
    filter->limit = paging_limit(request);
    if (behind && !uuid_parse(behind, after))
        request_add_error(request, "after", "This must be the id of an article.");
    filter->after = behind ? after : NULL;
    request_then_query(request, filter);
    return paging_check(request);
}

static bool has_verdict(const struct verdict_list *verdicts, enum text_field field)
{
    for (size_t i = 0; i < verdicts->count; i++)
        if (verdicts->items[i].applies && verdicts->items[i].field == field)
            return true;
    return false;
}

/* A line for each field that was judged. An article that was deleted meanwhile has none. */
static enum status write_article(struct request *request, struct store_conn *conn, const char *id)
{
    struct article article;
    struct verdict_list verdicts;
    struct json json;
    enum status status = verdicts_of(conn, &id, 1, &request->arena, &verdicts, &request->error);
    if (status == STATUS_OK)
        status = article_get(conn, id, &request->arena, &article, &request->error);
    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    for (int field = 0; field < FIELD_COUNT; field++) {
        if (!has_verdict(&verdicts, (enum text_field)field))
            continue;
        jsonw_init(&json, &request->out);
        verdict_json_write_labelled(&json, &article, (enum text_field)field, &verdicts);
        strbuf_putc(&request->out, '\n');
    }
    return STATUS_OK;
}

enum status verdict_export_query(struct request *request, struct store_conn *conn)
{
    const char *const *ids;
    size_t count;
    enum status status = verdict_list(conn, request->handover.state, &request->arena, &ids, &count, &request->error);
    strbuf_clear(&request->out);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = write_article(request, conn, ids[i]);
    request->content_type = "application/x-ndjson";
    return status;
}
