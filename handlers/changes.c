/* GET /v1/changes: what became of articles, for those who poll. */
#include "service/store/articles/changes.h"
#include "handlers/handlers.h"
#include "handlers/input/paging.h"
#include "handlers/output/change_json.h"
#include "handlers/output/list_json.h"
#include "handlers/output/member_json.h"

#include <string.h>

struct asked {
    bool positioned; /* `after` is set; else from the oldest change that is kept */
    struct change_position after;
    int64_t limit;
};

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
    const char *position = now ? NULL : paging_position(request, "after", change_mark);
    asked->positioned = position && change_cursor_read(position, &asked->after);
    if (position && !asked->positioned)
        request_add_error(request, "after", "This is no cursor of this list.");
    request_then_query(request, asked);
    return paging_check(request);
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
        change_json_write(&json, &page.changes[i]);
    list_json_end(&json, change_cursor_write(&request->arena, &page.next));
    return STATUS_OK;
}
