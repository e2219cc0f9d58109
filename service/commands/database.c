#include "service/commands/database.h"

#include "service/app/usage.h"

#include <unistd.h>

enum status database_run_with(const struct config *config, database_work *work, void *context, struct error *error)
{
    const struct log log = {.fd = STDERR_FILENO, .level = LOG_ERROR};
    struct command_conn db;
    enum status status = command_conn_open(config, &log, &db, error);
    if (status != STATUS_OK)
        return status;
    db.arena.maximum = (size_t)config->request_memory;
    status = work(&db, context, error);
    command_conn_close(&db);
    return status;
}

enum status database_run(database_work *work, void *context, struct error *error)
{
    struct config config;
    enum status status = config_load(&config, error);
    usage_warn_of_unknown();
    return status == STATUS_OK ? database_run_with(&config, work, context, error) : status;
}
