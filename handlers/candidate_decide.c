/* POST and DELETE /v1/candidates/{id}: what an editor decides about a name that the gazetteer does not have. */
#include "handlers/candidate_take.h"
#include "handlers/handlers.h"
#include "handlers/input/entity_id.h"
#include "handlers/output/member_json.h"
#include "service/base/timestamp.h"
#include "service/route/json_body.h"
#include "service/work/retag_worker.h"

#include <string.h>

enum { DAYS_MAXIMUM = 3650, DAYS_DEFAULT = 30 };

#define DAY INT64_C(86400000000) /* microseconds */

struct body {
    const char *decision, *reason, *entry, *type, *name_ar, *name_en;
    struct body_list variants;
    int64_t days;
    bool has_days, retag, has_retag;
};

static bool is(const struct body *body, const char *decision)
{
    return strcmp(body->decision, decision) == 0;
}

static const char *check_decision(const char *value, size_t length)
{
    const struct body body = {.decision = value};
    (void)length;
    return is(&body, "promote") || is(&body, "merge") || is(&body, "reject") || is(&body, "unsure")
               ? NULL
               : "This must be promote, merge, reject or unsure.";
}

static const struct body_field fields[] = {
    BODY_FIELD(struct body, decision, BODY_STRING, .required = true, .check = check_decision),
    BODY_FIELD(struct body, variants, BODY_LIST, .check = check_entity_id),
    BODY_FIELD(struct body, days, BODY_INTEGER, .given = offsetof(struct body, has_days)),
    BODY_FIELD(struct body, reason, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct body, entry, BODY_STRING, .check = check_entity_id),
    BODY_FIELD(struct body, type, BODY_STRING, .check = check_entity_type),
    BODY_FIELD(struct body, name_ar, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct body, name_en, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct body, retag, BODY_BOOLEAN, .given = offsetof(struct body, has_retag)),
};

static void check_members(struct request *request, const struct body *body)
{
    bool taken = is(body, "promote") || is(body, "merge");
    if (body->has_days && !is(body, "unsure"))
        request_add_error(request, "/days", "Only what is unsure is put off.");
    if (body->has_days && (body->days < 1 || body->days > DAYS_MAXIMUM))
        request_add_error(request, "/days", "This must be a number from 1 to 3650.");
    if (is(body, "merge") != (body->entry != NULL))
        request_add_error(request, "/entry", "A merge, and nothing else, names the entry that takes the name up.");
    if ((body->type || body->name_ar || body->name_en) && !is(body, "promote"))
        request_add_error(request, "/type", "Only a new entry has a type and names.");
    if (body->has_retag && !taken)
        request_add_error(request, "/retag", "Nothing would change: the gazetteer stays as it is.");
}

enum status candidate_post_prepare(struct request *request)
{
    struct body *body = arena_alloc(&request->arena, sizeof *body);
    enum status status = request_allow_parameters(request, NULL);
    if (status == STATUS_OK)
        status = entity_id_check_path(request);
    if (status != STATUS_OK)
        return status;
    if (!body)
        return STATUS_OUT_OF_MEMORY;
    request_then_query(request, body);
    status = json_body_read(request, fields, sizeof fields / sizeof *fields, body);
    if (status != STATUS_OK)
        return status;
    check_members(request, body);
    return request->error_count == 0
               ? STATUS_OK
               : error_set(&request->error, STATUS_INVALID_INPUT, "The decision cannot be accepted; see errors.");
}

/* Whether an article named the entity, and the gazetteer does not have it. */
static enum status check_candidate(struct request *request, struct store_conn *conn, const char *id)
{
    struct annotated_entity entity;
    size_t index;
    if (gazetteer_find(request_gazetteer(request), id, &index))
        return error_set(&request->error, STATUS_CONFLICT, "The gazetteer has %.200s: it is no candidate.", id);
    enum status status = entities_find(conn, id, &request->arena, &entity, &request->error);
    if (status == STATUS_NOT_FOUND)
        return error_set(&request->error, status, "No article names %.200s.", id);
    return status;
}

static void write_decision(struct json *json, const char *const *ids, size_t count,
                           const struct candidate_decision *decision, const char *retag)
{
    jsonw_object(json);
    member_list(json, "ids", ids, count);
    member_text(json, "decision", decision->decision);
    member_text(json, "entry", decision->entry);
    member_text(json, "retag", *retag ? retag : NULL);
    member_time_if(json, "until", decision->limited, decision->until);
    member_text(json, "reason", decision->reason);
    member_text(json, "key", decision->key_id);
    member_time(json, "made_at", decision->made_at);
    jsonw_end(json);
}

static enum status decide(struct request *request, struct store_conn *conn, const char *const *ids, size_t count,
                          struct candidate_decision *decision, char ret_retag[UUID_LENGTH + 1])
{
    const struct body *body = request->handover.state;
    struct candidate_taking taking = {.ids = ids,
                                      .count = count,
                                      .entry = body->entry,
                                      .name_ar = body->name_ar,
                                      .name_en = body->name_en,
                                      .retag = body->retag || !body->has_retag};
    *ret_retag = '\0';
    if (is(body, "reject") || is(body, "unsure"))
        return candidates_decide(conn, ids, count, decision, &request->arena, &request->error);
    taking.typed = body->type && entity_type_parse(body->type, &taking.type);
    return candidate_take(request, conn, &taking, decision, ret_retag);
}

enum status candidate_post_query(struct request *request, struct store_conn *conn)
{
    const struct body *body = request->handover.state;
    const char *ids[BODY_LIST_MAXIMUM + 1] = {request->path_values[0]};
    char retag[UUID_LENGTH + 1];
    size_t count = 1;
    struct json json;
    struct candidate_decision decision = {.decision = body->decision,
                                          .limited = is(body, "unsure"),
                                          .reason = body->reason,
                                          .key_id = *request->key_id ? request->key_id : NULL,
                                          .made_at = timestamp_now()};
    decision.until = decision.made_at + (body->has_days ? body->days : DAYS_DEFAULT) * DAY;
    for (size_t i = 0; i < body->variants.count; i++)
        if (strcmp(body->variants.items[i], ids[0]) != 0)
            ids[count++] = body->variants.items[i];
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = check_candidate(request, conn, ids[i]);
    if (status == STATUS_OK)
        status = decide(request, conn, ids, count, &decision, retag);
    if (status != STATUS_OK)
        return status;
    retag_worker_wake(request->app->retag_worker);
    request_answer(request, 200, &json);
    write_decision(&json, ids, count, &decision, retag);
    return STATUS_OK;
}

enum status candidate_id_prepare(struct request *request)
{
    enum status status = request_allow_parameters(request, NULL);
    return status == STATUS_OK ? entity_id_check_path(request) : status;
}

enum status candidate_get_query(struct request *request, struct store_conn *conn)
{
    struct candidate_decision decision;
    struct json json;
    enum status status = candidates_decided(conn, request->path_values[0], &request->arena, &decision, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    write_decision(&json, &request->path_values[0], 1, &decision, "");
    return STATUS_OK;
}

enum status candidate_delete_query(struct request *request, struct store_conn *conn)
{
    enum status status = candidates_forget(conn, request->path_values[0], &request->arena, &request->error);
    if (status == STATUS_OK)
        request->http = 204;
    return status;
}
