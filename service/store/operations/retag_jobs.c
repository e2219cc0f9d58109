#include "service/store/operations/retag_jobs.h"

#include "service/store/db/conn.h"
#include "service/store/db/row.h"

enum column {
    COLUMN_ID,
    COLUMN_STATE,
    COLUMN_FORMS,
    COLUMN_ENTITY,
    COLUMN_SOURCE,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_BEFORE,
    COLUMN_NOTIFY,
    COLUMN_VERSION,
    COLUMN_KEY,
    COLUMN_CREATED_AT,
    COLUMN_FINISHED_AT,
    COLUMN_ATTEMPTS,
    COLUMN_REACHED_AT,
    COLUMN_REACHED_ID,
    COLUMN_EXPECTED,
    COLUMN_ARTICLES,
    COLUMN_CHANGED,
    COLUMN_SKIPPED,
    COLUMN_MENTIONS_GAINED,
    COLUMN_MENTIONS_LOST,
    COLUMN_ENTITIES_GAINED,
    COLUMN_ENTITIES_LOST,
    COLUMN_PROBLEM
};

static bool given(const PGresult *result, int row, enum column column)
{
    return !PQgetisnull(result, row, (int)column);
}

static void read_filter(struct arena *arena, const PGresult *result, int row, struct retag_filter *filter)
{
    *filter = (struct retag_filter){.entity = row_text(arena, result, row, COLUMN_ENTITY),
                                    .source = row_text(arena, result, row, COLUMN_SOURCE),
                                    .dated_from = given(result, row, COLUMN_FROM),
                                    .dated_to = given(result, row, COLUMN_TO),
                                    .from = row_integer(result, row, COLUMN_FROM),
                                    .to = row_integer(result, row, COLUMN_TO),
                                    .before = row_text(arena, result, row, COLUMN_BEFORE)};
    filter->forms = row_texts(arena, result, row, COLUMN_FORMS, &filter->form_count);
}

static void read_counts(const PGresult *result, int row, struct retag_counts *counts)
{
    *counts = (struct retag_counts){.articles = row_integer(result, row, COLUMN_ARTICLES),
                                    .changed = row_integer(result, row, COLUMN_CHANGED),
                                    .skipped = row_integer(result, row, COLUMN_SKIPPED),
                                    .mentions_gained = row_integer(result, row, COLUMN_MENTIONS_GAINED),
                                    .mentions_lost = row_integer(result, row, COLUMN_MENTIONS_LOST),
                                    .entities_gained = row_integer(result, row, COLUMN_ENTITIES_GAINED),
                                    .entities_lost = row_integer(result, row, COLUMN_ENTITIES_LOST)};
}

static void read_job(struct arena *arena, const PGresult *result, int row, struct retag_job *job)
{
    *job = (struct retag_job){.state = row_text(arena, result, row, COLUMN_STATE),
                              .notify = PQgetvalue(result, row, COLUMN_NOTIFY)[0] == 't',
                              .gazetteer_version = row_text(arena, result, row, COLUMN_VERSION),
                              .key_id = row_text(arena, result, row, COLUMN_KEY),
                              .created_at = row_integer(result, row, COLUMN_CREATED_AT),
                              .finished = given(result, row, COLUMN_FINISHED_AT),
                              .finished_at = row_integer(result, row, COLUMN_FINISHED_AT),
                              .attempts = row_integer(result, row, COLUMN_ATTEMPTS),
                              .reached = {.given = given(result, row, COLUMN_REACHED_AT),
                                          .dated_at = row_integer(result, row, COLUMN_REACHED_AT)},
                              .counted = given(result, row, COLUMN_EXPECTED),
                              .expected = row_integer(result, row, COLUMN_EXPECTED),
                              .problem = row_text(arena, result, row, COLUMN_PROBLEM)};
    uuid_parse(PQgetvalue(result, row, COLUMN_ID), job->id);
    if (job->reached.given)
        uuid_parse(PQgetvalue(result, row, COLUMN_REACHED_ID), job->reached.id);
    read_filter(arena, result, row, &job->filter);
    read_counts(result, row, &job->counts);
}

static enum status read_jobs(struct store_conn *conn, enum statement statement, const struct params *params,
                             struct retag_job_list *ret_list, struct error *error)
{
    PGresult *result = NULL;
    struct arena *arena = params->arena;
    enum status status = conn_query(conn, statement, params, &result, error);
    if (status != STATUS_OK)
        return status;
    struct retag_job_list list = {.count = (size_t)PQntuples(result)};
    list.items = arena_array(arena, list.count, sizeof *list.items);
    for (size_t i = 0; list.items && i < list.count; i++)
        read_job(arena, result, (int)i, &list.items[i]);
    PQclear(result);
    if (arena->failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
    *ret_list = list;
    return STATUS_OK;
}

static enum status read_one(struct store_conn *conn, enum statement statement, const struct params *params,
                            struct retag_job *ret_job, struct error *error)
{
    struct retag_job_list list;
    enum status status = read_jobs(conn, statement, params, &list, error);
    if (status == STATUS_OK && list.count == 0)
        return error_set(error, STATUS_NOT_FOUND, "There is no re-tagging with this id.");
    if (status == STATUS_OK)
        *ret_job = list.items[0];
    return status;
}

enum status retag_jobs_put(struct store_conn *conn, const struct retag_job *job, struct arena *arena,
                           struct error *error)
{
    const struct retag_filter *filter = &job->filter;
    struct params params;
    params_init(&params, arena);
    params_text(&params, job->id);
    params_text_array(&params, filter->forms, filter->form_count);
    params_text(&params, filter->entity);
    params_text(&params, filter->source);
    params_time(&params, filter->dated_from ? &filter->from : NULL);
    params_time(&params, filter->dated_to ? &filter->to : NULL);
    params_text(&params, filter->before);
    params_text(&params, job->notify ? "true" : "false");
    params_text(&params, job->gazetteer_version);
    params_text(&params, job->key_id);
    return conn_execute(conn, STATEMENT_RETAG_INSERT, &params, NULL, error);
}

enum status retag_jobs_get(struct store_conn *conn, const char *id, struct arena *arena, struct retag_job *ret_job,
                           struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, id);
    return read_one(conn, STATEMENT_RETAG_SELECT, &params, ret_job, error);
}

enum status retag_jobs_list(struct store_conn *conn, struct arena *arena, struct retag_job_list *ret_list,
                            struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_integer(&params, RETAG_LIST);
    return read_jobs(conn, STATEMENT_RETAG_LIST, &params, ret_list, error);
}

static enum status give_up(struct store_conn *conn, struct arena *arena, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_integer(&params, RETAG_FAILURES);
    params_text(&params, "It was begun several times without an article being stored.");
    return conn_execute(conn, STATEMENT_RETAGS_GIVE_UP, &params, NULL, error);
}

enum status retag_jobs_take(struct store_conn *conn, const char *version, const char *id, struct arena *arena,
                            struct retag_job *ret_job, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_seconds(&params, conn->app->config->job_lease_ms);
    params_text(&params, version);
    params_integer(&params, RETAG_FAILURES);
    params_text(&params, id);
    enum status status = read_one(conn, STATEMENT_RETAG_TAKE, &params, ret_job, error);
    if (status != STATUS_NOT_FOUND)
        return status;
    enum status given_up = give_up(conn, arena, error);
    return given_up == STATUS_OK ? status : given_up;
}

enum status retag_jobs_expect(struct store_conn *conn, const struct retag_job *job, struct arena *arena,
                              struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, job->id);
    params_integer(&params, job->expected);
    return conn_execute(conn, STATEMENT_RETAG_EXPECT, &params, NULL, error);
}

enum status retag_jobs_hold(struct store_conn *conn, const struct retag_job *job, struct arena *arena,
                            struct error *error)
{
    struct params params;
    int64_t held = 0;
    params_init(&params, arena);
    params_text(&params, job->id);
    params_integer(&params, job->attempts);
    params_seconds(&params, conn->app->config->job_lease_ms);
    enum status status = conn_execute(conn, STATEMENT_RETAG_HOLD, &params, &held, error);
    if (status == STATUS_OK && held == 0)
        return error_set(error, STATUS_CONFLICT, "It was cancelled, or another process has taken it.");
    return status;
}

enum status retag_jobs_progress(struct store_conn *conn, const struct retag_job *job, const struct retag_counts *more,
                                const struct retag_position *reached, struct arena *arena, struct error *error)
{
    const int64_t added[] = {more->articles,      more->changed,         more->skipped,      more->mentions_gained,
                             more->mentions_lost, more->entities_gained, more->entities_lost};
    struct params params;
    params_init(&params, arena);
    params_text(&params, job->id);
    params_time(&params, reached->given ? &reached->dated_at : NULL);
    params_text(&params, reached->given ? reached->id : NULL);
    for (size_t i = 0; i < sizeof added / sizeof *added; i++)
        params_integer(&params, added[i]);
    return conn_execute(conn, STATEMENT_RETAG_PROGRESS, &params, NULL, error);
}

enum status retag_jobs_finish(struct store_conn *conn, const struct retag_job *job, struct arena *arena,
                              struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, job->id);
    params_integer(&params, job->attempts);
    return conn_execute(conn, STATEMENT_RETAG_FINISH, &params, NULL, error);
}

enum status retag_jobs_release(struct store_conn *conn, const struct retag_job *job, const char *problem,
                               int64_t pause_ms, struct arena *arena, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, job->id);
    params_integer(&params, job->attempts);
    params_text(&params, problem);
    params_seconds(&params, pause_ms);
    return conn_execute(conn, STATEMENT_RETAG_RELEASE, &params, NULL, error);
}

enum status retag_jobs_cancel(struct store_conn *conn, const char *id, struct arena *arena, struct error *error)
{
    struct params params;
    struct retag_job job;
    int64_t cancelled = 0;
    params_init(&params, arena);
    params_text(&params, id);
    enum status status = conn_execute(conn, STATEMENT_RETAG_CANCEL, &params, &cancelled, error);
    if (status != STATUS_OK || cancelled)
        return status;
    status = retag_jobs_get(conn, id, arena, &job, error);
    return status == STATUS_OK ? error_set(error, STATUS_CONFLICT, "It has ended already: it is %s.", job.state)
                               : status;
}

enum status retag_jobs_prune(struct store_conn *conn, struct arena *arena, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_seconds(&params, conn->app->config->job_keep_ms);
    return conn_execute(conn, STATEMENT_RETAGS_PRUNE, &params, NULL, error);
}

enum status retag_jobs_open(struct store_conn *conn, struct arena *arena, struct retag_open *ret_open,
                            struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    enum status status = conn_query(conn, STATEMENT_RETAGS_OPEN, &params, &result, error);
    if (status == STATUS_OK)
        *ret_open =
            (struct retag_open){row_integer(result, 0, 0), row_integer(result, 0, 1), row_integer(result, 0, 2)};
    PQclear(result);
    return status;
}
