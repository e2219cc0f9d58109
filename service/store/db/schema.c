#include "service/store/db/schema.h"

#include "service/app/embedded.h"
#include "service/store/db/row.h"

static enum status count_applied(struct store_conn *conn, struct arena *arena, int64_t *ret_count, struct error *error)
{
    struct params params;
    struct param_array names, contents;
    PGresult *result = NULL;
    param_array_init(&names, ARRAY_TEXT);
    param_array_init(&contents, ARRAY_BYTEA);
    for (size_t i = 0; i < migration_file_count; i++) {
        param_array_add_text(&names, migration_files[i].name);
        param_array_add(&contents, migration_files[i].bytes, migration_files[i].length);
    }
    params_init(&params, arena);
    params_take_array(&params, &names);
    params_take_array(&params, &contents);
    enum status status = conn_query(conn, STATEMENT_MIGRATIONS_APPLIED, &params, &result, error);
    if (status == STATUS_OK)
        *ret_count = row_integer(result, 0, 0);
    PQclear(result);
    return status;
}

static enum status check_migrations(struct store_conn *conn, struct error *error)
{
    struct arena arena;
    int64_t applied = 0;
    arena_init(&arena, (size_t)conn->app->config->request_memory);
    enum status status = count_applied(conn, &arena, &applied, error);
    arena_release(&arena);
    if (status == STATUS_OK && applied < (int64_t)migration_file_count)
        return error_set(error, STATUS_UNAVAILABLE, "The database is not migrated: run `alam migrate`.");
    if (status == STATUS_OK && conn->shared) {
        atomic_store(&conn->shared->schema_is_current, true);
        outage_over(&conn->shared->unmigrated, conn->app->log);
    }
    return status;
}

enum status schema_check(struct store_conn *conn, struct error *error)
{
    const struct params none = {.count = 0};
    if (conn->shared && atomic_load(&conn->shared->schema_is_current))
        return conn_query(conn, STATEMENT_PING, &none, NULL, error);
    return check_migrations(conn, error);
}

enum status schema_check_writes(struct store_conn *conn, struct error *error)
{
    const struct params none = {.count = 0};
    PGresult *result = NULL;
    enum status status = conn_query(conn, STATEMENT_TAKES_WRITES, &none, &result, error);
    bool writes = status == STATUS_OK && PQgetvalue(result, 0, 0)[0] == 't';
    PQclear(result);
    if (status != STATUS_OK || writes)
        return status;
    conn->broken = true; /* the next check looks for a server that takes writes */
    return error_set(error, STATUS_UNAVAILABLE,
                     "The database takes no writes: it is a standby, or transactions are read-only there.");
}
