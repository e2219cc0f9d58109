/* GET /v1/changes/stream: what becomes of articles, as server-sent events. */
#include "handlers/handlers.h"
#include "handlers/input/paging.h"
#include "handlers/output/change_json.h"
#include "service/route/cursor.h"
#include "service/work/change_streams.h"

/* Opens the answer, so that the client sees at once that it stands; it connects again two seconds after it was cut off. */
static const char opening[] = ":\nretry: 2000\n\n";

/* The header Last-Event-ID, which a client sends that connects again, or else the parameter `after`. */
static const char *position_of(struct request *request)
{
    if (!request->last_event)
        return paging_position(request, "after", change_mark);
    const char *position = cursor_decode(&request->arena, request->last_event, change_mark);
    if (!position)
        request_add_error(request, "Last-Event-ID", "This is no id of an event of this stream.");
    return position;
}

enum status change_stream_prepare(struct request *request)
{
    static const char *const parameters[] = {"after", NULL};
    enum status status = request_allow_parameters(request, parameters);
    if (status != STATUS_OK)
        return status;
    struct change_position *after = NULL;
    const char *position = position_of(request);
    if (position) {
        after = arena_alloc(&request->arena, sizeof *after);
        if (!after)
            return STATUS_OUT_OF_MEMORY;
        if (!change_cursor_read(position, after))
            request_add_error(request, "after", "This is no cursor of this list.");
    }
    request_then_query(request, after);
    return paging_check(request);
}

/* Asks whether what is behind the position is still kept, and where the present is for those who gave none. */
enum status change_stream_query(struct request *request, struct store_conn *conn)
{
    const struct change_position *after = request->handover.state;
    struct change_page page;
    enum status status = changes_list(conn, after, 0, &request->arena, &page, &request->error);
    if (status != STATUS_OK)
        return status;
    request->stream = change_streams_open(request->app->change_streams, after ? after : &page.next);
    if (!request->stream)
        return error_set(&request->error, STATUS_UNAVAILABLE,
                         "This replica has as many streams open as it may (ALAM_STREAMS), or it is about to end.");
    request->content_type = "text/event-stream";
    strbuf_puts(&request->out, opening);
    return STATUS_OK;
}
