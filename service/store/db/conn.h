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
 * Every answer of the server is waited for until a deadline, the earlier of two: ALAM_STATEMENT_TIMEOUT plus
 * CONN_MARGIN_MS, since the server's own time-out comes first where the server is alive; and conn->until, by which
 * somebody wants an answer. At the end of the process (shared.given_up) it is now. When it has passed, conn->late and
 * conn->broken are set.
 *
 * Threads: a connection belongs to one thread.
 */
#ifndef ALAM_STORE_DB_CONN_H
#define ALAM_STORE_DB_CONN_H

#include "service/app/app.h"
#include "service/base/status.h"
#include "service/store/db/params.h"
#include "service/store/db/shared.h"
#include "service/store/db/statements.h"

#include <libpq-fe.h>

enum { CONN_MARGIN_MS = 1500 };

struct store_conn {
    const struct app *app;
    struct shared *shared; /* NULL: of a command, which has one connection */
    PGconn *pg;            /* NULL: not connected */
    bool prepared[STATEMENT_COUNT];
    int succeeded;  /* statements since the job began */
    int64_t until;  /* when somebody wants an answer, timestamp_monotonic; 0: statements have their own time only */
    bool bounded;   /* statements have a deadline, as those of the service do */
    bool late;      /* the server did not answer in time in this job */
    bool broken;    /* the connection was lost in this job */
    bool conflict;  /* a deadlock, a serialization failure or the like in this job: it is worth running once more */
    bool unlimited; /* a pooler refused the start-up option statement_timeout: transactions set it themselves */
    bool read_only; /* no server that takes writes was found */
};

/* Connects with what DATABASE_URL or PG* say, without statement_timeout: for commands. *ret_pg is the caller's to
 * PQfinish. STATUS_DATABASE_DOWN otherwise. */
enum status conn_connect(const struct config *config, PGconn **ret_pg, struct error *error);
/* Connects conn->pg to `url` ("": as PG* say) with statement_timeout, and without it where a pooler refuses start-up
 * options; to a server that takes writes, else to any, which conn->read_only tells. `any`: the first that answers will
 * do. STATUS_DATABASE_DOWN otherwise. */
enum status conn_open(struct store_conn *conn, const char *url, bool any, struct error *error);
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
/* Whether statements are prepared: not with ALAM_DATABASE_PREPARE=off, behind a pooler that was seen to lose them, or in
 * a command. */
bool conn_prepares(const struct store_conn *conn);
/* Prepares statements ahead, for pipeline.h, where conn_prepares. */
enum status conn_prepare(struct store_conn *conn, const enum statement *statements, size_t count, struct error *error);

enum status conn_begin(struct store_conn *conn, struct error *error);
enum status conn_commit(struct store_conn *conn, struct error *error);
/* Rolls back where a transaction is open. */
void conn_rollback(struct store_conn *conn);

/* The next result of the connection, as PQgetResult. NULL: there is no more, or conn->late. */
PGresult *conn_result(struct store_conn *conn);
/* What a result of libpq means; `what` stands for its statement in the log. The result is taken over: it is handed on
 * through ret_result or cleared. These two are for the files of this folder that talk to libpq themselves. */
enum status conn_judge(struct store_conn *conn, const char *what, PGresult *result, PGresult **ret_result,
                       struct error *error);

#endif
