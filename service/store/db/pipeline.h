/* pipeline.h - libpq's pipeline mode: statements are sent one after the other without waiting, and their outcomes are
 * read in the same order.
 *
 *     conn_prepare(conn, statements, count, error);        before the pipeline begins
 *     pipeline_begin(conn, error);
 *     pipeline_send(conn, STATEMENT_BEGIN, &none, error);  …
 *     pipeline_sync(conn, error);                          one round trip ends here
 *     pipeline_receive(conn, STATEMENT_BEGIN, NULL, error);  …
 *     pipeline_end_sync(conn);
 *     pipeline_end(conn);
 *
 * Between pipeline_begin and pipeline_end no other statement may run on the connection. After an error the server skips
 * the statements up to the next pipeline_sync, and pipeline_end_sync reads over their outcomes.
 * Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_DB_PIPELINE_H
#define ALAM_STORE_DB_PIPELINE_H

#include "service/store/db/conn.h"

/* STATUS_INTERNAL: the connection is busy. */
enum status pipeline_begin(struct store_conn *conn, struct error *error);
/* Every outcome must have been read; else the connection counts as broken. */
void pipeline_end(struct store_conn *conn);
/* Sends one statement, which conn_prepare has prepared. */
enum status pipeline_send(struct store_conn *conn, enum statement statement, const struct params *params,
                          struct error *error);
/* Sends the end of a round trip. */
enum status pipeline_sync(struct store_conn *conn, struct error *error);
/* Reads the next statement's outcome. *ret_changed, unless NULL, is how many rows it changed or returned. */
enum status pipeline_receive(struct store_conn *conn, enum statement statement, int64_t *ret_changed,
                             struct error *error);
/* The same, with the rows: *ret_result is the caller's to PQclear. */
enum status pipeline_receive_rows(struct store_conn *conn, enum statement statement, PGresult **ret_result,
                                  struct error *error);
/* Reads up to the end of the round trip. Without one the connection counts as broken. */
void pipeline_end_sync(struct store_conn *conn);

#endif
