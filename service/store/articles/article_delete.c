#include "service/store/articles/article_delete.h"

#include "service/store/db/conn.h"
#include "service/store/db/row.h"

#include <string.h>
#include <sys/random.h>

enum gone_column { GONE_ID, GONE_DATED_AT };

/* The articles that were deleted, as parameters of the statements that remove what was derived from them. */
struct gone {
    struct param_array ids, dates;
    int64_t count, event;
};

/* The articles are deleted first: when two delete one article at the same time, the second waits and finds nothing. */
static enum status delete_articles(struct store_conn *conn, enum statement statement, const struct params *params,
                                   struct gone *gone, struct error *error)
{
    PGresult *result = NULL;
    enum status status = conn_query(conn, statement, params, &result, error);
    gone->count = status == STATUS_OK ? PQntuples(result) : 0;
    for (int i = 0; i < gone->count; i++) {
        param_array_add_uuid(&gone->ids, PQgetvalue(result, i, GONE_ID));
        param_array_add_time(&gone->dates, row_integer(result, i, GONE_DATED_AT));
    }
    PQclear(result);
    return status;
}

/* Appends to rollup_queue: one event for the articles, another, which differs in its last bit, for their entities. */
static enum status append_events(struct store_conn *conn, const struct gone *gone, struct arena *arena,
                                 struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_array(&params, &gone->ids);
    params_array(&params, &gone->dates);
    params_integer(&params, gone->event);
    enum status status = conn_execute(conn, STATEMENT_ROLLUP_DELETED, &params, NULL, error);
    params_init(&params, arena);
    params_array(&params, &gone->ids);
    params_integer(&params, gone->event ^ 1);
    if (status == STATUS_OK)
        status = conn_execute(conn, STATEMENT_ROLLUP_DELETED_ENTITIES, &params, NULL, error);
    return status;
}

static enum status delete_rest(struct store_conn *conn, const struct gone *gone, struct arena *arena,
                               struct error *error)
{
    struct params params;
    enum status status = append_events(conn, gone, arena, error);
    params_init(&params, arena);
    params_array(&params, &gone->ids);
    if (status == STATUS_OK)
        status = conn_execute(conn, STATEMENT_ARTICLE_ENTITIES_DELETE, &params, NULL, error);
    if (status == STATUS_OK)
        status = conn_execute(conn, STATEMENT_REVISIONS_DELETE, &params, NULL, error);
    if (status == STATUS_OK)
        status = conn_execute(conn, STATEMENT_VERDICTS_DELETE, &params, NULL, error);
    if (status == STATUS_OK)
        status = conn_execute(conn, STATEMENT_CHANGES_DELETED, &params, NULL, error);
    return status;
}

static enum status delete_all(struct store_conn *conn, enum statement statement, const struct params *params,
                              struct arena *arena, int64_t *ret_deleted, struct error *error)
{
    struct gone gone = {.count = 0};
    if (getrandom(&gone.event, sizeof gone.event, 0) != (ssize_t)sizeof gone.event)
        return error_set(error, STATUS_INTERNAL, "no random bytes");
    param_array_init(&gone.ids, ARRAY_UUID);
    param_array_init(&gone.dates, ARRAY_TIMESTAMPTZ);
    enum status status = conn_begin(conn, error);
    if (status == STATUS_OK)
        status = delete_articles(conn, statement, params, &gone, error);
    if (status == STATUS_OK && gone.count)
        status = delete_rest(conn, &gone, arena, error);
    if (status == STATUS_OK)
        status = conn_commit(conn, error);
    param_array_release(&gone.ids);
    param_array_release(&gone.dates);
    if (status == STATUS_OK)
        *ret_deleted = gone.count;
    return status;
}

static enum status delete_revision(struct store_conn *conn, const char *const *ids, size_t count, int64_t revision,
                                   struct arena *arena, int64_t *ret_deleted, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_uuid_array(&params, ids, count);
    if (revision)
        params_integer(&params, revision);
    else
        params_text(&params, NULL);
    return delete_all(conn, STATEMENT_ARTICLES_DELETE, &params, arena, ret_deleted, error);
}

enum status article_delete_listed(struct store_conn *conn, const char *const *ids, size_t count, struct arena *arena,
                                  int64_t *ret_deleted, struct error *error)
{
    return delete_revision(conn, ids, count, 0, arena, ret_deleted, error);
}

enum status article_delete(struct store_conn *conn, const char *id, int64_t revision, struct arena *arena,
                           struct error *error)
{
    int64_t deleted = 0;
    enum status status = delete_revision(conn, &id, 1, revision, arena, &deleted, error);
    if (status == STATUS_OK && deleted == 0 && revision)
        return error_set(error, STATUS_PRECONDITION_FAILED, "The article was replaced in the same moment.");
    if (status == STATUS_OK && deleted == 0)
        status = error_set(error, STATUS_NOT_FOUND, "There is no article with this id.");
    return status;
}

enum status article_delete_before(struct store_conn *conn, int64_t before, int64_t maximum, struct arena *arena,
                                  int64_t *ret_deleted, struct error *error)
{
    struct params params;
    params_init(&params, arena);
    params_time(&params, &before);
    params_integer(&params, maximum);
    return delete_all(conn, STATEMENT_ARTICLES_PRUNE, &params, arena, ret_deleted, error);
}
