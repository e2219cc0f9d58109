/* GET /v1/gazetteer/log, and POST /v1/gazetteer/log/{edit}/undo. */
#include "handlers/entry_stored.h"
#include "handlers/handlers.h"
#include "handlers/input/entry_body.h"
#include "handlers/input/paging.h"
#include "handlers/output/list_json.h"
#include "service/base/json_read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char mark[] = "g1 ";

static const char *const log_parameters[] = {"entity", "by", "since", "limit", "cursor", NULL};
static const char *const undo_parameters[] = {"reason", NULL};

enum { STATE_DEPTH = 20, STATES_MAXIMUM = 1000, MERGED_DEPTH = 64, DIGITS_MAXIMUM = 18 };

/* A whole number above 0; 0: it is none. */
static int64_t number_of(const char *text)
{
    size_t length = strlen(text);
    return length && length <= DIGITS_MAXIMUM && strspn(text, "0123456789") == length ? strtoll(text, NULL, 10) : 0;
}

enum status edit_log_prepare(struct request *request)
{
    struct edit_filter *filter = arena_alloc(&request->arena, sizeof *filter);
    enum status status = request_allow_parameters(request, log_parameters);
    if (status != STATUS_OK)
        return status;
    if (!filter)
        return STATUS_OUT_OF_MEMORY;
    const char *entity = paging_text(request, "entity", NULL), *position = paging_cursor(request, mark);
    filter->thing = entity ? arena_printf(&request->arena, "entry %s", entity) : NULL;
    filter->made_by = paging_text(request, "by", NULL);
    filter->since = paging_time(request, "since");
    filter->limit = paging_limit(request);
    filter->before = position ? number_of(position) : 0;
    if (position && !filter->before)
        paging_refuse_cursor(request);
    request_then_query(request, filter);
    return paging_check(request);
}

enum status edit_log_query(struct request *request, struct store_conn *conn)
{
    const struct edit_filter *filter = request->handover.state;
    struct edit_page page;
    struct json json;
    enum status status = edits_log(conn, filter, &request->arena, &page, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    list_json_begin(&json);
    for (size_t i = 0; i < page.count; i++)
        jsonw_raw(&json, page.items[i], strlen(page.items[i]));
    list_json_end(&json,
                  paging_next(request, page.more, mark, "%" PRId64, page.count ? page.edits[page.count - 1] : 0));
    return STATUS_OK;
}

/* ---- undoing ---- */

enum status edit_undo_prepare(struct request *request)
{
    enum status status = request_allow_parameters(request, undo_parameters);
    if (status == STATUS_OK && !number_of(request->path_values[0]))
        return error_set(&request->error, STATUS_MALFORMED_ID, "An edit's number is a whole number above 0.");
    return status;
}

/* The states that the log names, with what they shall be again in `after`. NULL: out of memory. */
static struct edit_state *former_states(struct request *request, const char *before, size_t *ret_count)
{
    const struct json_value *object = NULL;
    struct json_fault fault;
    char *copy = arena_strdup(&request->arena, before);
    if (!copy || json_read(copy, strlen(copy), STATE_DEPTH, &request->arena, &object, &fault) != STATUS_OK)
        return NULL;
    struct edit_state *states = arena_array(&request->arena, object->count + 1, sizeof *states);
    size_t count = 0;
    for (const struct json_value *at = json_read_members(object); states && at; at = at->next) {
        char *blank = strchr(at->key, ' ');
        if (!blank)
            continue;
        *blank = '\0';
        states[count++] = (struct edit_state){.kind = at->key, .id = blank + 1};
    }
    *ret_count = count;
    return states;
}

/* Whether the chain of merges that begins at `into` leads to `id`; *ret_end is where it ends. */
static enum status follow(struct request *request, struct store_conn *conn, const char *id, const char *into,
                          bool *ret_circle, struct entry_stored *ret_end)
{
    *ret_circle = false;
    for (int depth = 0; depth < MERGED_DEPTH; depth++) {
        struct edit_state state = {.kind = "entry", .id = into};
        enum status status = edits_read(conn, &state, 1, &request->arena, &request->error);
        if (status == STATUS_OK)
            status = entry_stored(request, &state, ret_end);
        *ret_circle = strcmp(into, id) == 0;
        if (status != STATUS_OK || *ret_circle || !ret_end->standing.merged_into)
            return status;
        into = ret_end->standing.merged_into;
    }
    *ret_circle = true;
    return STATUS_OK;
}

/* An entity that would be merged again must find the one that takes its place. */
static enum status check_merged(struct request *request, struct store_conn *conn, const struct edit_state *state)
{
    struct edit_state wanted = {.kind = state->kind, .id = state->id, .before = state->after};
    struct entry_stored stored, end;
    bool circle;
    if (strcmp(state->kind, "entry") != 0 || !state->after || entry_stored(request, &wanted, &stored) != STATUS_OK ||
        !stored.standing.merged_into)
        return STATUS_OK;
    enum status status = follow(request, conn, state->id, stored.standing.merged_into, &circle, &end);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    if (circle)
        return error_set(&request->error, STATUS_CONFLICT,
                         "%.150s was merged into %.150s since: the two would lead to each other.",
                         stored.standing.merged_into, state->id);
    if (status == STATUS_NOT_FOUND || end.standing.deleted)
        return error_set(&request->error, STATUS_CONFLICT,
                         "%.150s, into which %.150s would be merged again, was deleted.", stored.standing.merged_into,
                         state->id);
    return STATUS_OK;
}

/* Later edits of the same things must be undone first. */
static enum status check_untouched(struct request *request, const struct edit_state *states, size_t count, int64_t edit)
{
    for (size_t i = 0; i < count; i++)
        if (states[i].edit > edit)
            return error_set(&request->error, STATUS_CONFLICT,
                             "%.200s was changed since, by edit %" PRId64 ": undo that one first.", states[i].id,
                             states[i].edit);
    return STATUS_OK;
}

/* Copies of the former states as text, out of the log's row. */
static enum status fill_former(struct request *request, struct store_conn *conn, struct edit_state *states,
                               size_t count, int64_t edit)
{
    for (size_t i = 0; i < count; i++) {
        enum status status =
            edits_former(conn, edit, states[i].kind, states[i].id, &request->arena, &states[i].after, &request->error);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status undo(struct request *request, struct store_conn *conn, int64_t edit, int64_t number,
                        const struct edit_logged *logged)
{
    size_t count = 0;
    struct edit_state *states = former_states(request, logged->before, &count);
    if (!states)
        return STATUS_OUT_OF_MEMORY;
    enum status status = edits_read(conn, states, count, &request->arena, &request->error);
    if (status == STATUS_OK)
        status = check_untouched(request, states, count, edit);
    if (status == STATUS_OK)
        status = fill_former(request, conn, states, count, edit);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = check_merged(request, conn, &states[i]);
    struct edit_change change = {.action = "undo",
                                 .reason = request_parameter(request, "reason"),
                                 .states = states,
                                 .count = count,
                                 .undoes = edit};
    return status == STATUS_OK
               ? edits_store(conn, &change, 1, number, request->key_id, &request->arena, &request->error)
               : status;
}

enum status edit_undo_query(struct request *request, struct store_conn *conn)
{
    int64_t edit = number_of(request->path_values[0]), number = 0;
    struct edit_logged logged;
    struct json json;
    enum status status = edits_begin(conn, 1, &request->arena, &number, &request->error);
    if (status == STATUS_OK)
        status = edits_logged(conn, edit, &request->arena, &logged, &request->error);
    if (status == STATUS_OK && logged.undone_by)
        return error_set(&request->error, STATUS_CONFLICT, "The edit was undone already, by edit %" PRId64 ".",
                         logged.undone_by);
    if (status == STATUS_OK)
        status = undo(request, conn, edit, number, &logged);
    if (status == STATUS_OK)
        status = edits_logged(conn, number, &request->arena, &logged, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_raw(&json, logged.json, strlen(logged.json));
    return STATUS_OK;
}
