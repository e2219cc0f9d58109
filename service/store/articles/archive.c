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

/* What a statement reads of the articles of a page: a JSON object a row. */
static enum status read_objects(struct store_conn *conn, enum statement statement, const struct archive_page *page,
                                struct arena *arena, struct text_list *ret_objects, struct error *error)
{
    struct params params;
    struct param_array ids;
    PGresult *result = NULL;
    param_array_init(&ids, ARRAY_UUID);
    for (size_t i = 0; i < page->count; i++)
        param_array_add_uuid(&ids, page->articles[i].id);
    params_init(&params, arena);
    params_take_array(&params, &ids);
    enum status status = conn_query(conn, statement, &params, &result, error);
    size_t count = status == STATUS_OK ? (size_t)PQntuples(result) : 0;
    const char **texts = arena_array(arena, count, sizeof *texts);
    for (size_t i = 0; texts && i < count; i++)
        texts[i] = row_text(arena, result, (int)i, 0);
    PQclear(result);
    if (status != STATUS_OK || arena->failed)
        return status != STATUS_OK ? status : STATUS_OUT_OF_MEMORY;
    *ret_objects = (struct text_list){texts, count};
    return STATUS_OK;
}

enum status archive_revisions(struct store_conn *conn, const struct archive_page *page, struct arena *arena,
                              struct text_list *ret_revisions, struct error *error)
{
    return read_objects(conn, STATEMENT_ARCHIVE_REVISIONS, page, arena, ret_revisions, error);
}

enum status archive_verdicts(struct store_conn *conn, const struct archive_page *page, struct arena *arena,
                             struct text_list *ret_verdicts, struct error *error)
{
    return read_objects(conn, STATEMENT_ARCHIVE_VERDICTS, page, arena, ret_verdicts, error);
}

static enum status restore(struct store_conn *conn, enum statement statement, const char *json, struct arena *arena,
                           struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, json);
    return conn_execute(conn, statement, &params, NULL, error);
}

enum status archive_restore_revision(struct store_conn *conn, const char *json, struct arena *arena,
                                     struct error *error)
{
    return restore(conn, STATEMENT_REVISION_RESTORE, json, arena, error);
}

enum status archive_restore_verdict(struct store_conn *conn, const char *json, struct arena *arena, struct error *error)
{
    return restore(conn, STATEMENT_VERDICT_RESTORE, json, arena, error);
}

enum status archive_restore_article(struct store_conn *conn, const char *id, int64_t revision,
                                    const int64_t *updated_at, struct arena *arena, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_text(&params, id);
    params_integer(&params, revision);
    params_time(&params, updated_at);
    return conn_execute(conn, STATEMENT_ARTICLE_RESTORE, &params, NULL, error);
}
