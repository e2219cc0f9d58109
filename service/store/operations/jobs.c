#include "service/store/operations/jobs.h"

#include "service/store/db/conn.h"
#include "service/store/db/row.h"
#include "service/store/db/times.h"

#include <inttypes.h>
#include <stdio.h>

enum column {
    COLUMN_ID,
    COLUMN_STATE,
    COLUMN_BODY,
    COLUMN_ATTEMPTS,
    COLUMN_CREATED_AT,
    COLUMN_FINISHED_AT,
    COLUMN_ARTICLE,
    COLUMN_PROBLEM,
    COLUMN_TRACE,
    COLUMN_IF_EXISTS
};

enum status jobs_put(struct store_conn *conn, const struct job *job, struct arena *arena, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, job->id);
    params_text(&params, job->body);
    params_text(&params, job->trace);
    params_text(&params, job->if_exists);
    return conn_execute(conn, STATEMENT_JOB_INSERT, &params, NULL, error);
}

static enum status read_one(struct store_conn *conn, enum statement statement, struct params *params,
                            struct job *ret_job, struct error *error)
{
    PGresult *result = NULL;
    enum status status = conn_query(conn, statement, params, &result, error);
    if (status == STATUS_OK && PQntuples(result) == 0)
        status = error_set(error, STATUS_NOT_FOUND, "There is no job with this id.");
    if (status == STATUS_OK) {
        *ret_job = (struct job){.state = row_text(params->arena, result, 0, COLUMN_STATE),
                                .body = row_text(params->arena, result, 0, COLUMN_BODY),
                                .attempts = row_integer(result, 0, COLUMN_ATTEMPTS),
                                .created_at = row_integer(result, 0, COLUMN_CREATED_AT),
                                .finished = !PQgetisnull(result, 0, COLUMN_FINISHED_AT),
                                .finished_at = row_integer(result, 0, COLUMN_FINISHED_AT),
                                .article_id = row_text(params->arena, result, 0, COLUMN_ARTICLE),
                                .problem = row_text(params->arena, result, 0, COLUMN_PROBLEM),
                                .trace = row_text(params->arena, result, 0, COLUMN_TRACE),
                                .if_exists = row_text(params->arena, result, 0, COLUMN_IF_EXISTS)};
        snprintf(ret_job->id, sizeof ret_job->id, "%s", PQgetvalue(result, 0, COLUMN_ID));
    }
    PQclear(result);
    return status == STATUS_OK && params->arena->failed ? STATUS_OUT_OF_MEMORY : status;
}

enum status jobs_get(struct store_conn *conn, const char *id, struct arena *arena, struct job *ret_job,
                     struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, id);
    return read_one(conn, STATEMENT_JOB_SELECT, &params, ret_job, error);
}

static enum status give_up(struct store_conn *conn, struct arena *arena, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_integer(&params, JOB_ATTEMPTS);
    params_text(&params,
                arena_printf(arena,
                             "{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"The job was "
                             "begun %d times, and none of its attempts came to an end.\","
                             "\"instance\":\"urn:alam:request:%%s\"}",
                             status_slug(STATUS_INTERNAL), status_title(STATUS_INTERNAL), status_http(STATUS_INTERNAL),
                             JOB_ATTEMPTS));
    return conn_execute(conn, STATEMENT_JOBS_GIVE_UP, &params, NULL, error);
}

enum status jobs_take(struct store_conn *conn, struct arena *arena, struct job *ret_job, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_seconds(&params, conn->app->config->job_lease_ms);
    params_integer(&params, JOB_ATTEMPTS);
    enum status status = read_one(conn, STATEMENT_JOB_TAKE, &params, ret_job, error);
    if (status != STATUS_NOT_FOUND)
        return status;
    enum status given_up = give_up(conn, arena, error);
    return given_up == STATUS_OK ? status : given_up;
}

enum status jobs_renew(struct store_conn *conn, const struct job_held *held, size_t count, struct arena *arena,
                       struct error *error)
{
    const char **ids = arena_array(arena, count, sizeof *ids), **attempts = arena_array(arena, count, sizeof *attempts);
    for (size_t i = 0; ids && attempts && i < count; i++) {
        ids[i] = held[i].id;
        attempts[i] = arena_printf(arena, "%" PRId64, held[i].attempts);
    }
    if (arena->failed)
        return STATUS_OUT_OF_MEMORY;
    struct params params;
    params_init(&params, arena);
    params_uuid_array(&params, ids, count);
    params_text_array(&params, attempts, count);
    params_seconds(&params, conn->app->config->job_lease_ms);
    return conn_execute(conn, STATEMENT_JOBS_RENEW, &params, NULL, error);
}

enum status jobs_finish(struct store_conn *conn, const struct job_held *held, const char *article_id,
                        const char *problem, bool again, struct arena *arena, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, held->id);
    params_text(&params, article_id ? "done" : again ? "queued" : "failed");
    params_text(&params, article_id);
    params_text(&params, problem);
    params_integer(&params, TIMES_JOB_RETRY_MAXIMUM);
    params_integer(&params, held->attempts);
    return conn_execute(conn, STATEMENT_JOB_FINISH, &params, NULL, error);
}

enum status jobs_prune(struct store_conn *conn, struct arena *arena, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_seconds(&params, conn->app->config->job_keep_ms);
    return conn_execute(conn, STATEMENT_JOBS_PRUNE, &params, NULL, error);
}
