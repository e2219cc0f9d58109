/* Asynchronous jobs: an article that is posted with `Prefer: respond-async`, and GET /v1/jobs/{id}. */
#include "service/store/operations/jobs.h"
#include "handlers/handlers.h"
#include "handlers/input/uuid.h"
#include "handlers/output/member_json.h"
#include "service/base/json.h"
#include "service/base/timestamp.h"
#include "service/base/uuid.h"
#include "service/work/job_worker.h"

#include <string.h>

static void write_job(struct request *request, int http, const struct job *job)
{
    struct json json;
    request_answer(request, http, &json);
    jsonw_object(&json);
    member_text(&json, "id", job->id);
    member_text(&json, "status", job->state);
    member_count(&json, "attempts", job->attempts);
    member_time(&json, "created_at", job->created_at);
    member_time_if(&json, "finished_at", job->finished, job->finished_at);
    member_text(&json, "article", job->article_id ? request_link(request, "/v1/articles/", job->article_id) : NULL);
    jsonw_key(&json, "problem");
    if (job->problem)
        jsonw_raw(&json, job->problem, strlen(job->problem));
    else
        jsonw_null(&json);
    jsonw_end(&json);
}

enum status article_async_query(struct request *request, struct store_conn *conn)
{
    char trace[TRACE_LENGTH + 1];
    struct job job = {.state = "queued", .created_at = timestamp_now()};
    if (!uuid_make_random(job.id))
        return STATUS_INTERNAL;
    job.body = request->handover.state;
    job.trace = trace_format(&request->trace, trace);
    job.if_exists = request_parameter(request, "if_exists");
    enum status status = jobs_put(conn, &job, &request->arena, &request->error);
    if (status != STATUS_OK)
        return status;
    job_workers_wake(request->app->job_workers);
    write_job(request, 202, &job);
    request->location = request_link(request, "/v1/jobs/", job.id);
    request->preference = "respond-async";
    return STATUS_OK;
}

enum status job_get_query(struct request *request, struct store_conn *conn)
{
    struct job job;
    enum status status = jobs_get(conn, request->handover.state, &request->arena, &job, &request->error);
    if (status == STATUS_OK)
        write_job(request, 200, &job);
    return status;
}

enum status job_id_prepare(struct request *request)
{
    return uuid_prepare(request, "A job");
}
