#include "service/store/articles/article_existing.h"

#include "service/store/articles/article_compare.h"
#include "service/store/articles/article_rows.h"
#include "service/store/db/row.h"

#include <string.h>

enum { COLUMN_TEXT = ARTICLE_COLUMN_COUNT };

/* Two texts that have less in common than this are not two versions of one article. */
static const double SAME_ARTICLE = 0.2;

static bool may_have_former_id(const struct article_write *write)
{
    return *write->former && !write->expected;
}

static void take_former_ids(struct article_batch *batch, const PGresult *found)
{
    for (int row = 0; row < PQntuples(found); row++)
        for (size_t i = 0; i < batch->count; i++)
            if (strcmp(batch->writes[i]->former, PQgetvalue(found, row, 0)) == 0)
                memcpy(batch->writes[i]->current.id, batch->writes[i]->former, sizeof batch->writes[i]->former);
}

enum status article_existing_name(struct article_batch *batch)
{
    struct param_array ids;
    struct params params;
    PGresult *found = NULL;
    param_array_init(&ids, ARRAY_UUID);
    for (size_t i = 0; i < batch->count; i++)
        if (may_have_former_id(batch->writes[i]))
            param_array_add_uuid(&ids, batch->writes[i]->former);
    bool none = ids.count == 0;
    params_init(&params, batch->arena);
    params_take_array(&params, &ids);
    if (none)
        return STATUS_OK;
    enum status status = pipeline_send(batch->conn, STATEMENT_ARTICLES_NAMED, &params, batch->error);
    enum status synced = pipeline_sync(batch->conn, batch->error);
    status = status == STATUS_OK ? synced : status;
    if (status == STATUS_OK)
        status = pipeline_receive_rows(batch->conn, STATEMENT_ARTICLES_NAMED, &found, batch->error);
    if (status == STATUS_OK)
        take_former_ids(batch, found);
    PQclear(found);
    pipeline_end_sync(batch->conn);
    return status;
}

/* How much of the two texts is the same, 0 to 1. */
static double likeness(const struct article_write *write, const struct article *stored, struct arena *arena)
{
    struct folded_text folded;
    struct minhash minhash;
    if (!write->hashed || words_fold(text_of(stored->title), stored->text, arena, &folded) != STATUS_OK ||
        !minhash_make(&folded, &minhash))
        return 0;
    return minhash_similarity(write->minhash.bytes, minhash.bytes);
}

/* Whether a page claims an address by which another page's article is stored. */
static bool is_mistaken(const struct article_write *write, const struct article *stored, struct arena *arena)
{
    const struct article *posted = write->article;
    bool claims = posted->page_key && !posted->external_id && strcmp(posted->page_key, posted->url_key) != 0;
    return claims && stored->page_key && strcmp(stored->page_key, posted->page_key) != 0 &&
           likeness(write, stored, arena) < SAME_ARTICLE;
}

/* What becomes of a write whose article is stored as `stored`. */
static enum write_outcome decide(struct article_write *write, const struct article *stored, struct arena *arena)
{
    struct article posted = *write->article;
    if (is_mistaken(write, stored, arena))
        return WRITE_MISTAKEN;
    if (write->expected && write->expected != stored->revision)
        return WRITE_MOVED;
    if (write->if_exists == IF_EXISTS_KEEP)
        return WRITE_UNCHANGED;
    if (posted.modified && stored->modified && posted.modified_at < stored->modified_at)
        return WRITE_STALE;
    if (!write->language_given)
        posted.language = stored->language;
    if (!write->expected && !posted.modified) {
        posted.modified = stored->modified;
        posted.modified_at = stored->modified_at;
    }
    write->differs = article_compare(&posted, stored);
    if (!write->differs)
        return WRITE_UNCHANGED;
    return write->if_exists == IF_EXISTS_FAIL ? WRITE_REFUSED : WRITE_REPLACED;
}

/* The article that replaces `stored`: a member that says nothing new, or is not given, stays as it was. */
static void take_over(struct article_write *write, const struct article *stored)
{
    struct article *current = &write->current;
    write->replaced_dated_at = stored->dated_at;
    current->updated = true;
    current->updated_at = write->article->received_at;
    current->received_at = stored->received_at;
    bool dated = write->article->published && write->article->dated_at == write->article->published_at;
    current->dated_at = dated ? current->published_at : stored->received_at;
    current->revision = stored->revision + 1;
    if (!(write->differs & 1U << MEMBER_URL))
        current->url = stored->url;
    if (!current->page_key)
        current->page_key = stored->page_key;
    if (!write->expected && !current->modified) {
        current->modified = stored->modified;
        current->modified_at = stored->modified_at;
    }
}

static void read_stored(struct article_batch *batch, const PGresult *result, int row, struct article *ret_stored)
{
    article_rows_read(batch->arena, result, row, ret_stored);
    ret_stored->text.bytes = PQgetvalue(result, row, COLUMN_TEXT); /* as long as the result */
    ret_stored->text.length = (size_t)PQgetlength(result, row, COLUMN_TEXT);
}

static struct article_write *find_write(const struct article_batch *batch, const char *id)
{
    for (size_t i = 0; i < batch->count; i++)
        if (strcmp(batch->writes[i]->current.id, id) == 0)
            return batch->writes[i];
    return NULL;
}

/* The first look. Who is not found stays WRITE_MOVED. */
static void look(struct article_batch *batch, const PGresult *result)
{
    for (int row = 0; row < PQntuples(result); row++) {
        struct article stored;
        read_stored(batch, result, row, &stored);
        struct article_write *write = find_write(batch, stored.id);
        if (write)
            write->outcome = decide(write, &stored, batch->arena);
    }
}

static enum status send_look(struct article_batch *batch, bool *ret_any)
{
    struct param_array ids;
    struct params params;
    param_array_init(&ids, ARRAY_UUID);
    for (size_t i = 0; i < batch->count; i++) {
        if (batch->writes[i]->outcome == WRITE_CREATED)
            continue;
        batch->writes[i]->outcome = WRITE_MOVED;
        param_array_add_uuid(&ids, batch->writes[i]->current.id);
    }
    *ret_any = ids.count > 0;
    params_init(&params, batch->arena);
    params_take_array(&params, &ids);
    return *ret_any ? pipeline_send(batch->conn, STATEMENT_ARTICLES_STORED, &params, batch->error) : STATUS_OK;
}

static enum status look_at_all(struct article_batch *batch)
{
    PGresult *result = NULL;
    bool any;
    enum status status = send_look(batch, &any);
    if (!any)
        return status;
    enum status synced = pipeline_sync(batch->conn, batch->error);
    status = status == STATUS_OK ? synced : status;
    if (status == STATUS_OK)
        status = pipeline_receive_rows(batch->conn, STATEMENT_ARTICLES_STORED, &result, batch->error);
    if (status == STATUS_OK)
        look(batch, result);
    PQclear(result);
    pipeline_end_sync(batch->conn);
    return status;
}

/* The look that counts, at a row that is locked. */
static enum status receive_lock(struct article_batch *batch, struct article_write *write)
{
    PGresult *result = NULL;
    struct article stored;
    enum status status = pipeline_receive_rows(batch->conn, STATEMENT_ARTICLE_LOCK, &result, batch->error);
    bool found = status == STATUS_OK && PQntuples(result) == 1;
    write->outcome = WRITE_MOVED;
    if (found) {
        read_stored(batch, result, 0, &stored);
        write->outcome = decide(write, &stored, batch->arena);
    }
    if (write->outcome == WRITE_REPLACED)
        take_over(write, &stored);
    PQclear(result);
    return status;
}

static enum status lock_all(struct article_batch *batch)
{
    enum status status = STATUS_OK;
    size_t locks = 0;
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++) {
        struct params params;
        if (batch->writes[i]->outcome != WRITE_REPLACED)
            continue;
        params_init(&params, batch->arena);
        params_text(&params, batch->writes[i]->current.id);
        status = pipeline_send(batch->conn, STATEMENT_ARTICLE_LOCK, &params, batch->error);
        locks++;
    }
    if (locks == 0)
        return status;
    enum status synced = pipeline_sync(batch->conn, batch->error);
    status = status == STATUS_OK ? synced : status;
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++)
        if (batch->writes[i]->outcome == WRITE_REPLACED)
            status = receive_lock(batch, batch->writes[i]);
    pipeline_end_sync(batch->conn);
    return status;
}

enum status article_existing_settle(struct article_batch *batch)
{
    enum status status = look_at_all(batch);
    if (status == STATUS_OK)
        status = lock_all(batch);
    if (status == STATUS_OK && batch->arena->failed)
        return error_set(batch->error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++) {
        if (batch->writes[i]->outcome != WRITE_MOVED || batch->writes[i]->expected)
            continue;
        batch->conn->conflict = true; /* the insert met it, and now it is gone */
        return error_set(batch->error, STATUS_UNAVAILABLE, "The article was deleted in the same moment.");
    }
    return status;
}

/* Keeps what is replaced, within ALAM_ARTICLE_REVISIONS. */
static enum status send_revision(struct article_batch *batch, const struct article_write *write)
{
    int64_t keep = batch->conn->app->config->article_revisions, former = write->current.revision - 1;
    struct params params;
    params_init(&params, batch->arena);
    params_text(&params, write->current.id);
    params_integer(&params, former - keep);
    params_integer(&params, former);
    enum status status = article_batch_send(batch, STATEMENT_REVISIONS_PRUNE, &params);
    if (status != STATUS_OK || keep == 0)
        return status;
    params_init(&params, batch->arena);
    params_text(&params, write->current.id);
    params_time(&params, &write->current.updated_at);
    return article_batch_send(batch, STATEMENT_REVISION_KEEP, &params);
}

static enum status send_replacement(struct article_batch *batch, const struct article_write *write)
{
    struct params params;
    enum status status = send_revision(batch, write);
    article_batch_params(batch, write, write->current.updated_at, &params);
    return status == STATUS_OK ? article_batch_send(batch, STATEMENT_ARTICLE_REPLACE, &params) : status;
}

/* Takes the articles' entities out of the counts, and away. Both events differ from those of the articles. */
static enum status send_end(struct article_batch *batch, const struct param_array *ids, const struct param_array *dates,
                            int64_t event)
{
    struct params params;
    params_init(&params, batch->arena);
    params_array(&params, ids);
    params_array(&params, dates);
    params_integer(&params, event ^ 1);
    enum status status = article_batch_send(batch, STATEMENT_ROLLUP_DELETED, &params);
    params_init(&params, batch->arena);
    params_array(&params, ids);
    params_integer(&params, event ^ 2);
    if (status == STATUS_OK)
        status = article_batch_send(batch, STATEMENT_ROLLUP_DELETED_ENTITIES, &params);
    params_init(&params, batch->arena);
    params_array(&params, ids);
    return status == STATUS_OK ? article_batch_send(batch, STATEMENT_ARTICLE_ENTITIES_DELETE, &params) : status;
}

enum status article_existing_send(struct article_batch *batch)
{
    struct param_array ids, dates;
    enum status status = STATUS_OK;
    int64_t event = 0;
    param_array_init(&ids, ARRAY_UUID);
    param_array_init(&dates, ARRAY_TIMESTAMPTZ);
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++) {
        const struct article_write *write = batch->writes[i];
        if (write->outcome != WRITE_REPLACED)
            continue;
        param_array_add_uuid(&ids, write->current.id);
        param_array_add_time(&dates, write->replaced_dated_at);
        event = write->event;
        status = send_replacement(batch, write);
    }
    if (status == STATUS_OK && ids.count)
        status = send_end(batch, &ids, &dates, event);
    param_array_release(&ids);
    param_array_release(&dates);
    return status;
}
