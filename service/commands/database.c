#include "service/commands/database.h"

#include <unistd.h>

enum status database_run_with(const struct config *config, database_work *work, void *context, struct error *error)
{
    const struct log log = {.fd = STDERR_FILENO, .level = LOG_ERROR};
    struct direct direct;
    enum status status = direct_open(config, &log, &direct, error);
    if (status != STATUS_OK)
        return status;
    direct.arena.maximum = (size_t)config->request_memory;
    status = work(&direct, context, error);
    direct_close(&direct);
    return status;
}

enum status database_run(database_work *work, void *context, struct error *error)
{
    struct config config;
    enum status status = config_load(&config, error);
    return status == STATUS_OK ? database_run_with(&config, work, context, error) : status;
}
