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

#include "service/app/app.h"
#include "service/base/arena.h"
#include "service/base/status.h"
#include "service/base/strbuf.h"
#include "service/store/db/statements.h"

#include <libpq-fe.h>

struct store_conn {
    const struct app *app;
    PGconn *pg; /* NULL: not connected */
    bool prepared[STATEMENT_COUNT];
    int succeeded;  /* statements since the job began */
    bool broken;    /* the connection was lost in this job */
    bool conflict;  /* deadlock or serialization failure in this job: worth one more run */
    bool unlimited; /* a pooler took no statement_timeout: transactions set it themselves */
};

/* Connects with what DATABASE_URL or PG* say, without statement_timeout: for commands. STATUS_DATABASE_DOWN otherwise. */
enum status conn_connect(const struct config *config, PGconn **ret_pg, struct error *error);
/* Connects conn->pg to `url` ("": PG*) with statement_timeout; a pooler that refuses start-up options gets none. */
enum status conn_open(struct store_conn *conn, const char *url, struct error *error);

/* True while the connection is idle and the server has not closed it. */
bool conn_alive(struct store_conn *conn);
void conn_close(struct store_conn *conn);

enum { PARAMS_MAXIMUM = 64 }; /* the longest list has 46: 16 entities, 16 words, the walk's limits twice */

/* Parameters of one statement. Texts are borrowed; arrays are built in the arena. One too many fails the arena. */
struct params {
    struct arena *arena;
    const char *values[PARAMS_MAXIMUM];
    int lengths[PARAMS_MAXIMUM];
    int formats[PARAMS_MAXIMUM]; /* 0 text, 1 binary */
    int count;
};

void params_init(struct params *params, struct arena *arena);
void params_text(struct params *params, const char *value);                 /* NULL: SQL null */
void params_bytes(struct params *params, const void *bytes, size_t length); /* binary, borrowed */
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
    ARRAY_INT8 = 20,
    ARRAY_INT4 = 23,
    ARRAY_TEXT = 25,
    ARRAY_FLOAT4 = 700,
    ARRAY_TIMESTAMPTZ = 1184,
    ARRAY_UUID = 2950
};

void param_array_init(struct param_array *array, enum array_type type);
void param_array_add(struct param_array *array, const void *bytes, size_t length);
void param_array_add_text(struct param_array *array, const char *text);
void param_array_add_int4(struct param_array *array, int32_t value);
void param_array_add_int8(struct param_array *array, int64_t value);
void param_array_add_time(struct param_array *array, int64_t microseconds); /* since 1970 */
void param_array_add_uuid(struct param_array *array, const char *id);       /* in its text form, valid */
void param_array_add_float4(struct param_array *array, float value);
void param_array_add_bool(struct param_array *array, bool value);
/* Moves the array into the next parameter and releases it. */
void params_take_array(struct params *params, struct param_array *array);
/* The array as the next parameter, copied: it may be used again and is released by param_array_release. */
void params_array(struct params *params, const struct param_array *array);
void param_array_release(struct param_array *array);

/* Runs one statement. *ret_result is the caller's to PQclear; NULL is allowed where no row is wanted. */
enum status conn_query(struct store_conn *conn, enum statement statement, const struct params *params,
                       PGresult **ret_result, struct error *error);
/* As conn_query; tells how many rows were changed. */
enum status conn_execute(struct store_conn *conn, enum statement statement, const struct params *params,
                         int64_t *ret_changed, struct error *error);

/* Runs SQL put together from constant fragments; values are parameters all the same. Never prepared. */
enum status conn_query_text(struct store_conn *conn, const char *name, const char *sql, const struct params *params,
                            PGresult **ret_result, struct error *error);

/* Pipeline mode: statements are sent one after the other without waiting, answers read in the same order.
 * Between conn_pipeline_begin and conn_pipeline_end nothing else may run. Statements must have been prepared by
 * conn_prepare. After an error the statements up to the next conn_sync are skipped by the server, and conn_synced reads
 * over their answers. */
enum status conn_prepare(struct store_conn *conn, const enum statement *statements, size_t count, struct error *error);
enum status conn_pipeline_begin(struct store_conn *conn, struct error *error);
void conn_pipeline_end(struct store_conn *conn);
enum status conn_send(struct store_conn *conn, enum statement statement, const struct params *params,
                      struct error *error);
enum status conn_sync(struct store_conn *conn, struct error *error);
/* The next statement's outcome; ret_changed may be NULL. */
enum status conn_receive(struct store_conn *conn, enum statement statement, int64_t *ret_changed, struct error *error);
void conn_synced(struct store_conn *conn);

enum status conn_begin(struct store_conn *conn, struct error *error);
enum status conn_commit(struct store_conn *conn, struct error *error);
void conn_rollback(struct store_conn *conn); /* when a transaction is open */

/* What a result means; takes it over. For the files of service/store/ that talk to libpq themselves. */
enum status conn_judge(struct store_conn *conn, const char *what, PGresult *result, PGresult **ret_result,
                       struct error *error);

/* Columns of a result, copied into the arena. row_text: NULL for SQL null. */
const char *row_text(struct arena *arena, const PGresult *result, int row, int column);
int64_t row_integer(const PGresult *result, int row, int column);
double row_number(const PGresult *result, int row, int column);
/* A bytea in text format ("\x…"). */
const unsigned char *row_bytes(struct arena *arena, const PGresult *result, int row, int column, size_t *ret_length);

#endif
