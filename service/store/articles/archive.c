#include "service/store/articles/archive.h"

#include "service/store/articles/article_rows.h"
#include "service/store/db/conn.h"
#include "service/store/db/row.h"

/* Behind the article's own columns. */
enum { COLUMN_TEXT = ARTICLE_COLUMN_COUNT };

enum status archive_begin(struct store_conn *conn, struct error *error)
{
    const struct params none = {.count = 0};
    return conn_execute(conn, STATEMENT_ARCHIVE_BEGIN, &none, NULL, error);
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
