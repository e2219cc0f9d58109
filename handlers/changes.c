/* GET /v1/changes: what became of articles, for those who poll. */
#include "service/store/articles/changes.h"
#include "handlers/handlers.h"
#include "handlers/input/paging.h"
#include "handlers/output/list_json.h"
#include "handlers/output/member_json.h"
#include "service/base/timestamp.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char mark[] = "c1 ";

struct asked {
    bool positioned; /* `after` is set; else from the oldest change that is kept */
    struct change_position after;
    int64_t limit;
};

static bool read_position(const char *text, struct change_position *position)
{
    char article[UUID_LENGTH + 1];
    int length = 0;
    return sscanf(text, "%" SCNu64 " %" SCNd64 " %36s%n", &position->transaction, &position->changed_at, article,
                  &length) == 3 &&
           !text[length] && uuid_parse(article, position->article) && position->changed_at >= 0 &&
           position->changed_at < TIMESTAMP_END;
}

enum status changes_prepare(struct request *request)
{
    static const char *const parameters[] = {"after", "limit", NULL};
    const char *after = request_parameter(request, "after");
    struct asked *asked = arena_alloc(&request->arena, sizeof *asked);
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    if (!asked)
        return STATUS_OUT_OF_MEMORY;
    bool now = after && strcmp(after, "now") == 0;
    asked->limit = now ? 0 : paging_limit(request);
    const char *position = now ? NULL : paging_position(request, "after", mark);
    asked->positioned = position && read_position(position, &asked->after);
    if (position && !asked->positioned)
        request_add_error(request, "after", "This is no cursor of this list.");
    request_then_query(request, asked);
    return paging_check(request);
}

static void write_change(struct json *json, const struct change *change)
{
    jsonw_object(json);
    member_text(json, "article", change->position.article);
    member_text(json, "change", change->what);
    if (change->revision)
        member_count(json, "revision", change->revision);
    else
        member_text(json, "revision", NULL);
    member_time(json, "changed_at", change->position.changed_at);
    jsonw_end(json);
}

enum status changes_query(struct request *request, struct store_conn *conn)
{
    const struct asked *asked = request->handover.state;
    struct change_page page;
    struct json json;
    enum status status = changes_list(conn, asked->positioned ? &asked->after : NULL, asked->limit, &request->arena,
                                      &page, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    member_boolean(&json, "more", page.more);
    list_json_begin(&json);
    for (size_t i = 0; i < page.count; i++)
        write_change(&json, &page.changes[i]);
    list_json_end(&json, paging_next(request, true, mark, "%" PRIu64 " %" PRId64 " %s", page.next.transaction,
                                     page.next.changed_at, page.next.article));
    return STATUS_OK;
}
