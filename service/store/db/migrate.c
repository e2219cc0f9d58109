#include "service/store/db/migrate.h"

#include "service/store/db/conn.h"

#include <stdlib.h>
#include <string.h>

enum state { APPLIED, PENDING, EDITED, LATE, MISSING };

static const char *const state_names[] = {"applied", "pending", "edited", "late", "missing"};

/* Files that landed after others with a higher number, on which they do not depend: they are applied all the same. From
 * 0017 on numbers have no gaps, and a new file has the highest. */
static const char *const independent[] = {"0004_covering.sql", "0013_pending_by_index.sql"};

/* What to do about a state that refuses a migration. */
static const char *const remedies[] = {
    [EDITED] =
        "was applied with another content: take the file as it was when it was applied, and make the change in a "
        "new one",
    [LATE] = "is numbered before one that was applied: give it the next free number",
    [MISSING] = "was applied and is not in this binary: the database is of a later version of alam, so use that or a "
                "later one; to go back, restore a backup from before it",
};

struct run {
    PGconn *pg;
    const struct embedded_file *files;
    size_t count;
    FILE *out;
    struct error *error;
    struct error *refusal; /* why nothing is applied: the first file in a bad state */
};

/* Judges a result. What PostgreSQL says of a migration is for the operator, so it goes into the error as it is. */
static enum status check(const struct run *run, PGresult *result, const char *what, PGresult **ret_result)
{
    ExecStatusType outcome = PQresultStatus(result);
    bool done = outcome == PGRES_TUPLES_OK || outcome == PGRES_COMMAND_OK;
    if (done && ret_result) {
        *ret_result = result;
        return STATUS_OK;
    }
    PQclear(result);
    if (done)
        return STATUS_OK;
    return error_set(run->error, STATUS_DATABASE_DOWN, "%s: %s", what, PQerrorMessage(run->pg));
}

static enum status execute(const struct run *run, const char *sql, const char *what)
{
    return check(run, PQexec(run->pg, sql), what, NULL);
}

/* Runs a statement without parameters. `what` stands for it in an error. */
static enum status ask(const struct run *run, enum statement statement, const char *what, PGresult **ret_result)
{
    return check(run, PQexec(run->pg, statement_row(statement)->sql), what, ret_result);
}

/* Runs a statement whose parameters are a file's name and content. */
static enum status with_file(const struct run *run, enum statement statement, const struct embedded_file *file,
                             PGresult **ret_result)
{
    const char *values[] = {file->name, (const char *)file->bytes};
    const int lengths[] = {0, (int)file->length}, formats[] = {0, 1};
    return check(run, PQexecParams(run->pg, statement_row(statement)->sql, 2, NULL, values, lengths, formats, 0),
                 file->name, ret_result);
}

static bool is_known(const struct run *run, const char *name)
{
    for (size_t i = 0; i < run->count; i++)
        if (strcmp(run->files[i].name, name) == 0)
            return true;
    return false;
}

static bool may_come_late(const char *name)
{
    for (size_t i = 0; i < sizeof independent / sizeof *independent; i++)
        if (strcmp(independent[i], name) == 0)
            return true;
    return false;
}

static enum status file_state(const struct run *run, const struct embedded_file *file, const char *last_applied,
                              enum state *ret_state)
{
    PGresult *result = NULL;
    enum status status = with_file(run, STATEMENT_MIGRATION_IS_UNEDITED, file, &result);
    if (status != STATUS_OK)
        return status;
    if (PQntuples(result) == 0)
        *ret_state = strcmp(file->name, last_applied) < 0 && !may_come_late(file->name) ? LATE : PENDING;
    else
        *ret_state = PQgetvalue(result, 0, 0)[0] == 't' ? APPLIED : EDITED;
    PQclear(result);
    return STATUS_OK;
}

static void report(const struct run *run, enum state state, const char *name, size_t *counts)
{
    counts[state]++;
    fprintf(run->out, "%s %s\n", state_names[state], name);
    if (state > PENDING && run->refusal && !*run->refusal->detail)
        error_set(run->refusal, STATUS_CONFLICT, "refused, nothing is applied: %s %s", name, remedies[state]);
}

/* Counts the files in each state and prints all but those pending. */
static enum status survey(const struct run *run, bool print_pending, size_t *counts)
{
    PGresult *applied = NULL;
    enum status status = ask(run, STATEMENT_MIGRATIONS_LIST, "schema_migrations", &applied);
    int rows = status == STATUS_OK ? PQntuples(applied) : 0;
    for (int i = 0; i < rows; i++)
        if (!is_known(run, PQgetvalue(applied, i, 0)))
            report(run, MISSING, PQgetvalue(applied, i, 0), counts);
    for (size_t i = 0; i < run->count && status == STATUS_OK; i++) {
        enum state state = PENDING;
        status = file_state(run, &run->files[i], rows ? PQgetvalue(applied, rows - 1, 0) : "", &state);
        if (status == STATUS_OK && (state != PENDING || print_pending))
            report(run, state, run->files[i].name, counts);
        else
            counts[state]++;
    }
    PQclear(applied);
    return status;
}

/* Begins a transaction in which no other process migrates. */
static enum status begin(const struct run *run, const char *what)
{
    enum status status = execute(run, "BEGIN", what);
    if (status == STATUS_OK)
        status = ask(run, STATEMENT_MIGRATIONS_SETTINGS, "settings", NULL);
    return status == STATUS_OK ? ask(run, STATEMENT_MIGRATIONS_LOCK, "advisory lock", NULL) : status;
}

static enum status apply_file(const struct run *run, const struct embedded_file *file)
{
    char *sql = strndup((const char *)file->bytes, file->length);
    if (!sql)
        return error_set(run->error, STATUS_OUT_OF_MEMORY, "out of memory");
    enum status status = execute(run, sql, file->name);
    if (status == STATUS_OK)
        status = with_file(run, STATEMENT_MIGRATION_RECORD, file, NULL);
    free(sql);
    return status;
}

/* Applies the file unless it is applied, also by another process meanwhile. */
static enum status apply_once(const struct run *run, const struct embedded_file *file)
{
    enum state state = APPLIED;
    enum status status = begin(run, file->name);
    if (status == STATUS_OK)
        status = file_state(run, file, "", &state);
    if (status == STATUS_OK && state == PENDING)
        status = apply_file(run, file);
    if (status == STATUS_OK)
        status = execute(run, "COMMIT", file->name);
    if (status == STATUS_OK && state == PENDING)
        fprintf(run->out, "applied %s now\n", file->name);
    return status;
}

static enum status apply_pending(const struct run *run)
{
    size_t counts[MISSING + 1] = {0};
    enum status status = begin(run, "schema_migrations");
    if (status == STATUS_OK)
        status = ask(run, STATEMENT_MIGRATIONS_CREATE_TABLE, "schema_migrations", NULL);
    if (status == STATUS_OK)
        status = execute(run, "COMMIT", "schema_migrations");
    if (status == STATUS_OK)
        status = survey(run, false, counts);
    if (status == STATUS_OK && *run->refusal->detail)
        return error_set(run->error, STATUS_CONFLICT, "%s", run->refusal->detail);
    for (size_t i = 0; i < run->count && status == STATUS_OK; i++)
        status = apply_once(run, &run->files[i]);
    return status;
}

static enum status show_status(const struct run *run)
{
    PGresult *result = NULL;
    size_t counts[MISSING + 1] = {0};
    enum status status = ask(run, STATEMENT_MIGRATIONS_TABLE_EXISTS, "schema_migrations", &result);
    bool exists = status == STATUS_OK && PQgetvalue(result, 0, 0)[0] == 't';
    PQclear(result);
    if (status == STATUS_OK && exists)
        status = survey(run, true, counts);
    for (size_t i = 0; i < run->count && status == STATUS_OK && !exists; i++)
        report(run, PENDING, run->files[i].name, counts);
    if (status == STATUS_OK && counts[APPLIED] != run->count)
        return error_set(run->error, STATUS_CONFLICT, "the database is not at this binary's schema");
    return status;
}

static enum status connected(const struct config *config, struct run *run, enum status (*what)(const struct run *))
{
    enum status status = conn_connect(config, &run->pg, run->error);
    if (status != STATUS_OK)
        return status;
    status = what(run);
    PQfinish(run->pg);
    return status;
}

enum status migrate_apply(const struct config *config, const struct embedded_file *files, size_t count, FILE *out,
                          struct error *error)
{
    struct error refusal = {""};
    struct run run = {.files = files, .count = count, .out = out, .error = error, .refusal = &refusal};
    return connected(config, &run, apply_pending);
}

enum status migrate_status(const struct config *config, const struct embedded_file *files, size_t count, FILE *out,
                           struct error *error)
{
    struct run run = {.files = files, .count = count, .out = out, .error = error};
    return connected(config, &run, show_status);
}
