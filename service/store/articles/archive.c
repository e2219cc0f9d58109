#include "service/store/articles/archive.h"

#include "service/store/articles/article_rows.h"
#include "service/store/articles/minhash.h"

#include <string.h>

enum { COLUMN_TEXT = ARTICLE_COLUMN_COUNT };
enum unread_column { UNREAD_ID, UNREAD_TITLE, UNREAD_TEXT };

static enum status run(struct store_conn *conn, const char *sql, PGresult **ret_result, struct error *error)
{
    struct params none = {.count = 0};
    return conn_query_text(conn, "archive", sql, &none, ret_result, error);
}

enum status archive_begin(struct store_conn *conn, struct error *error)
{
    return run(conn, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL, error);
}

enum status archive_end(struct store_conn *conn, struct error *error)
{
    return conn_commit(conn, error);
}

enum status archive_next(struct store_conn *conn, const char *after, struct arena *arena, struct archive_page *ret_page,
                         struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_text(&params, *after ? after : "00000000-0000-0000-0000-000000000000");
    params_integer(&params, ARCHIVE_BATCH);
    enum status status = conn_query(conn, STATEMENT_ARCHIVE_PAGE, &params, &result, error);
    if (status != STATUS_OK)
        return status;
    struct archive_page page = {.count = (size_t)PQntuples(result)};
    page.articles = arena_array(arena, page.count, sizeof *page.articles);
    for (size_t i = 0; page.articles && i < page.count; i++) {
        article_rows_read(arena, result, (int)i, &page.articles[i]);
        page.articles[i].text.bytes = row_text(arena, result, (int)i, COLUMN_TEXT);
        page.articles[i].text.length = (size_t)PQgetlength(result, (int)i, COLUMN_TEXT);
    }
    PQclear(result);
    if (arena->failed)
        return STATUS_OUT_OF_MEMORY;
    *ret_page = page;
    return STATUS_OK;
}

static void add_ints(struct params *params, const int32_t *values, size_t count)
{
    struct param_array array;
    param_array_init(&array, ARRAY_INT4);
    for (size_t i = 0; i < count; i++)
        param_array_add_int4(&array, values[i]);
    params_take_array(params, &array);
}

static enum status read_one(struct store_conn *conn, const PGresult *rows, int row, struct arena *arena,
                            struct error *error)
{
    struct folded_text folded;
    struct word_ids words;
    struct minhash minhash;
    struct params params;
    struct text title = {PQgetvalue(rows, row, UNREAD_TITLE), (size_t)PQgetlength(rows, row, UNREAD_TITLE)};
    struct text text = {PQgetvalue(rows, row, UNREAD_TEXT), (size_t)PQgetlength(rows, row, UNREAD_TEXT)};
    enum status status = words_fold(title, text, arena, &folded);
    if (status == STATUS_OK)
        status = words_index(&folded, arena, &words);
    if (status != STATUS_OK)
        return status;
    bool hashed = minhash_make(&folded, &minhash);
    params_init(&params, arena);
    params_text(&params, PQgetvalue(rows, row, UNREAD_ID));
    add_ints(&params, words.ids, words.count);
    params_bytes(&params, hashed ? minhash.bytes : NULL, sizeof minhash.bytes);
    add_ints(&params, minhash.bands, hashed ? MINHASH_BANDS : 0);
    return conn_execute(conn, STATEMENT_UNREAD_SET, &params, NULL, error);
}

enum status archive_read_anew(struct store_conn *conn, struct arena *arena, int64_t *ret_read, struct error *error)
{
    struct params params;
    PGresult *rows = NULL;
    params_init(&params, arena);
    params_integer(&params, ARCHIVE_BATCH);
    enum status status = conn_query(conn, STATEMENT_UNREAD_TAKE, &params, &rows, error);
    int count = status == STATUS_OK ? PQntuples(rows) : 0;
    if (count)
        status = conn_begin(conn, error);
    for (int i = 0; i < count && status == STATUS_OK; i++)
        status = read_one(conn, rows, i, arena, error);
    if (count && status == STATUS_OK)
        status = conn_commit(conn, error);
    PQclear(rows);
    if (status == STATUS_OK)
        *ret_read = count;
    return status;
}

/* What is asked beside articles lies with them or on every node. All other tables are the service's own state (keys,
 * jobs, subscriptions, migrations): no query joins them with articles, and they stay tables of the coordinator, because
 * a row lock on a reference table locks all of it and each of its writes is a two-phase commit of every node. */
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

enum status archive_distribute(struct store_conn *conn, FILE *out, struct error *error)
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
