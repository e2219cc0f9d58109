/* command_conn.h - one connection for a command of `alam`, which runs without the pool and its threads.
 *
 *     struct command_conn db;
 *     if (command_conn_open(&config, &log, &db, &error) == STATUS_OK) {
 *         status = keys_list(&db.conn, &db.arena, &keys, &count, &error);
 *         command_conn_close(&db);
 *     }
 *
 * Threads: belongs to one.
 */
#ifndef ALAM_STORE_DB_COMMAND_CONN_H
#define ALAM_STORE_DB_COMMAND_CONN_H

#include "service/base/arena.h"
#include "service/store/db/conn.h"

struct command_conn {
    struct app app; /* what a connection asks of it: configuration, log, metrics */
    struct store_conn conn;
    struct arena arena; /* memory for what is read, 16 MiB unless the command sets another maximum */
};

/* Connects to the database of DATABASE_URL or PG*. *ret_db must stay where it is until command_conn_close, because the
 * connection points into it. STATUS_DATABASE_DOWN, STATUS_OUT_OF_MEMORY. */
enum status command_conn_open(const struct config *config, const struct log *log, struct command_conn *ret_db,
                              struct error *error);
void command_conn_close(struct command_conn *db);

#endif
