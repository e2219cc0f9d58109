#include "service/store/operations/backlog.h"

#include "service/store/db/conn.h"
#include "service/store/db/row.h"

enum column { COLUMN_WAITING, COLUMN_DEAD, COLUMN_OLDEST, COLUMN_QUEUED, COLUMN_RUNNING };

enum status backlog_read(struct store_conn *conn, struct arena *arena, struct backlog *ret_backlog, struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    enum status status = conn_query(conn, STATEMENT_BACKLOG, &params, &result, error);
    if (status == STATUS_OK)
        *ret_backlog = (struct backlog){.waiting = row_integer(result, 0, COLUMN_WAITING),
                                        .dead = row_integer(result, 0, COLUMN_DEAD),
                                        .oldest_seconds = row_integer(result, 0, COLUMN_OLDEST),
                                        .queued = row_integer(result, 0, COLUMN_QUEUED),
                                        .running = row_integer(result, 0, COLUMN_RUNNING)};
    PQclear(result);
    return status;
}

enum status backlog_prune(struct store_conn *conn, struct arena *arena, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_seconds(&params, conn->app->config->webhook_keep_ms);
    enum status status = conn_execute(conn, STATEMENT_OUTBOX_PRUNE, &params, NULL, error);
    params_init(&params, arena);
    params_seconds(&params, conn->app->config->webhook_log_keep_ms);
    return status == STATUS_OK ? conn_execute(conn, STATEMENT_DELIVERY_LOG_PRUNE, &params, NULL, error) : status;
}
