#include "service/store/articles/revisions.h"

#include "service/store/articles/article_rows.h"
#include "service/store/db/conn.h"
#include "service/store/db/row.h"

/* Of {revision_columns}, and behind them. */
enum { COLUMN_REPLACED_AT = ARTICLE_COLUMN_COUNT, COLUMN_TEXT };

static void read_row(struct arena *arena, const PGresult *result, int row, struct revision *revision)
{
    article_rows_read(arena, result, row, &revision->article);
    revision->replaced_at = row_integer(result, row, COLUMN_REPLACED_AT);
}

enum status revisions_list(struct store_conn *conn, const char *id, int64_t before, int64_t limit, struct arena *arena,
                           struct revision_page *ret_page, struct error *error)
{
    PGresult *result = NULL;
    struct params params;
    struct revision_page page = {.count = 0};
    params_init(&params, arena);
    params_text(&params, id);
    params_integer(&params, before);
    params_integer(&params, limit + 1);
    enum status status = conn_query(conn, STATEMENT_REVISION_LIST, &params, &result, error);
    if (status != STATUS_OK)
        return status;
    page.more = PQntuples(result) > limit;
    page.count = (size_t)(page.more ? limit : PQntuples(result));
    page.revisions = arena_array(arena, page.count, sizeof *page.revisions);
    for (size_t i = 0; page.revisions && i < page.count; i++)
        read_row(arena, result, (int)i, &page.revisions[i]);
    PQclear(result);
    if (arena->failed)
        return STATUS_OUT_OF_MEMORY;
    *ret_page = page;
    return STATUS_OK;
}

enum status revisions_get(struct store_conn *conn, const char *id, int64_t revision, struct arena *arena,
                          struct revision *ret_revision, struct error *error)
{
    PGresult *result = NULL;
    struct params params;
    struct revision found;
    params_init(&params, arena);
    params_text(&params, id);
    params_integer(&params, revision);
    enum status status = conn_query(conn, STATEMENT_REVISION_SELECT, &params, &result, error);
    if (status == STATUS_OK && PQntuples(result) == 0)
        status = error_set(error, STATUS_NOT_FOUND, "There is no such revision, or it is not kept any more.");
    if (status == STATUS_OK) {
        read_row(arena, result, 0, &found);
        found.article.text.bytes = row_text(arena, result, 0, COLUMN_TEXT);
        found.article.text.length = (size_t)PQgetlength(result, 0, COLUMN_TEXT);
        status = arena->failed ? STATUS_OUT_OF_MEMORY : STATUS_OK;
    }
    if (status == STATUS_OK)
        *ret_revision = found;
    PQclear(result);
    return status;
}
