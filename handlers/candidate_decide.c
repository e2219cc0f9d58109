/* POST and DELETE /v1/candidates/{id}: what an editor decides about a name that the gazetteer does not have. */
#include "handlers/handlers.h"
#include "handlers/input/entity_id.h"
#include "handlers/output/member_json.h"
#include "service/base/timestamp.h"
#include "service/route/json_body.h"
#include "service/store/entities/candidates.h"

#include <string.h>

enum { DAYS_MAXIMUM = 3650, DAYS_DEFAULT = 30 };

#define DAY INT64_C(86400000000) /* microseconds */

struct body {
    const char *decision, *reason;
    struct body_list variants;
    int64_t days;
    bool has_days;
};

static const char *check_decision(const char *value, size_t length)
{
    (void)length;
    return strcmp(value, "reject") == 0 || strcmp(value, "unsure") == 0 ? NULL : "This must be reject or unsure.";
}

static const struct body_field fields[] = {
    BODY_FIELD(struct body, decision, BODY_STRING, .required = true, .check = check_decision),
    BODY_FIELD(struct body, variants, BODY_LIST, .check = check_entity_id),
    BODY_FIELD(struct body, days, BODY_INTEGER, .given = offsetof(struct body, has_days)),
    BODY_FIELD(struct body, reason, BODY_STRING, .check = check_not_blank),
};

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
    if (body->has_days && strcmp(body->decision, "unsure") != 0)
        request_add_error(request, "/days", "Only what is unsure is put off.");
    if (body->has_days && (body->days < 1 || body->days > DAYS_MAXIMUM))
        request_add_error(request, "/days", "This must be a number from 1 to 3650.");
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
                           const struct candidate_decision *decision)
{
    jsonw_object(json);
    member_list(json, "ids", ids, count);
    member_text(json, "decision", decision->decision);
    member_time_if(json, "until", decision->limited, decision->until);
    member_text(json, "reason", decision->reason);
    member_text(json, "key", decision->key_id);
    member_time(json, "made_at", decision->made_at);
    jsonw_end(json);
}

enum status candidate_post_query(struct request *request, struct store_conn *conn)
{
    const struct body *body = request->handover.state;
    const char *ids[BODY_LIST_MAXIMUM + 1] = {request->path_values[0]};
    size_t count = 1;
    struct json json;
    struct candidate_decision decision = {.decision = body->decision,
                                          .limited = strcmp(body->decision, "unsure") == 0,
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
        status = candidates_decide(conn, ids, count, &decision, &request->arena, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    write_decision(&json, ids, count, &decision);
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
    write_decision(&json, &request->path_values[0], 1, &decision);
    return STATUS_OK;
}

enum status candidate_delete_query(struct request *request, struct store_conn *conn)
{
    enum status status = candidates_forget(conn, request->path_values[0], &request->arena, &request->error);
    if (status == STATUS_OK)
        request->http = 204;
    return status;
}
