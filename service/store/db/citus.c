#include "service/store/db/citus.h"

#include "service/store/db/conn.h"

enum table_column { TABLE_NAME, TABLE_KEY, TABLE_BESIDE };

static enum status spread_table(struct store_conn *conn, const PGresult *tables, int row, FILE *out,
                                struct error *error)
{
    struct params params = {.count = 0};
    bool distributed = !PQgetisnull(tables, row, TABLE_KEY);
    params_text(&params, PQgetvalue(tables, row, TABLE_NAME));
    if (distributed) {
        params_text(&params, PQgetvalue(tables, row, TABLE_KEY));
        params_text(&params, PQgetvalue(tables, row, TABLE_BESIDE));
    }
    enum status status =
        conn_query(conn, distributed ? STATEMENT_CITUS_DISTRIBUTE : STATEMENT_CITUS_REFERENCE, &params, NULL, error);
    params.count = 1; /* the name again */
    if (status == STATUS_OK)
        status = conn_query(conn, STATEMENT_CITUS_TRUNCATE_LOCAL, &params, NULL, error);
    const char *outcome = status != STATUS_OK ? "failed" : distributed ? "distributed" : "reference";
    fprintf(out, "%s %s\n", outcome, PQgetvalue(tables, row, TABLE_NAME));
    return status;
}

static enum status check_installed(struct store_conn *conn, struct error *error)
{
    const struct params none = {.count = 0};
    PGresult *result = NULL;
    enum status status = conn_query(conn, STATEMENT_CITUS_INSTALLED, &none, &result, error);
    if (status == STATUS_OK && PQntuples(result) == 0)
        status = error_set(error, STATUS_CONFLICT,
                           "this database has no extension citus: CREATE EXTENSION citus, and add its nodes, first");
    PQclear(result);
    return status;
}

static enum status spread_tables(struct store_conn *conn, FILE *out, struct error *error)
{
    const struct params none = {.count = 0};
    PGresult *tables = NULL;
    enum status status = conn_query(conn, STATEMENT_CITUS_UNDISTRIBUTED, &none, &tables, error);
    int count = status == STATUS_OK ? PQntuples(tables) : 0;
    for (int i = 0; i < count && status == STATUS_OK; i++)
        status = spread_table(conn, tables, i, out, error);
    PQclear(tables);
    return status;
}

enum status citus_distribute(struct store_conn *conn, FILE *out, struct error *error)
{
    enum status status = check_installed(conn, error);
    if (status == STATUS_CONFLICT)
        return status;
    if (status == STATUS_OK)
        status = spread_tables(conn, out, error);
    if (status != STATUS_OK)
        fprintf(out, "%s", PQerrorMessage(conn->pg)); /* what PostgreSQL says of its tables is for the operator */
    return status;
}
