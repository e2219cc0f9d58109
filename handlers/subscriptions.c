/* /v1/subscriptions: webhooks for new articles with certain entities, and their dead letters. */
#include "service/store/operations/subscriptions.h"
#include "handlers/handlers.h"
#include "handlers/input/entity_id.h"
#include "handlers/input/paging.h"
#include "handlers/input/uuid.h"
#include "handlers/output/list_json.h"
#include "service/base/json.h"
#include "service/base/uuid.h"
#include "service/fetch/fetch.h"
#include "service/route/field_checks.h"
#include "service/route/json_body.h"
#include "service/work/webhook_sign.h"

#include <string.h>

struct input {
    const char *url, *secret;
    struct body_list entities, types, sources, languages;
    double min_salience;
    struct {
        bool url, entities, types, sources, languages, min_salience;
    } given; /* of a patch */
};

struct delivery_key {
    const char *subscription;
    char position[UUID_LENGTH + 1];
};

struct log_query {
    const char *subscription, *outcome;
    int64_t count;
};

/* clang-format off */
#define FIELD(member, kind, ...) BODY_FIELD(struct input, member, kind, .given = offsetof(struct input, given.member), __VA_ARGS__)
/* clang-format on */

/* What a patch may change; a new subscription may also have a secret, and needs a url. */
static const struct body_field fields[] = {
    FIELD(url, BODY_STRING, .check = check_url),
    FIELD(entities, BODY_LIST, .check = check_entity_id),
    FIELD(types, BODY_LIST, .check = check_entity_type),
    FIELD(sources, BODY_LIST, .check = check_not_blank),
    FIELD(languages, BODY_LIST, .check = check_language),
    FIELD(min_salience, BODY_FRACTION, .check = NULL),
    BODY_FIELD(struct input, secret, BODY_STRING, .check = check_webhook_secret),
};

enum { INPUT_FIELDS = sizeof fields / sizeof *fields, PATCH_FIELDS = INPUT_FIELDS - 1 };

static const char *const log_parameters[] = {"limit", "outcome", NULL};
static const char *const outcomes[] = {"delivered", "failed", "given-up"};

/* An address that a delivery would be refused is refused at once. A name is looked at when it is resolved. */
static enum status check_receiver(struct request *request, const char *url)
{
    if (fetch_permits(request->app->fetcher, url))
        return STATUS_OK;
    request_add_error(request, "/url", "alam does not connect to this address; ALAM_FETCH_ALLOW can allow it.");
    return error_set(&request->error, STATUS_INVALID_INPUT, "The receiver cannot be reached from here; see errors.");
}

static struct subscription_list list_of(const struct body_list *list)
{
    return (struct subscription_list){list->items, list->count};
}

static enum status read_input(struct request *request, size_t field_count, struct input *input)
{
    enum status status = json_body_read(request, fields, field_count, input);
    return status == STATUS_OK && input->url ? check_receiver(request, input->url) : status;
}

static enum status check_new(struct request *request, const struct input *input)
{
    bool matches = input->entities.count || input->types.count || input->sources.count || input->languages.count;
    if (!input->url)
        request_add_error(request, "/url", "This field is needed.");
    if (!matches)
        request_add_error(request, "/entities", "Entities, types, sources or languages are needed.");
    if (!input->url || matches)
        return input->url ? STATUS_OK
                          : error_set(&request->error, STATUS_INVALID_INPUT, "The body has faults; see errors.");
    return error_set(&request->error, STATUS_INVALID_INPUT, "The subscription would match everything; see errors.");
}

enum status subscription_post_prepare(struct request *request)
{
    struct input *input = arena_alloc(&request->arena, sizeof *input);
    struct subscription_input *row = arena_alloc(&request->arena, sizeof *row);
    char *id = arena_alloc(&request->arena, UUID_LENGTH + 1);
    enum status status = request_allow_parameters(request, NULL);
    if (status == STATUS_OK && input)
        status = read_input(request, INPUT_FIELDS, input);
    if (status == STATUS_OK && input)
        status = check_new(request, input);
    if (status != STATUS_OK)
        return status;
    if (!input || !row || !id || !uuid_make_random(id))
        return STATUS_OUT_OF_MEMORY;
    *row = (struct subscription_input){.id = id,
                                       .url = input->url,
                                       .secret = input->secret ? input->secret : webhook_secret_make(&request->arena),
                                       .entities = list_of(&input->entities),
                                       .types = list_of(&input->types),
                                       .sources = list_of(&input->sources),
                                       .languages = list_of(&input->languages),
                                       .min_salience = input->min_salience};
    request_then_query(request, row);
    return row->secret ? STATUS_OK : STATUS_OUT_OF_MEMORY;
}

static struct subscription_list changed_list(bool given, const struct body_list *list)
{
    return given ? list_of(list) : (struct subscription_list){NULL, 0};
}

enum status subscription_patch_prepare(struct request *request)
{
    struct input *input = arena_alloc(&request->arena, sizeof *input);
    struct subscription_input *row = arena_alloc(&request->arena, sizeof *row);
    enum status status = subscription_id_prepare(request);
    if (status == STATUS_OK && input)
        status = read_input(request, PATCH_FIELDS, input);
    if (status != STATUS_OK)
        return status;
    if (!input || !row)
        return STATUS_OUT_OF_MEMORY;
    if (input->given.url && !input->url) {
        request_add_error(request, "/url", "This field is needed.");
        return error_set(&request->error, STATUS_INVALID_INPUT, "The body has faults; see errors.");
    }
    *row = (struct subscription_input){.id = request->handover.state,
                                       .url = input->url,
                                       .entities = changed_list(input->given.entities, &input->entities),
                                       .types = changed_list(input->given.types, &input->types),
                                       .sources = changed_list(input->given.sources, &input->sources),
                                       .languages = changed_list(input->given.languages, &input->languages),
                                       .min_salience = input->given.min_salience ? input->min_salience : -1};
    request_then_query(request, row);
    return STATUS_OK;
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
    return uuid_prepare(request, "A subscription");
}

enum status subscription_patch_query(struct request *request, struct store_conn *conn)
{
    const struct subscription_input *row = request->handover.state;
    const char *object;
    enum status status = subscriptions_patch(conn, row, &request->arena, &object, &request->error);
    return status == STATUS_OK ? answer(request, 200, object, NULL) : status;
}

enum status subscription_list_prepare(struct request *request)
{
    return request_allow_parameters(request, NULL);
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

static const char *check_outcome(const char *value, size_t length)
{
    (void)length;
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        if (strcmp(outcomes[i], value) == 0)
            return NULL;
    return "This must be delivered, failed or given-up.";
}

enum status subscription_log_prepare(struct request *request)
{
    struct log_query *query = arena_alloc(&request->arena, sizeof *query);
    char *id = arena_alloc(&request->arena, UUID_LENGTH + 1);
    enum status status = request_allow_parameters(request, log_parameters);
    if (status != STATUS_OK)
        return status;
    if (!query || !id)
        return STATUS_OUT_OF_MEMORY;
    status = uuid_read(request, "A subscription", id);
    if (status != STATUS_OK)
        return status;
    *query = (struct log_query){id, paging_text(request, "outcome", check_outcome), paging_limit(request)};
    request_then_query(request, query);
    return paging_check(request);
}

enum status subscription_log_query(struct request *request, struct store_conn *conn)
{
    const struct log_query *query = request->handover.state;
    const char *array;
    enum status status = subscriptions_log(conn, query->subscription, query->count, query->outcome, &request->arena,
                                           &array, &request->error);
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

enum status delivery_again_query(struct request *request, struct store_conn *conn)
{
    const struct delivery_key *key = request->handover.state;
    const char *object;
    enum status status =
        subscriptions_again(conn, key->subscription, key->position, &request->arena, &object, &request->error);
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
