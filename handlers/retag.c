/* POST /v1/retag, and what became of it: stored articles are tagged anew. */
#include "handlers/handlers.h"
#include "handlers/input/entity_id.h"
#include "handlers/input/uuid.h"
#include "handlers/output/list_json.h"
#include "handlers/output/member_json.h"
#include "handlers/output/retag_json.h"
#include "service/base/time_input.h"
#include "service/base/timestamp.h"
#include "service/route/json_body.h"
#include "service/store/operations/retag_find.h"
#include "service/work/retag_worker.h"

#include <string.h>

struct body {
    struct body_list forms;
    const char *form, *entity, *source, *from, *to, *gazetteer_before;
    bool notify, dry_run, all;
};

static const struct body_field fields[] = {
    BODY_FIELD(struct body, form, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct body, forms, BODY_LIST, .check = check_not_blank),
    BODY_FIELD(struct body, entity, BODY_STRING, .check = check_entity_id),
    BODY_FIELD(struct body, source, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct body, from, BODY_TIME, .check = check_timestamp),
    BODY_FIELD(struct body, to, BODY_TIME, .check = check_timestamp),
    BODY_FIELD(struct body, gazetteer_before, BODY_STRING, .check = check_not_blank),
    BODY_FIELD(struct body, notify, BODY_BOOLEAN),
    BODY_FIELD(struct body, dry_run, BODY_BOOLEAN),
    BODY_FIELD(struct body, all, BODY_BOOLEAN),
};

struct asked {
    struct body body;
    struct retag_job job;
};

static bool read_time(const char *value, int64_t *ret_time)
{
    return value && !time_input_read(value, strlen(value), ret_time);
}

static void add_form(struct request *request, struct body *body, const char *form, const char *pointer)
{
    if (body->forms.count == BODY_LIST_MAXIMUM)
        request_add_error(request, pointer, "There are too many forms.");
    else
        body->forms.items[body->forms.count++] = form;
}

/* What an entity is called: articles that say so may come to name it. */
static void add_names(struct request *request, struct body *body)
{
    size_t index;
    struct gazetteer_entity known;
    if (!body->entity || !gazetteer_find(request_gazetteer(request), body->entity, &index))
        return;
    gazetteer_entity(request_gazetteer(request), index, &known);
    if (*known.name_ar)
        add_form(request, body, known.name_ar, "/entity");
    if (*known.name_en)
        add_form(request, body, known.name_en, "/entity");
}

static void read_filter(struct request *request, struct asked *asked)
{
    struct body *body = &asked->body;
    struct retag_filter *filter = &asked->job.filter;
    if (body->form)
        add_form(request, body, body->form, "/form");
    add_names(request, body);
    *filter = (struct retag_filter){.forms = body->forms.items,
                                    .form_count = body->forms.count,
                                    .entity = body->entity,
                                    .source = body->source,
                                    .before = body->gazetteer_before};
    filter->dated_from = read_time(body->from, &filter->from);
    filter->dated_to = read_time(body->to, &filter->to);
    if (filter->dated_from && filter->dated_to && filter->from >= filter->to)
        request_add_error(request, "/from", "This must be before `to`.");
    bool narrow = filter->form_count || filter->entity || filter->source || filter->dated_from || filter->dated_to ||
                  filter->before;
    if (!narrow && !body->all)
        request_add_error(request, "", "Without a filter every article would be tagged anew: give one, or \"all\".");
    if (narrow && body->all)
        request_add_error(request, "/all", "A filter and \"all\" contradict each other.");
}

enum status retag_post_prepare(struct request *request)
{
    struct asked *asked = arena_alloc(&request->arena, sizeof *asked);
    enum status status = request_allow_parameters(request, NULL);
    if (status != STATUS_OK)
        return status;
    if (!asked)
        return STATUS_OUT_OF_MEMORY;
    request_then_query(request, asked);
    status = json_body_read(request, fields, sizeof fields / sizeof *fields, &asked->body);
    if (status != STATUS_OK)
        return status;
    read_filter(request, asked);
    return request->error_count == 0
               ? STATUS_OK
               : error_set(&request->error, STATUS_INVALID_INPUT, "This cannot be tagged anew; see errors.");
}

/* How many articles it would be. A form without a word is found here. */
static enum status count(struct request *request, struct store_conn *conn, struct retag_job *job)
{
    enum status status = retag_count(conn, &job->filter, &request->arena, &job->expected, &request->error);
    if (status != STATUS_INVALID_PARAMETER)
        return status;
    request_add_error(request, "/forms", "There is no word in one of these, or more than sixteen.");
    return error_set(&request->error, STATUS_INVALID_INPUT, "This cannot be tagged anew; see errors.");
}

static enum status answer_job(struct request *request, struct store_conn *conn, const char *id, int http)
{
    struct retag_job job;
    struct json json;
    enum status status = retag_jobs_get(conn, id, &request->arena, &job, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, http, &json);
    retag_json_write(&json, &job);
    return STATUS_OK;
}

enum status retag_post_query(struct request *request, struct store_conn *conn)
{
    struct asked *asked = request->handover.state;
    struct retag_job *job = &asked->job;
    struct json json;
    enum status status = count(request, conn, job);
    if (status != STATUS_OK)
        return status;
    if (asked->body.dry_run) {
        request_answer(request, 200, &json);
        jsonw_object(&json);
        member_count(&json, "articles", job->expected);
        member_boolean(&json, "dry_run", true);
        jsonw_end(&json);
        return STATUS_OK;
    }
    if (!uuid_make_random(job->id))
        return STATUS_INTERNAL;
    job->notify = asked->body.notify;
    job->gazetteer_version = gazetteer_version(request_gazetteer(request));
    job->key_id = *request->key_id ? request->key_id : NULL;
    status = retag_jobs_put(conn, job, &request->arena, &request->error);
    if (status == STATUS_OK)
        status = retag_jobs_expect(conn, job, &request->arena, &request->error);
    if (status == STATUS_OK)
        status = answer_job(request, conn, job->id, 202);
    request->location = request_link(request, "/v1/retag/", job->id);
    retag_worker_wake(request->app->retag_worker);
    return status;
}

enum status retag_id_prepare(struct request *request)
{
    return uuid_prepare(request, "A re-tagging");
}

enum status retag_get_query(struct request *request, struct store_conn *conn)
{
    return answer_job(request, conn, request->handover.state, 200);
}

enum status retag_delete_query(struct request *request, struct store_conn *conn)
{
    enum status status = retag_jobs_cancel(conn, request->handover.state, &request->arena, &request->error);
    return status == STATUS_OK ? answer_job(request, conn, request->handover.state, 200) : status;
}

enum status retag_list_prepare(struct request *request)
{
    return request_allow_parameters(request, NULL);
}

enum status retag_list_query(struct request *request, struct store_conn *conn)
{
    struct retag_job_list list;
    struct json json;
    enum status status = retag_jobs_list(conn, &request->arena, &list, &request->error);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    jsonw_object(&json);
    list_json_begin(&json);
    for (size_t i = 0; i < list.count; i++)
        retag_json_write(&json, &list.items[i]);
    list_json_end(&json, NULL);
    return STATUS_OK;
}
