#include "service/store/db/command_conn.h"

#include <string.h>

enum { MEMORY = 16 * 1024 * 1024 };

enum status direct_open(const struct config *config, const struct log *log, struct direct *ret_direct,
                        struct error *error)
{
    static const char *const no_routes[] = {"none"};
    struct direct *direct = ret_direct;
    memset(direct, 0, sizeof *direct);
    direct->app.config = config;
    direct->app.log = log;
    direct->app.metrics = metrics_new(no_routes, 1);
    direct->conn.app = &direct->app;
    arena_init(&direct->arena, MEMORY);
    enum status status = direct->app.metrics ? conn_connect(config, &direct->conn.pg, error)
                                             : error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    if (status != STATUS_OK)
        direct_close(direct);
    return status;
}

void direct_close(struct direct *direct)
{
    if (direct->app.metrics)
        conn_close(&direct->conn);
    metrics_free(direct->app.metrics);
    arena_release(&direct->arena);
    memset(direct, 0, sizeof *direct);
}
