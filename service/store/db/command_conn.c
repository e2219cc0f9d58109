#include "service/store/db/command_conn.h"

#include <string.h>

enum { MEMORY = 16 * 1024 * 1024 };

enum status command_conn_open(const struct config *config, const struct log *log, struct command_conn *ret_db,
                              struct error *error)
{
    static const char *const no_routes[] = {"none"};
    struct command_conn *db = ret_db;
    memset(db, 0, sizeof *db);
    db->app.config = config;
    db->app.log = log;
    db->app.metrics = metrics_new(no_routes, 1);
    db->conn.app = &db->app;
    arena_init(&db->arena, MEMORY);
    enum status status = db->app.metrics ? conn_connect(config, &db->conn.pg, error)
                                         : error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    if (status != STATUS_OK)
        command_conn_close(db);
    return status;
}

void command_conn_close(struct command_conn *db)
{
    if (db->app.metrics)
        conn_close(&db->conn);
    metrics_free(db->app.metrics);
    arena_release(&db->arena);
    memset(db, 0, sizeof *db);
}
