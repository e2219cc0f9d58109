/* /v1/subscriptions: webhooks for new articles with certain entities, and their dead letters. */
#include "service/store/operations/subscriptions.h"
#include "handlers/handlers.h"
#include "handlers/input/entity_id.h"
#include "handlers/input/uuid.h"
#include "handlers/output/list_json.h"
#include "service/base/json.h"
#include "service/base/uuid.h"
#include "service/route/field_checks.h"
#include "service/route/json_body.h"
#include "service/work/webhook_sign.h"

#include <string.h>

struct input {
    const char *url, *secret;
    struct body_list entities, types;
    double min_salience;
};

struct delivery_key {
    const char *subscription;
    char position[UUID_LENGTH + 1];
};

static const struct body_field fields[] = {
    BODY_FIELD(struct input, url, BODY_STRING, .required = true, .check = check_url),
    BODY_FIELD(struct input, secret, BODY_STRING, .check = check_webhook_secret),
    BODY_FIELD(struct input, entities, BODY_LIST, .check = check_entity_id),
    BODY_FIELD(struct input, types, BODY_LIST, .check = check_entity_type),
    BODY_FIELD(struct input, min_salience, BODY_FRACTION),
};

static const char *const no_parameters[] = {NULL};

enum status subscription_post_prepare(struct request *request)
{
    struct input *input = arena_alloc(&request->arena, sizeof *input);
    struct subscription_input *row = arena_alloc(&request->arena, sizeof *row);
    char *id = arena_alloc(&request->arena, UUID_LENGTH + 1);
    enum status status = request_allow_parameters(request, no_parameters);
    if (status == STATUS_OK && input)
        status = json_body_read(request, fields, sizeof fields / sizeof *fields, input);
    if (status != STATUS_OK)
        return status;
    if (!input || !row || !id || !uuid_make_random(id))
        return STATUS_OUT_OF_MEMORY;
    if (input->entities.count == 0 && input->types.count == 0) {
        request_add_error(request, "/entities", "Entities, types or both are needed.");
        return error_set(&request->error, STATUS_INVALID_INPUT, "The subscription would match everything; see errors.");
    }
    *row = (struct subscription_input){.id = id,
                                       .url = input->url,
                                       .secret = input->secret ? input->secret : webhook_secret_make(&request->arena),
                                       .entities = input->entities.items,
                                       .entity_count = input->entities.count,
                                       .types = input->types.items,
                                       .type_count = input->types.count,
                                       .min_salience = input->min_salience};
    request_then_query(request, row);
    return row->secret ? STATUS_OK : STATUS_OUT_OF_MEMORY;
}

/* Answers with a JSON object that the database made. The secret, unless NULL, becomes its last member. */
static enum status answer(struct request *request, int http, const char *object, const char *secret)
{
    struct json json;
    size_t length = strlen(object);
    request_answer(request, http, &json);
    if (!secret || length < 2) {
        jsonw_raw(&json, object, length);
        return STATUS_OK;
    }
    jsonw_raw(&json, arena_printf(&request->arena, "%.*s, \"secret\": \"%s\"}", (int)(length - 1), object, secret),
              length + strlen(secret) + strlen(", \"secret\": \"\""));
    return STATUS_OK;
}

enum status subscription_post_query(struct request *request, struct store_conn *conn)
{
    const struct subscription_input *row = request->handover.state;
    const char *object;
    enum status status = subscriptions_put(conn, row, &request->arena, &object, &request->error);
    if (status != STATUS_OK)
        return status;
    request->location = request_link(request, "/v1/subscriptions/", row->id);
    return answer(request, 201, object, row->secret);
}

enum status subscription_id_prepare(struct request *request)
{
    return uuid_prepare(request, "A subscription's id is a UUID.");
}

enum status subscription_list_prepare(struct request *request)
{
    return request_allow_parameters(request, no_parameters);
}

enum status subscription_get_query(struct request *request, struct store_conn *conn)
{
    const char *object;
    enum status status = subscriptions_get(conn, request->handover.state, &request->arena, &object, &request->error);
    return status == STATUS_OK ? answer(request, 200, object, NULL) : status;
}

static enum status answer_list(struct request *request, const char *array)
{
    struct json json;
    request_answer(request, 200, &json);
    list_json_write(&json, array);
    return STATUS_OK;
}

enum status subscription_list_query(struct request *request, struct store_conn *conn)
{
    const char *array;
    enum status status = subscriptions_list(conn, &request->arena, &array, &request->error);
    return status == STATUS_OK ? answer_list(request, array) : status;
}

enum status subscription_dead_query(struct request *request, struct store_conn *conn)
{
    const char *array;
    enum status status = subscriptions_dead(conn, request->handover.state, &request->arena, &array, &request->error);
    return status == STATUS_OK ? answer_list(request, array) : status;
}

enum status subscription_delete_query(struct request *request, struct store_conn *conn)
{
    enum status status = subscriptions_delete(conn, request->handover.state, &request->arena, &request->error);
    if (status == STATUS_OK)
        request->http = 204;
    return status;
}

static enum status set_paused(struct request *request, struct store_conn *conn, bool paused)
{
    const char *object;
    enum status status =
        subscriptions_pause(conn, request->handover.state, paused, &request->arena, &object, &request->error);
    return status == STATUS_OK ? answer(request, 200, object, NULL) : status;
}

enum status subscription_pause_query(struct request *request, struct store_conn *conn)
{
    return set_paused(request, conn, true);
}

enum status subscription_resume_query(struct request *request, struct store_conn *conn)
{
    return set_paused(request, conn, false);
}

enum status subscription_test_query(struct request *request, struct store_conn *conn)
{
    const char *object;
    enum status status = subscriptions_test(conn, request->handover.state, &request->arena, &object, &request->error);
    return status == STATUS_OK ? answer(request, 202, object, NULL) : status;
}

enum status subscription_redeliver_query(struct request *request, struct store_conn *conn)
{
    const char *object;
    enum status status =
        subscriptions_redeliver(conn, request->handover.state, NULL, &request->arena, &object, &request->error);
    return status == STATUS_OK ? answer(request, 202, object, NULL) : status;
}

/* The path names the delivery by its webhook-id, "msg_" and a UUID. */
enum status delivery_redeliver_prepare(struct request *request)
{
    static const char prefix[] = "msg_";
    const char *message = request->path_values[1];
    enum status status = subscription_id_prepare(request);
    if (status != STATUS_OK)
        return status;
    struct delivery_key *key = arena_alloc(&request->arena, sizeof *key);
    if (!key)
        return STATUS_OUT_OF_MEMORY;
    key->subscription = request->handover.state;
    if (strncmp(message, prefix, sizeof prefix - 1) != 0 || !uuid_parse(message + sizeof prefix - 1, key->position))
        return error_set(&request->error, STATUS_MALFORMED_ID, "A delivery's id is msg_ and a UUID.");
    request_then_query(request, key);
    return STATUS_OK;
}

enum status delivery_redeliver_query(struct request *request, struct store_conn *conn)
{
    const struct delivery_key *key = request->handover.state;
    const char *object;
    enum status status =
        subscriptions_redeliver(conn, key->subscription, key->position, &request->arena, &object, &request->error);
    return status == STATUS_OK ? answer(request, 202, object, NULL) : status;
}

enum status subscription_rotate_query(struct request *request, struct store_conn *conn)
{
    const char *object, *secret = webhook_secret_make(&request->arena);
    if (!secret)
        return STATUS_OUT_OF_MEMORY;
    enum status status =
        subscriptions_rotate(conn, request->handover.state, secret, &request->arena, &object, &request->error);
    return status == STATUS_OK ? answer(request, 200, object, secret) : status;
}
