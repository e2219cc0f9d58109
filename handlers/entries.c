/* /v1/gazetteer/entries/{id}: entries of the gazetteer as editors see them, and changes of single ones. */
#include "handlers/entry_stored.h"
#include "handlers/handlers.h"
#include "handlers/input/entity_id.h"
#include "handlers/input/entry_body.h"
#include "service/edits/entry_id.h"
#include "service/route/etag.h"

#include <string.h>

enum { ID_ATTEMPTS = 50 };

enum verb { VERB_POST, VERB_PUT, VERB_PATCH, VERB_DELETE };

struct edit_request {
    enum verb verb;
    const char *id;
    struct entry_body body;
    struct body_patch patch;
};

static const char *const delete_parameters[] = {"reason", NULL};

/* ---- reading ---- */

static enum status check_body(struct request *request, const struct entry_body *body)
{
    entry_body_check(request, body, "");
    if (request->error_count == 0)
        return STATUS_OK;
    return error_set(&request->error, STATUS_INVALID_INPUT, "The entry cannot be accepted; see errors.");
}

static enum status prepare(struct request *request, enum verb verb)
{
    struct edit_request *edit = arena_alloc(&request->arena, sizeof *edit);
    enum status status = request_allow_parameters(request, verb == VERB_DELETE ? delete_parameters : NULL);
    if (status == STATUS_OK && verb != VERB_POST)
        status = entity_id_check_path(request);
    if (status != STATUS_OK)
        return status;
    if (!edit)
        return STATUS_OUT_OF_MEMORY;
    edit->verb = verb;
    edit->id = request->path_values[0];
    size_t fields = verb == VERB_POST ? ENTRY_BODY_FIELDS : ENTRY_BODY_FIELDS_WITHOUT_ID;
    if (verb == VERB_DELETE)
        edit->body.reason = request_parameter(request, "reason");
    else if (verb == VERB_PATCH)
        status = json_body_read_patch(request, entry_body_fields, fields, &edit->body, &edit->patch);
    else
        status = json_body_read(request, entry_body_fields, fields, &edit->body);
    if (status == STATUS_OK && verb == VERB_PUT && !request->if_match)
        return error_set(
            &request->error, STATUS_PRECONDITION_REQUIRED,
            "A PUT replaces the whole entry: it needs If-Match with the ETag of the entry that it replaces.");
    request_then_query(request, edit);
    return status == STATUS_OK ? check_body(request, &edit->body) : status;
}

enum status entry_put_prepare(struct request *request)
{
    return prepare(request, VERB_PUT);
}

enum status entry_patch_prepare(struct request *request)
{
    return prepare(request, VERB_PATCH);
}

enum status entry_delete_prepare(struct request *request)
{
    return prepare(request, VERB_DELETE);
}

enum status entry_post_prepare(struct request *request)
{
    enum status status = prepare(request, VERB_POST);
    const struct edit_request *edit = request->handover.state;
    if (status != STATUS_OK)
        return status;
    const char *fault = edit->body.id ? check_entity_id(edit->body.id, strlen(edit->body.id)) : NULL;
    if (fault)
        request_add_error(request, "/id", fault);
    if (!edit->body.type)
        request_add_error(request, "/type", "A new entry needs a type: person, place or organization.");
    return check_body(request, &edit->body);
}

enum status entry_get_prepare(struct request *request)
{
    enum status status = request_allow_parameters(request, NULL);
    return status == STATUS_OK ? entity_id_check_path(request) : status;
}

static enum status answer_merged(struct request *request, const struct entry_stored *stored)
{
    struct json json;
    const char *into = stored->standing.merged_into;
    request_answer(request, 308, &json);
    jsonw_object(&json);
    jsonw_key(&json, "id");
    jsonw_string(&json, stored->entry.id);
    jsonw_key(&json, "merged_into");
    jsonw_string(&json, into);
    jsonw_end(&json);
    request->location = request_link(request, "/v1/gazetteer/entries/", into);
    return STATUS_OK;
}

enum status entry_get_query(struct request *request, struct store_conn *conn)
{
    struct edit_state state = {.kind = "entry", .id = request->path_values[0]};
    struct entry_stored stored;
    struct json json;
    enum status status = edits_read(conn, &state, 1, &request->arena, &request->error);
    if (status == STATUS_OK)
        status = entry_stored(request, &state, &stored);
    if (status == STATUS_OK && stored.standing.merged_into)
        return answer_merged(request, &stored);
    if (status == STATUS_OK)
        status = edits_merged(conn, state.id, &request->arena, &stored.standing.merged, &stored.standing.merged_count,
                              &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    entry_json_write(&json, &stored.entry, &stored.standing, NULL);
    request->etag = entry_stored_etag(request, &stored);
    return STATUS_OK;
}

/* ---- changing ---- */

static enum status store(struct request *request, struct store_conn *conn, struct edit_state *state, int64_t number)
{
    static const char *const actions[] = {"create", "replace", "change", "delete"};
    const struct edit_request *edit = request->handover.state;
    struct edit_change change = {
        .action = actions[edit->verb], .reason = edit->body.reason, .states = state, .count = 1};
    return edits_store(conn, &change, 1, number, request->key_id, &request->arena, &request->error);
}

static enum status check_match(struct request *request, const struct entry_stored *stored)
{
    if (!request->if_match || etag_listed(request->if_match, entry_stored_etag(request, stored)))
        return STATUS_OK;
    return error_set(&request->error, STATUS_PRECONDITION_FAILED,
                     "The entry was changed since, by edit %lld: read it again, and decide anew.",
                     (long long)stored->standing.edit);
}

/* Makes the entry what the request says. */
static enum status change(struct request *request, struct entry_stored *stored, struct lint *lint)
{
    const struct edit_request *edit = request->handover.state;
    lint->count = lint->errors = 0;
    if (edit->verb == VERB_DELETE) {
        stored->standing.deleted = true;
        return STATUS_OK;
    }
    entry_body_apply(request, &edit->body, edit->verb == VERB_PATCH ? &edit->patch : NULL,
                     stored->standing.known ? &stored->base : NULL, &stored->entry);
    return entry_stored_check(request, stored, "", lint);
}

static bool same_state(const char *before, const char *after)
{
    return before && after ? strcmp(before, after) == 0 : before == after;
}

enum status entry_edit_query(struct request *request, struct store_conn *conn)
{
    const struct edit_request *edit = request->handover.state;
    struct edit_state state = {.kind = "entry", .id = edit->id};
    struct entry_stored stored;
    struct lint lint;
    int64_t number = 0;
    enum status status = edits_begin(conn, 1, &request->arena, &number, &request->error);
    if (status == STATUS_OK)
        status = edits_read(conn, &state, 1, &request->arena, &request->error);
    if (status == STATUS_OK)
        status = entry_stored(request, &state, &stored);
    if (status == STATUS_OK)
        status = entry_stored_alive(request, &stored, NULL);
    if (status == STATUS_OK)
        status = check_match(request, &stored);
    if (status != STATUS_OK)
        return status;
    const char *before = entry_stored_state(request, &stored);
    status = change(request, &stored, &lint);
    state.after = entry_stored_state(request, &stored);
    if (status == STATUS_OK && same_state(before, state.after))
        number = stored.standing.edit; /* nothing changes: the transaction is given up */
    else if (status == STATUS_OK)
        status = store(request, conn, &state, number);
    if (status == STATUS_OK)
        entry_stored_answer(request, 200, &stored, number, &lint);
    return status;
}

/* Finds an id that nothing has yet, and fills the state of the new entry. */
static enum status find_id(struct request *request, struct store_conn *conn, const struct entry *entry,
                           struct edit_state *state)
{
    const struct edit_request *edit = request->handover.state;
    const char *made = edit->body.id ? edit->body.id : entry_make_id(entry, &request->arena);
    struct entry_stored other;
    if (!made) {
        request_add_error(request, "/name_en",
                          "An id can be made neither from this name nor from name_ar: send an id.");
        return error_set(&request->error, STATUS_INVALID_INPUT, "The entry cannot be accepted; see errors.");
    }
    for (int i = 1; i < ID_ATTEMPTS; i++) {
        *state =
            (struct edit_state){.kind = "entry", .id = i == 1 ? made : arena_printf(&request->arena, "%s-%d", made, i)};
        enum status status =
            state->id ? edits_read(conn, state, 1, &request->arena, &request->error) : STATUS_OUT_OF_MEMORY;
        if (status != STATUS_OK)
            return status;
        if (entry_stored(request, state, &other) == STATUS_NOT_FOUND)
            return STATUS_OK;
        if (edit->body.id)
            return error_set(&request->error, STATUS_CONFLICT, "There is an entry with the id %.200s%s already.", made,
                             other.standing.deleted ? ", which was deleted," : "");
    }
    return error_set(&request->error, STATUS_CONFLICT, "There are too many entries of this name: send an id.");
}

enum status entry_post_query(struct request *request, struct store_conn *conn)
{
    const struct edit_request *edit = request->handover.state;
    struct edit_state state;
    struct entry_stored stored = {.standing = {.edited = true}};
    struct lint lint;
    int64_t number = 0;
    entry_init(&stored.entry, "", ENTITY_PERSON);
    entry_body_apply(request, &edit->body, NULL, NULL, &stored.entry);
    enum status status = edits_begin(conn, 1, &request->arena, &number, &request->error);
    if (status == STATUS_OK)
        status = find_id(request, conn, &stored.entry, &state);
    if (status != STATUS_OK)
        return status;
    stored.entry.id = state.id;
    status = entry_stored_check(request, &stored, "", &lint);
    state.after = entry_stored_state(request, &stored);
    if (status == STATUS_OK)
        status = store(request, conn, &state, number);
    if (status != STATUS_OK)
        return status;
    entry_stored_answer(request, 201, &stored, number, &lint);
    request->location = request_link(request, "/v1/gazetteer/entries/", state.id);
    return STATUS_OK;
}
