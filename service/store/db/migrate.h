/* migrate.h - brings a database to the schema of this binary: numbered files, each in a transaction of its own.
 *
 * An advisory lock lets two runners take turns. schema_migrations records the name and SHA-256 (PostgreSQL's own) of
 * what was applied; nothing is applied while an applied file was edited, is missing here, or a new one has an older
 * number than one applied. Threads: opens its own connection.
 */
#ifndef ALAM_STORE_MIGRATE_H
#define ALAM_STORE_MIGRATE_H

#include "service/app/config.h"
#include "service/app/embedded.h"

#include <stdio.h>

/* Applies what is pending and prints one line for each file. STATUS_CONFLICT: refused. */
enum status migrate_apply(const struct config *config, const struct embedded_file *files, size_t count, FILE *out,
                          struct error *error);
/* Prints one line for each file: applied, pending, edited, missing, late. STATUS_CONFLICT unless all are applied. */
enum status migrate_status(const struct config *config, const struct embedded_file *files, size_t count, FILE *out,
                           struct error *error);

#endif
