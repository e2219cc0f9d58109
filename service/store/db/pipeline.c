#include "service/store/db/pipeline.h"

#include <stdlib.h>

enum status pipeline_begin(struct store_conn *conn, struct error *error)
{
    if (PQenterPipelineMode(conn->pg))
        return STATUS_OK;
    return error_set(error, STATUS_INTERNAL, "The connection cannot enter pipeline mode.");
}

void pipeline_end(struct store_conn *conn)
{
    if (!PQexitPipelineMode(conn->pg))
        conn->broken = true;
}

/* Judges an attempt to send. */
static enum status sent(struct store_conn *conn, int success, struct error *error)
{
    if (success)
        return STATUS_OK;
    return conn_judge(conn, "send", NULL, NULL, error);
}

enum status pipeline_send(struct store_conn *conn, enum statement statement, const struct params *params,
                          struct error *error)
{
    const struct statement_row *row = statement_row(statement);
    if (params->count != row->parameter_count)
        return error_set(error, STATUS_INTERNAL, "%s takes %d parameters", row->name, row->parameter_count);
    if (params->arena && params->arena->failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
    if (conn_prepares(conn) && conn->prepared[statement])
        return sent(conn,
                    PQsendQueryPrepared(conn->pg, row->name, params->count, params->values, params->lengths,
                                        params->formats, 0),
                    error);
    return sent(
        conn,
        PQsendQueryParams(conn->pg, row->sql, params->count, NULL, params->values, params->lengths, params->formats, 0),
        error);
}

enum status pipeline_sync(struct store_conn *conn, struct error *error)
{
    return sent(conn, PQpipelineSync(conn->pg), error);
}

enum status pipeline_receive_rows(struct store_conn *conn, enum statement statement, PGresult **ret_result,
                                  struct error *error)
{
    enum status status = conn_judge(conn, statement_row(statement)->name, conn_result(conn), ret_result, error);
    if (status == STATUS_OK)
        PQclear(conn_result(conn)); /* the NULL that ends the results of one statement */
    return status;
}

enum status pipeline_receive(struct store_conn *conn, enum statement statement, int64_t *ret_changed,
                             struct error *error)
{
    PGresult *result = NULL;
    enum status status = pipeline_receive_rows(conn, statement, &result, error);
    if (status == STATUS_OK && ret_changed)
        *ret_changed = strtoll(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    return status;
}

void pipeline_end_sync(struct store_conn *conn)
{
    bool ended = false;
    for (int empty = 0; !ended && empty < 2 && !conn->late && PQstatus(conn->pg) == CONNECTION_OK;) {
        PGresult *result = conn_result(conn);
        ended = result && PQresultStatus(result) == PGRES_PIPELINE_SYNC;
        empty = result ? 0 : empty + 1; /* NULL twice in a row: no outcome is left to read */
        PQclear(result);
    }
    conn->broken |= !ended;
}
