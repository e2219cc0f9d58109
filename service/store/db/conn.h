/* conn.h - one libpq connection: statements from the table, and what a failure means.
 *
 * A failed call leaves its reason in *error and logs the statement's name and the SQLSTATE, never a value. A
 * transaction that failed is rolled back by the worker when the job ends (pool/worker.h).
 *
 *     struct params params;
 *     params_init(&params, arena);
 *     params_text(&params, id);
 *     status = conn_query(conn, STATEMENT_ARTICLE_SELECT, &params, &result, error);
 *     …
 *     PQclear(result);
 *
 * Threads: a connection belongs to one thread.
 */
#ifndef ALAM_STORE_DB_CONN_H
#define ALAM_STORE_DB_CONN_H

#include "service/app/app.h"
#include "service/base/status.h"
#include "service/store/db/params.h"
#include "service/store/db/statements.h"

#include <libpq-fe.h>

struct store_conn {
    const struct app *app;
    atomic_bool *schema_is_current; /* of all connections of the process (schema.h); NULL: not remembered */
    PGconn *pg;                     /* NULL: not connected */
    bool prepared[STATEMENT_COUNT];
    int succeeded;  /* statements since the job began */
    bool broken;    /* the connection was lost in this job */
    bool conflict;  /* a deadlock or a serialization failure in this job: it is worth running once more */
    bool unlimited; /* a pooler refused the start-up option statement_timeout: transactions set it themselves */
};

/* Connects with what DATABASE_URL or PG* say, without statement_timeout: for commands. *ret_pg is the caller's to
 * PQfinish. STATUS_DATABASE_DOWN otherwise. */
enum status conn_connect(const struct config *config, PGconn **ret_pg, struct error *error);
/* Connects conn->pg to `url` ("": as PG* say) with statement_timeout, and without it where a pooler refuses start-up
 * options. STATUS_DATABASE_DOWN otherwise. */
enum status conn_open(struct store_conn *conn, const char *url, struct error *error);
/* True while the connection is idle and the server has not closed it. */
bool conn_alive(struct store_conn *conn);
/* Closes it where it is open, and forgets what was prepared on it. */
void conn_close(struct store_conn *conn);

/* Runs one statement. *ret_result is the caller's to PQclear; ret_result may be NULL where no row is wanted. */
enum status conn_query(struct store_conn *conn, enum statement statement, const struct params *params,
                       PGresult **ret_result, struct error *error);
/* Runs one statement for its effect. *ret_changed, unless ret_changed is NULL, is how many rows it changed. */
enum status conn_execute(struct store_conn *conn, enum statement statement, const struct params *params,
                         int64_t *ret_changed, struct error *error);
/* Runs SQL that was put together from constant parts; values are parameters all the same. It is planned for these
 * values and never prepared. `name` stands for it in the log. */
enum status conn_query_text(struct store_conn *conn, const char *name, const char *sql, const struct params *params,
                            PGresult **ret_result, struct error *error);
/* Prepares statements ahead, for pipeline.h; nothing with ALAM_DATABASE_PREPARE=off. */
enum status conn_prepare(struct store_conn *conn, const enum statement *statements, size_t count, struct error *error);

enum status conn_begin(struct store_conn *conn, struct error *error);
enum status conn_commit(struct store_conn *conn, struct error *error);
/* Rolls back where a transaction is open. */
void conn_rollback(struct store_conn *conn);

/* What a result of libpq means; `what` stands for its statement in the log. The result is taken over: it is handed on
 * through ret_result or cleared. For the files of this folder that talk to libpq themselves. */
enum status conn_judge(struct store_conn *conn, const char *what, PGresult *result, PGresult **ret_result,
                       struct error *error);

#endif
