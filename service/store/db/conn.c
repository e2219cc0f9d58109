#include "service/store/db/conn.h"

#include "service/base/timestamp.h"
#include "service/store/db/await.h"
#include "service/store/db/connect.h"
#include "service/store/db/sqlstate.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAXIMUM = 160, CLIENT_CHECK_MS = 1000 };

enum status conn_connect(const struct config *config, PGconn **ret_pg, struct error *error)
{
    struct connect_wish wish = {.url = config->database_url};
    enum connect_outcome outcome = connect_open(config, &wish, ret_pg, error);
    wish.any = true;
    if (outcome == CONNECT_READ_ONLY)
        outcome = connect_open(config, &wish, ret_pg, error);
    return outcome == CONNECT_DONE ? STATUS_OK : STATUS_DATABASE_DOWN;
}

static void note_pooler(struct store_conn *conn, const char *why)
{
    if (!conn->app->config->database_prepare || !conn->shared || atomic_exchange(&conn->shared->unprepared, true))
        return;
    log_write(conn->app->log, LOG_INFO, "pooler-noticed",
              (struct log_field[]){LOG_TEXT("why", why),
                                   LOG_TEXT("detail", "statements are no longer prepared, as with "
                                                      "ALAM_DATABASE_PREPARE=off"),
                                   LOG_END});
}

enum status conn_open(struct store_conn *conn, const char *url, bool any, struct error *error)
{
    const struct config *config = conn->app->config;
    char options[OPTIONS_MAXIMUM];
    struct connect_wish wish = {.url = url, .options = options, .any = any};
    snprintf(options, sizeof options,
             "-c statement_timeout=%lld -c max_parallel_workers_per_gather=0 -c client_connection_check_interval=%d",
             (long long)config->statement_timeout_ms, CLIENT_CHECK_MS);
    enum connect_outcome outcome = connect_open(config, &wish, &conn->pg, error);
    conn->unlimited = outcome == CONNECT_OPTIONS;
    if (conn->unlimited) {
        note_pooler(conn, "it refuses start-up options");
        wish.options = NULL;
        outcome = connect_open(config, &wish, &conn->pg, error);
    }
    conn->read_only = outcome == CONNECT_READ_ONLY;
    wish.any = true;
    if (conn->read_only)
        outcome = connect_open(config, &wish, &conn->pg, error);
    conn->bounded = true;
    return outcome == CONNECT_DONE && PQsetnonblocking(conn->pg, 1) == 0 ? STATUS_OK : STATUS_DATABASE_DOWN;
}

bool conn_alive(struct store_conn *conn)
{
    if (!conn->pg || PQstatus(conn->pg) != CONNECTION_OK)
        return false;
    struct pollfd poller = {.fd = PQsocket(conn->pg), .events = POLLIN};
    if (poll(&poller, 1, 0) == 0)
        return true;
    return PQconsumeInput(conn->pg) && PQstatus(conn->pg) == CONNECTION_OK;
}

void conn_close(struct store_conn *conn)
{
    if (!conn->pg)
        return;
    PQfinish(conn->pg);
    conn->pg = NULL;
    memset(conn->prepared, 0, sizeof conn->prepared);
    metrics_add(conn->app->metrics, METRIC_STORE_CONNECTIONS, 0, -1);
}

static void tell(struct store_conn *conn, const char *what, const char *sqlstate,
                 const struct sqlstate_meaning *meaning)
{
    struct shared *shared = conn->shared;
    const struct log *log = conn->app->log;
    if (shared && meaning->trouble == TROUBLE_UNMIGRATED)
        outage_note(&shared->unmigrated, log, meaning->detail);
    else if (shared && meaning->trouble == TROUBLE_READ_ONLY)
        outage_note(&shared->read_only, log, meaning->detail);
    else if (shared && meaning->trouble == TROUBLE_UNPREPARED)
        note_pooler(conn, sqlstate);
    else
        log_write(log, LOG_WARNING, "statement-failed",
                  (struct log_field[]){LOG_TEXT("statement", what), LOG_TEXT("sqlstate", sqlstate), LOG_END});
}

static enum status refuse(struct store_conn *conn, const char *what, const PGresult *result, struct error *error)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    bool lost = PQstatus(conn->pg) != CONNECTION_OK || !result;
    const struct sqlstate_meaning *meaning = sqlstate_meaning(lost ? "08" : sqlstate ? sqlstate : "");
    bool known = meaning->trouble == TROUBLE_READ_ONLY && conn->read_only; /* another server was looked for */
    conn->broken |= meaning->broken && !known;
    conn->conflict |= meaning->conflict && !known;
    metrics_add(conn->app->metrics, METRIC_STORE_ERRORS, 0, 1);
    tell(conn, what, conn->late ? "no answer" : sqlstate ? sqlstate : "none", meaning);
    const char *detail = conn->late ? "The database did not answer in time." : meaning->detail;
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (conn->shared || !sqlstate || !message) /* clients are not told more; the operator of a command is */
        return error_set(error, meaning->status, "%s", detail);
    return error_set(error, meaning->status, "%s (SQLSTATE %s: %.200s)", detail, sqlstate, message);
}

enum status conn_judge(struct store_conn *conn, const char *what, PGresult *result, PGresult **ret_result,
                       struct error *error)
{
    ExecStatusType outcome = PQresultStatus(result);
    if (outcome != PGRES_TUPLES_OK && outcome != PGRES_COMMAND_OK) {
        enum status status = refuse(conn, what, result, error);
        PQclear(result);
        return status;
    }
    conn->succeeded++;
    if (ret_result)
        *ret_result = result;
    else
        PQclear(result);
    return STATUS_OK;
}

/* timestamp_monotonic; INT64_MAX: none */
static int64_t deadline_of(const struct store_conn *conn)
{
    int64_t timeout_ms = conn->app->config->statement_timeout_ms, deadline = INT64_MAX;
    if (conn->bounded && timeout_ms)
        deadline = timestamp_monotonic() + (timeout_ms + CONN_MARGIN_MS) * 1000;
    return conn->until && conn->until < deadline ? conn->until : deadline;
}

PGresult *conn_result(struct store_conn *conn)
{
    PGresult *result = NULL;
    bool late = conn->late ||
                !await_result(conn->pg, deadline_of(conn), conn->shared ? &conn->shared->given_up : NULL, &result);
    conn->late |= late;
    conn->broken |= late;
    return result;
}

/* The last result of what was sent, or the first that is an error, as PQexec has it. `sent` is what libpq's function of
 * sending returned. NULL: it could not be sent, or conn->late. */
static PGresult *last_result(struct store_conn *conn, int sent)
{
    PGresult *last = NULL;
    for (PGresult *next; sent && (next = conn_result(conn));) {
        bool failed = last && PQresultStatus(last) == PGRES_FATAL_ERROR;
        PQclear(failed ? next : last);
        last = failed ? last : next;
        if (PQstatus(conn->pg) != CONNECTION_OK)
            break;
    }
    if (!conn->late)
        return last;
    PQclear(last);
    return NULL;
}

enum status conn_query_text(struct store_conn *conn, const char *name, const char *sql, const struct params *params,
                            PGresult **ret_result, struct error *error)
{
    if (params->arena && params->arena->failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
    PGresult *result = last_result(conn, PQsendQueryParams(conn->pg, sql, params->count, NULL, params->values,
                                                           params->lengths, params->formats, 0));
    return conn_judge(conn, name, result, ret_result, error);
}

bool conn_prepares(const struct store_conn *conn)
{
    return conn->app->config->database_prepare && conn->shared && !atomic_load(&conn->shared->unprepared);
}

static enum status prepare(struct store_conn *conn, enum statement statement, struct error *error)
{
    const struct statement_row *row = statement_row(statement);
    if (conn->prepared[statement])
        return STATUS_OK;
    int succeeded = conn->succeeded;
    enum status status = conn_judge(
        conn, row->name, last_result(conn, PQsendPrepare(conn->pg, row->name, row->sql, 0, NULL)), NULL, error);
    conn->prepared[statement] = status == STATUS_OK;
    conn->succeeded = succeeded; /* preparing changes nothing */
    return status;
}

enum status conn_query(struct store_conn *conn, enum statement statement, const struct params *params,
                       PGresult **ret_result, struct error *error)
{
    const struct statement_row *row = statement_row(statement);
    PGresult *result;
    if (params->count != row->parameter_count)
        return error_set(error, STATUS_INTERNAL, "%s takes %d parameters", row->name, row->parameter_count);
    if (params->arena && params->arena->failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
    if (conn_prepares(conn) && !row->plan_each_time) {
        enum status status = prepare(conn, statement, error);
        if (status != STATUS_OK)
            return status;
        result = last_result(conn, PQsendQueryPrepared(conn->pg, row->name, params->count, params->values,
                                                       params->lengths, params->formats, 0));
    } else {
        result = last_result(conn, PQsendQueryParams(conn->pg, row->sql, params->count, NULL, params->values,
                                                     params->lengths, params->formats, 0));
    }
    return conn_judge(conn, row->name, result, ret_result, error);
}

enum status conn_prepare(struct store_conn *conn, const enum statement *statements, size_t count, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK && conn_prepares(conn); i++)
        status = prepare(conn, statements[i], error);
    return status;
}

enum status conn_execute(struct store_conn *conn, enum statement statement, const struct params *params,
                         int64_t *ret_changed, struct error *error)
{
    PGresult *result = NULL;
    enum status status = conn_query(conn, statement, params, &result, error);
    if (status == STATUS_OK && ret_changed)
        *ret_changed = strtoll(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    return status;
}

enum status conn_begin(struct store_conn *conn, struct error *error)
{
    char sql[96] = "BEGIN";
    if (conn->unlimited)
        snprintf(sql, sizeof sql, "BEGIN; SET LOCAL statement_timeout = %lld",
                 (long long)conn->app->config->statement_timeout_ms);
    return conn_judge(conn, "begin", last_result(conn, PQsendQuery(conn->pg, sql)), NULL, error);
}

enum status conn_commit(struct store_conn *conn, struct error *error)
{
    return conn_judge(conn, "commit", last_result(conn, PQsendQuery(conn->pg, "COMMIT")), NULL, error);
}

void conn_rollback(struct store_conn *conn)
{
    if (conn->pg && PQtransactionStatus(conn->pg) != PQTRANS_IDLE)
        PQclear(last_result(conn, PQsendQuery(conn->pg, "ROLLBACK")));
}
