/* database.h - what commands that work on the database of this environment have in common. Threads: one.
 */
#ifndef ALAM_COMMANDS_DATABASE_H
#define ALAM_COMMANDS_DATABASE_H

#include "service/store/db/command_conn.h"

typedef enum status database_work(struct command_conn *db, void *context, struct error *error);

/* Loads the configuration, connects, calls `work` with the connection and `context`, and disconnects. The connection's
 * arena may hold as much as a request's. Returns the status of the first step that fails; `error` says why. */
enum status database_run(database_work *work, void *context, struct error *error);

/* The same with a configuration that is loaded already. */
enum status database_run_with(const struct config *config, database_work *work, void *context, struct error *error);

#endif
