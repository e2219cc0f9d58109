#include "service/store/db/citus.h"

#include "service/store/db/conn.h"

static enum status run(struct store_conn *conn, const char *sql, PGresult **ret_result, struct error *error)
{
    const struct params none = {.count = 0};
    return conn_query_text(conn, "distribute", sql, &none, ret_result, error);
}

static const char undistributed[] =
    "SELECT t.name, t.key, t.beside FROM (VALUES (1, 'articles', 'id', 'none'), (2, 'article_entities', 'article_id', "
    "'articles'),"
    " (3, 'rollup_queue', 'article_id', 'articles'), (4, 'entities', NULL, NULL), (5, 'entity_names', NULL, NULL),"
    " (6, 'entity_counts', NULL, NULL), (7, 'entity_hours', NULL, NULL), (8, 'entity_days', NULL, NULL))"
    " AS t (number, name, key, beside) WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition p"
    " WHERE p.logicalrelid = t.name::regclass) ORDER BY t.number";

enum table_column { TABLE_NAME, TABLE_KEY, TABLE_BESIDE };

static const char truncate_local[] = "SELECT truncate_local_data_after_distributing_table($1::text::regclass)";

static enum status distribute_table(struct store_conn *conn, const PGresult *tables, int row, FILE *out,
                                    struct error *error)
{
    struct params params = {.count = 0};
    bool hot = !PQgetisnull(tables, row, TABLE_KEY);
    const char *sql = hot ? "SELECT create_distributed_table($1::text::regclass, $2::text, colocate_with := $3::text)"
                          : "SELECT create_reference_table($1::text::regclass)";
    params_text(&params, PQgetvalue(tables, row, TABLE_NAME));
    if (hot) {
        params_text(&params, PQgetvalue(tables, row, TABLE_KEY));
        params_text(&params, PQgetvalue(tables, row, TABLE_BESIDE));
    }
    enum status status = conn_query_text(conn, "distribute", sql, &params, NULL, error);
    params.count = 1; /* the name again */
    if (status == STATUS_OK)
        status = conn_query_text(conn, "distribute", truncate_local, &params, NULL, error);
    fprintf(out, "%s %s\n",
            status != STATUS_OK ? "failed"
            : hot               ? "distributed"
                                : "reference",
            PQgetvalue(tables, row, TABLE_NAME));
    return status;
}

enum status citus_distribute(struct store_conn *conn, FILE *out, struct error *error)
{
    PGresult *result = NULL;
    enum status status = run(conn, "SELECT 1 FROM pg_extension WHERE extname = 'citus'", &result, error);
    bool there = status == STATUS_OK && PQntuples(result) == 1;
    PQclear(result);
    if (status == STATUS_OK && !there)
        return error_set(error, STATUS_CONFLICT,
                         "this database has no extension citus: CREATE EXTENSION citus, and add its nodes, first");
    result = NULL;
    if (status == STATUS_OK)
        status = run(conn, undistributed, &result, error);
    int count = status == STATUS_OK ? PQntuples(result) : 0;
    for (int i = 0; i < count && status == STATUS_OK; i++)
        status = distribute_table(conn, result, i, out, error);
    if (status != STATUS_OK)
        fprintf(out, "%s", PQerrorMessage(conn->pg));
    PQclear(result);
    return status;
}
