/* migrate.h - brings a database to the schema of this binary: numbered SQL files, each applied in a transaction of its
 * own.
 *
 * An advisory lock of each transaction lets processes take turns, also behind a pooler. The table schema_migrations records the name and the SHA-256 of each
 * file that was applied. Nothing is applied while a file that was applied is edited or missing here, or while a new
 * file has a lower number than one that was applied. (Two old files may come late, and four have former contents that
 * count as theirs: tables in migrate.c and service/store/sql/migrations.sql.) The refusal says what to do. A file that has landed is therefore never edited; what is wrong in
 * it is put right by a later one.
 *
 * Threads: opens a connection of its own.
 */
#ifndef ALAM_STORE_DB_MIGRATE_H
#define ALAM_STORE_DB_MIGRATE_H

#include "service/app/config.h"
#include "service/app/embedded.h"

#include <stdio.h>

/* Applies the files that are pending, in order, and prints one line for each file. STATUS_CONFLICT: nothing was
 * applied, for one of the reasons above. */
enum status migrate_apply(const struct config *config, const struct embedded_file *files, size_t count, FILE *out,
                          struct error *error);
/* Prints one line for each file: applied, pending, edited, missing, or late (numbered before one that was applied).
 * STATUS_CONFLICT unless all are applied. */
enum status migrate_status(const struct config *config, const struct embedded_file *files, size_t count, FILE *out,
                           struct error *error);

#endif
