#include "service/store/articles/changes.h"

#include "service/store/articles/article_batch.h"
#include "service/store/db/conn.h"
#include "service/store/db/row.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { PRUNE_BATCH = 20000 /* changes */, PRUNE_ROUNDS = 100, CHANGE_COLUMNS = 3 };

enum column {
    COLUMN_SETTLED,
    COLUMN_LOST,
    COLUMN_POSITION,
    COLUMN_CHANGED_AT,
    COLUMN_ARTICLE,
    COLUMN_CHANGE,
    COLUMN_REVISION
};

static const char no_article[] = "00000000-0000-0000-0000-000000000000";

static struct change_position before(uint64_t transaction)
{
    struct change_position position = {.transaction = transaction};
    memcpy(position.article, no_article, sizeof no_article);
    return position;
}

static void read_changes(const PGresult *result, struct arena *arena, struct change_page *page)
{
    page->changes = arena_array(arena, page->count, sizeof *page->changes);
    for (size_t i = 0; page->changes && i < page->count; i++) {
        struct change *change = &page->changes[i];
        int row = (int)i;
        change->position.transaction = strtoull(PQgetvalue(result, row, COLUMN_POSITION), NULL, 10);
        change->position.changed_at = row_integer(result, row, COLUMN_CHANGED_AT);
        uuid_parse(PQgetvalue(result, row, COLUMN_ARTICLE), change->position.article);
        change->what = row_text(arena, result, row, COLUMN_CHANGE);
        change->revision = row_integer(result, row, COLUMN_REVISION);
    }
}

/* A page that is not full has everything below `settled`. A replica may be behind what `after` knows. */
static struct change_position next_of(const struct change_page *page, const struct change_position *after,
                                      uint64_t settled)
{
    if (page->more && page->count)
        return page->changes[page->count - 1].position;
    return after->transaction >= settled ? *after : before(settled);
}

enum status changes_list(struct store_conn *conn, const struct change_position *after, int64_t limit,
                         struct arena *arena, struct change_page *ret_page, struct error *error)
{
    const struct change_position start = after ? *after : before(0);
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_text(&params, arena_printf(arena, "%" PRIu64, start.transaction));
    params_time(&params, &start.changed_at);
    params_text(&params, start.article);
    params_text(&params, after ? "false" : "true");
    params_integer(&params, limit ? limit + 1 : 0);
    enum status status = conn_query(conn, STATEMENT_CHANGES_LIST, &params, &result, error);
    if (status != STATUS_OK)
        return status;
    bool lost = PQgetvalue(result, 0, COLUMN_LOST)[0] == 't', none = PQgetisnull(result, 0, COLUMN_POSITION);
    uint64_t settled = strtoull(PQgetvalue(result, 0, COLUMN_SETTLED), NULL, 10);
    struct change_page page = {.count = none ? 0 : (size_t)PQntuples(result)};
    page.more = (int64_t)page.count > limit;
    page.count -= page.more;
    read_changes(result, arena, &page);
    PQclear(result);
    if (lost)
        return error_set(error, STATUS_GONE,
                         "Changes behind this cursor are not kept any more, or it is of another "
                         "database: read the articles anew, and begin with after=now.");
    page.next = next_of(&page, &start, settled);
    if (arena->failed)
        return STATUS_OUT_OF_MEMORY;
    *ret_page = page;
    return STATUS_OK;
}

static const char *change_of(enum write_outcome outcome)
{
    return outcome == WRITE_CREATED ? "created" : outcome == WRITE_REPLACED ? "updated" : "retagged";
}

enum status changes_send(struct article_batch *batch)
{
    struct param_array arrays[CHANGE_COLUMNS];
    param_array_init(&arrays[0], ARRAY_UUID);
    param_array_init(&arrays[1], ARRAY_TEXT);
    param_array_init(&arrays[2], ARRAY_INT4);
    for (size_t i = 0; i < batch->count; i++) {
        const struct article_write *write = batch->writes[i];
        if (!article_batch_stores(write))
            continue;
        param_array_add_uuid(&arrays[0], write->current.id);
        param_array_add_text(&arrays[1], change_of(write->outcome));
        param_array_add_int4(&arrays[2], (int32_t)write->current.revision);
    }
    return article_batch_send_arrays(batch, STATEMENT_CHANGES_STORED, arrays, CHANGE_COLUMNS);
}

enum status changes_prune(struct store_conn *conn, struct arena *arena, struct error *error)
{
    enum status status = STATUS_OK;
    int64_t pruned = 1;
    for (int i = 0; i < PRUNE_ROUNDS && pruned && status == STATUS_OK; i++) {
        struct params params;
        params_init(&params, arena);
        params_seconds(&params, conn->app->config->changes_keep_ms);
        params_integer(&params, PRUNE_BATCH);
        status = conn_execute(conn, STATEMENT_CHANGES_PRUNE, &params, &pruned, error);
    }
    return status;
}
