/* schema.h - whether the database has the schema of this binary. Threads: whoever owns the connection. */
#ifndef ALAM_STORE_DB_SCHEMA_H
#define ALAM_STORE_DB_SCHEMA_H

#include "service/store/db/conn.h"

/* STATUS_OK when the server answers and every migration linked into this binary is applied, unedited. That the schema
 * is current is remembered in conn->shared, for all connections of the process: later calls only ask the
 * server for an answer. STATUS_UNAVAILABLE: the database is not migrated. */
enum status schema_check(struct store_conn *conn, struct error *error);
/* STATUS_UNAVAILABLE: the server takes no writes, because it is a standby or was told so. */
enum status schema_check_writes(struct store_conn *conn, struct error *error);

#endif
