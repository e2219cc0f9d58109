#include "service/store/db/conn.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Without this libpq would print notices on standard error, which is for log lines in JSON. */
static void drop_notice(void *cls, const char *message)
{
    (void)cls;
    (void)message;
}

static enum status connect_to(const struct config *config, const char *url, const char *options, PGconn **ret_pg,
                              struct error *error)
{
    char timeout[32];
    snprintf(timeout, sizeof timeout, "%lld", (long long)(config->connect_timeout_ms + 999) / 1000);
    /* The connection string stands last in the list, so what it says wins. */
    const char *keywords[] = {"fallback_application_name",    "connect_timeout",         "client_encoding",
                              options ? "options" : "dbname", options ? "dbname" : NULL, NULL};
    const char *values[] = {"alam", timeout, "UTF8", options ? options : url, options ? url : NULL, NULL};
    PGconn *pg = PQconnectdbParams(keywords, values, 1);
    if (pg && PQstatus(pg) == CONNECTION_OK) {
        PQsetNoticeProcessor(pg, drop_notice, NULL);
        *ret_pg = pg;
        return STATUS_OK;
    }
    bool refused = pg && strstr(PQerrorMessage(pg), "startup parameter");
    PQfinish(pg);
    error_set(error, STATUS_DATABASE_DOWN, "The database cannot be reached.");
    return refused && options ? STATUS_CONFLICT : STATUS_DATABASE_DOWN;
}

enum status conn_connect(const struct config *config, PGconn **ret_pg, struct error *error)
{
    return connect_to(config, config->database_url, NULL, ret_pg, error);
}

enum status conn_open(struct store_conn *conn, const char *url, struct error *error)
{
    const struct config *config = conn->app->config;
    char options[96];
    snprintf(options, sizeof options, "-c statement_timeout=%lld -c max_parallel_workers_per_gather=0",
             (long long)config->statement_timeout_ms);
    enum status status = connect_to(config, url, options, &conn->pg, error);
    conn->unlimited = status == STATUS_CONFLICT;
    return conn->unlimited ? connect_to(config, url, NULL, &conn->pg, error) : status;
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

/* What an SQLSTATE means. A row is for a class or for one code; the first row whose prefix fits counts. */
static const struct meaning {
    const char *prefix;
    enum status status;
    bool broken, conflict;
    const char *detail;
} meanings[] = {
    {"08", STATUS_DATABASE_DOWN, true, false, "The connection to the database was lost."},
    {"57P", STATUS_DATABASE_DOWN, true, false, "The database is shutting down or starting."},
    {"57014", STATUS_UNAVAILABLE, false, false, "The database took too long."},
    {"22023", STATUS_INVALID_PARAMETER, false, false, "The database does not know this time zone."},
    {"54", STATUS_INVALID_INPUT, false, false, "A field is too long for the database's index."},
    {"53", STATUS_UNAVAILABLE, false, false, "The database is short of resources."},
    {"58", STATUS_UNAVAILABLE, false, false, "The database has trouble with its disk."},
    {"40", STATUS_UNAVAILABLE, false, true, "The database was busy with a conflicting change."},
    {"55P03", STATUS_UNAVAILABLE, false, true, "The database was busy with a conflicting change."},
    {"42P01", STATUS_UNAVAILABLE, false, false, "The database is not migrated: run `alam migrate`."},
    {"42703", STATUS_UNAVAILABLE, false, false, "The database is not migrated: run `alam migrate`."},
    {"25006", STATUS_UNAVAILABLE, false, false, "The database takes no writes at the moment."},
    {"26000", STATUS_UNAVAILABLE, true, false, "A pooler lost a prepared statement: set ALAM_DATABASE_PREPARE=off."},
    {"28", STATUS_DATABASE_DOWN, true, false, "The database refuses this user."},
    {"3D", STATUS_DATABASE_DOWN, true, false, "The database does not exist."},
    {"", STATUS_INTERNAL, false, false, "A statement failed."},
};

static const struct meaning *meaning_of(const char *sqlstate)
{
    const struct meaning *meaning = meanings;
    while (strncmp(meaning->prefix, sqlstate, strlen(meaning->prefix)) != 0)
        meaning++;
    return meaning;
}

static enum status refuse(struct store_conn *conn, const char *what, const PGresult *result, struct error *error)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    bool lost = PQstatus(conn->pg) != CONNECTION_OK || !result;
    const struct meaning *meaning = meaning_of(lost ? "08" : sqlstate ? sqlstate : "");
    conn->broken |= meaning->broken;
    conn->conflict |= meaning->conflict;
    metrics_add(conn->app->metrics, METRIC_STORE_ERRORS, 0, 1);
    log_write(
        conn->app->log, LOG_WARNING, "statement-failed",
        (struct log_field[]){LOG_TEXT("statement", what), LOG_TEXT("sqlstate", sqlstate ? sqlstate : "none"), LOG_END});
    return error_set(error, meaning->status, "%s", meaning->detail);
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

enum status conn_query_text(struct store_conn *conn, const char *name, const char *sql, const struct params *params,
                            PGresult **ret_result, struct error *error)
{
    if (params->arena && params->arena->failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
    PGresult *result =
        PQexecParams(conn->pg, sql, params->count, NULL, params->values, params->lengths, params->formats, 0);
    return conn_judge(conn, name, result, ret_result, error);
}

static enum status prepare(struct store_conn *conn, enum statement statement, struct error *error)
{
    const struct statement_row *row = statement_row(statement);
    if (conn->prepared[statement])
        return STATUS_OK;
    int succeeded = conn->succeeded;
    enum status status = conn_judge(conn, row->name, PQprepare(conn->pg, row->name, row->sql, 0, NULL), NULL, error);
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
    if (conn->app->config->database_prepare && !row->plan_each_time) {
        enum status status = prepare(conn, statement, error);
        if (status != STATUS_OK)
            return status;
        result =
            PQexecPrepared(conn->pg, row->name, params->count, params->values, params->lengths, params->formats, 0);
    } else {
        result =
            PQexecParams(conn->pg, row->sql, params->count, NULL, params->values, params->lengths, params->formats, 0);
    }
    return conn_judge(conn, row->name, result, ret_result, error);
}

enum status conn_prepare(struct store_conn *conn, const enum statement *statements, size_t count, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK && conn->app->config->database_prepare; i++)
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
    return conn_judge(conn, "begin", PQexec(conn->pg, sql), NULL, error);
}

enum status conn_commit(struct store_conn *conn, struct error *error)
{
    return conn_judge(conn, "commit", PQexec(conn->pg, "COMMIT"), NULL, error);
}

void conn_rollback(struct store_conn *conn)
{
    if (conn->pg && PQtransactionStatus(conn->pg) != PQTRANS_IDLE)
        PQclear(PQexec(conn->pg, "ROLLBACK"));
}
