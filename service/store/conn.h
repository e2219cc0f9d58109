/* conn.h - one libpq connection: statements from the table, parameters, rows, and what a failure means.
 *
 * A failed call leaves its reason in *error and logs statement and SQLSTATE, never a value. A broken transaction is
 * rolled back by the worker after the job. Threads: a connection belongs to one thread.
 *
 *     struct params params;
 *     params_init(&params, arena);
 *     params_text(&params, id);
 *     status = conn_query(conn, STATEMENT_ARTICLE_SELECT, &params, &result, error);
 *     …
 *     PQclear(result);
 */
#ifndef ALAM_STORE_CONN_H
#define ALAM_STORE_CONN_H

#include "service/app.h"
#include "service/base/arena.h"
#include "service/base/status.h"
#include "service/base/strbuf.h"
#include "service/store/statements.h"

#include <libpq-fe.h>

struct store_conn {
    const struct app *app;
    PGconn *pg; /* NULL: not connected */
    bool prepared[STATEMENT_COUNT];
    int succeeded; /* statements since the job began */
    bool broken;   /* the connection was lost in this job */
    bool conflict; /* deadlock or serialization failure in this job: worth one more run */
};

/* Connects with what DATABASE_URL or PG* say; `limited`: statement_timeout is set. STATUS_DATABASE_DOWN otherwise. */
enum status conn_connect(const struct config *config, bool limited, PGconn **ret_pg, struct error *error);

/* True while the connection is idle and the server has not closed it. */
bool conn_alive(struct store_conn *conn);
void conn_close(struct store_conn *conn);

enum { PARAMS_MAXIMUM = 12 };

/* Parameters of one statement. Texts are borrowed; arrays are built in the arena. */
struct params {
    struct arena *arena;
    const char *values[PARAMS_MAXIMUM];
    int lengths[PARAMS_MAXIMUM];
    int formats[PARAMS_MAXIMUM]; /* 0 text, 1 binary */
    int count;
};

void params_init(struct params *params, struct arena *arena);
void params_text(struct params *params, const char *value); /* NULL: SQL null */
void params_integer(struct params *params, int64_t value);
void params_time(struct params *params, const int64_t *microseconds); /* NULL: SQL null */

/* A one-dimensional array in PostgreSQL's binary format, filled element by element. */
struct param_array {
    struct strbuf bytes;
    int32_t count;
};

enum array_type {
    ARRAY_BOOL = 16,
    ARRAY_BYTEA = 17,
    ARRAY_INT4 = 23,
    ARRAY_TEXT = 25,
    ARRAY_FLOAT4 = 700,
    ARRAY_UUID = 2950
};

void array_init(struct param_array *array, enum array_type type);
void array_add(struct param_array *array, const void *bytes, size_t length);
void array_add_text(struct param_array *array, const char *text);
void array_add_int4(struct param_array *array, int32_t value);
void array_add_float4(struct param_array *array, float value);
void array_add_bool(struct param_array *array, bool value);
/* Moves the array into the next parameter and releases it. */
void params_take_array(struct params *params, struct param_array *array);

/* Runs one statement. *ret_result is the caller's to PQclear; NULL is allowed where no row is wanted. */
enum status conn_query(struct store_conn *conn, enum statement statement, const struct params *params,
                       PGresult **ret_result, struct error *error);
/* As conn_query; tells how many rows were changed. */
enum status conn_execute(struct store_conn *conn, enum statement statement, const struct params *params,
                         int64_t *ret_changed, struct error *error);

enum status conn_begin(struct store_conn *conn, struct error *error);
enum status conn_commit(struct store_conn *conn, struct error *error);
void conn_rollback(struct store_conn *conn); /* when a transaction is open */

/* Columns of a result, copied into the arena. row_text: NULL for SQL null. */
const char *row_text(struct arena *arena, const PGresult *result, int row, int column);
int64_t row_integer(const PGresult *result, int row, int column);
/* A bytea in text format ("\x…"). */
const unsigned char *row_bytes(struct arena *arena, const PGresult *result, int row, int column, size_t *ret_length);

#endif
