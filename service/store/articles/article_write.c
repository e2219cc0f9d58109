#include "service/store/articles/article_write.h"

#include "service/store/articles/article_derived.h"
#include "service/store/articles/article_existing.h"
#include "service/store/articles/article_rows.h"
#include "service/store/articles/changes.h"
#include "service/store/articles/verdict_keep.h"

#include <stdlib.h>
#include <string.h>

enum {
    STATEMENTS_OF_ALL = 16, /* of the second round trip: those for all articles together */
    STATEMENTS_OF_EACH = 4  /* those for one article */
};

static const enum statement statements[] = {
    STATEMENT_BEGIN,
    STATEMENT_SUBSCRIBED,
    STATEMENT_SET_STATEMENT_TIMEOUT,
    STATEMENT_ARTICLES_NAMED,
    STATEMENT_ARTICLE_INSERT,
    STATEMENT_ARTICLES_STORED,
    STATEMENT_ARTICLE_LOCK,
    STATEMENT_REVISIONS_PRUNE,
    STATEMENT_REVISION_KEEP,
    STATEMENT_ARTICLE_REPLACE,
    STATEMENT_ROLLUP_DELETED,
    STATEMENT_ROLLUP_DELETED_ENTITIES,
    STATEMENT_ARTICLE_ENTITIES_DELETE,
    STATEMENT_ENTITIES_INSERT,
    STATEMENT_ENTITY_NAMES_INSERT,
    STATEMENT_ARTICLE_ENTITIES_INSERT,
    STATEMENT_OUTBOX_INSERT,
    STATEMENT_ROLLUP_APPEND,
    STATEMENT_CHANGES_STORED,
    STATEMENT_VERDICTS_OF,
    STATEMENT_VERDICTS_DELETE,
    STATEMENT_VERDICTS_INSERT,
    STATEMENT_COMMIT,
};

static int by_id(const void *one, const void *two)
{
    const struct article_write *const *left = one, *const *right = two;
    return strcmp((*left)->current.id, (*right)->current.id);
}

static const char *join_warnings(struct arena *arena, const struct annotation *annotation)
{
    const char *joined = "";
    for (size_t i = 0; i < annotation->warning_count && joined; i++)
        joined = arena_printf(arena, "%s%s%c", joined, annotation->warnings[i], ARTICLE_WARNING_END);
    return joined;
}

/* The column author has the first of several authors, authors all of them. */
static void put_authors(struct params *params, const struct article *article)
{
    const struct text_list *authors = &article->authors;
    params_text(params, authors->count ? authors->items[0] : NULL);
    params_text_array_if(params, authors->count > 1 ? authors->items : NULL, authors->count);
}

void article_batch_params(const struct article_batch *batch, const struct article_write *write, int64_t at,
                          struct params *ret_params)
{
    const struct article *article = &write->current;
    struct params *params = ret_params;
    params_init(params, batch->arena);
    params_text(params, article->id);
    params_text(params, article->source);
    params_text(params, article->external_id);
    params_text(params, article->url);
    params_text(params, article->url_key);
    params_text(params, article->title);
    params_text(params, article->text.bytes);
    params_text(params, article->language);
    params_time(params, article->published ? &article->published_at : NULL);
    params_time(params, article->modified ? &article->modified_at : NULL);
    params_time(params, &at);
    params_text(params, article->annotation.gazetteer_version);
    params_text(params, join_warnings(batch->arena, &article->annotation));
    params_int4_array(params, write->words.ids, write->words.count);
    params_bytes(params, write->hashed ? write->minhash.bytes : NULL, sizeof write->minhash.bytes);
    params_int4_array(params, write->minhash.bands, write->hashed ? MINHASH_BANDS : 0);
    put_authors(params, article);
    params_text(params, article->section);
    params_text_array_if(params, article->tags.count ? article->tags.items : NULL, article->tags.count);
    params_time(params, &article->dated_at);
    params_text(params, article->page_key);
}

static enum status send_article(const struct article_batch *batch, const struct article_write *write)
{
    struct params params;
    article_batch_params(batch, write, write->current.received_at, &params);
    return pipeline_send(batch->conn, STATEMENT_ARTICLE_INSERT, &params, batch->error);
}

static enum status send_plain(const struct article_batch *batch, enum statement statement)
{
    struct params none = {.count = 0};
    return pipeline_send(batch->conn, statement, &none, batch->error);
}

static enum status send_limit(const struct article_batch *batch)
{
    struct params params;
    params_init(&params, batch->arena);
    params_integer(&params, batch->conn->app->config->statement_timeout_ms);
    return pipeline_send(batch->conn, STATEMENT_SET_STATEMENT_TIMEOUT, &params, batch->error);
}

/* A write that replaces a revision inserts nothing. */
static enum status send_articles(const struct article_batch *batch)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++)
        if (!batch->writes[i]->expected)
            status = send_article(batch, batch->writes[i]);
    return status;
}

static enum status receive_articles(const struct article_batch *batch, int *ret_culprit)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++) {
        int64_t changed = 0;
        if (!batch->writes[i]->expected)
            status = pipeline_receive(batch->conn, STATEMENT_ARTICLE_INSERT, &changed, batch->error);
        batch->writes[i]->outcome = changed == 1 ? WRITE_CREATED : WRITE_MOVED;
        *ret_culprit = status == STATUS_OK ? NO_CULPRIT : (int)i;
    }
    return status;
}

/* The first round trip: inserts the articles and learns which of them are new, and whether there are subscriptions. */
static enum status store_articles(struct article_batch *batch, int *ret_culprit)
{
    bool limit = batch->conn->unlimited;
    enum status status = send_plain(batch, STATEMENT_BEGIN);
    if (status == STATUS_OK)
        status = send_plain(batch, STATEMENT_SUBSCRIBED);
    if (status == STATUS_OK && limit)
        status = send_limit(batch);
    if (status == STATUS_OK)
        status = send_articles(batch);
    enum status synced = pipeline_sync(batch->conn, batch->error);
    status = status == STATUS_OK ? synced : status;
    if (status == STATUS_OK)
        status = pipeline_receive(batch->conn, STATEMENT_BEGIN, NULL, batch->error);
    if (status == STATUS_OK)
        status = pipeline_receive(batch->conn, STATEMENT_SUBSCRIBED, &batch->subscribed, batch->error);
    if (status == STATUS_OK && limit)
        status = pipeline_receive(batch->conn, STATEMENT_SET_STATEMENT_TIMEOUT, NULL, batch->error);
    if (status == STATUS_OK)
        status = receive_articles(batch, ret_culprit);
    pipeline_end_sync(batch->conn);
    return status;
}

enum status article_batch_send(struct article_batch *batch, enum statement statement, const struct params *params)
{
    if (batch->sent_count == batch->sent_room)
        return error_set(batch->error, STATUS_INTERNAL, "more statements than there is room for");
    batch->sent[batch->sent_count++] = statement;
    return pipeline_send(batch->conn, statement, params, batch->error);
}

enum status article_batch_send_arrays(struct article_batch *batch, enum statement statement, struct param_array *arrays,
                                      size_t count)
{
    struct params params;
    bool empty = arrays[0].count == 0;
    params_init(&params, batch->arena);
    for (size_t i = 0; i < count; i++)
        params_take_array(&params, &arrays[i]);
    return empty ? STATUS_OK : article_batch_send(batch, statement, &params);
}

static enum status send_rollup(struct article_batch *batch, const struct article_write *write)
{
    struct param_array ids, counts;
    struct params params;
    param_array_init(&ids, ARRAY_TEXT);
    param_array_init(&counts, ARRAY_INT4);
    param_array_add_text(&ids, "*");
    param_array_add_int4(&counts, 0);
    for (size_t j = 0; j < write->current.annotation.entity_count; j++) {
        param_array_add_text(&ids, write->current.annotation.entities[j].id);
        param_array_add_int4(&counts, (int32_t)write->current.annotation.entities[j].mention_count);
    }
    params_init(&params, batch->arena);
    params_text(&params, write->current.id);
    params_integer(&params, write->event);
    params_time(&params, &write->current.dated_at);
    params_take_array(&params, &ids);
    params_take_array(&params, &counts);
    return article_batch_send(batch, STATEMENT_ROLLUP_APPEND, &params);
}

static enum status send_rollups(struct article_batch *batch)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++)
        if (article_batch_stores(batch->writes[i]))
            status = send_rollup(batch, batch->writes[i]);
    return status;
}

static enum status send_commit(struct article_batch *batch)
{
    const struct params none = {.count = 0};
    return article_batch_send(batch, STATEMENT_COMMIT, &none);
}

/* The last round trip: stores what belongs to the articles, and commits. */
static enum status store_rest(struct article_batch *batch)
{
    static enum status (*const steps[])(struct article_batch *) = {
        article_existing_send, article_derived_send, send_rollups, verdict_keep_send, changes_send, send_commit};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == STATUS_OK; i++)
        status = steps[i](batch);
    enum status synced = pipeline_sync(batch->conn, batch->error);
    status = status == STATUS_OK ? synced : status;
    for (size_t i = 0; i < batch->sent_count && status == STATUS_OK; i++)
        status = pipeline_receive(batch->conn, batch->sent[i], NULL, batch->error);
    pipeline_end_sync(batch->conn);
    return status;
}

static enum status store_all(struct article_batch *batch, int *ret_culprit)
{
    enum status status = article_existing_name(batch);
    qsort(batch->writes, batch->count, sizeof *batch->writes, by_id);
    if (status == STATUS_OK)
        status = store_articles(batch, ret_culprit);
    if (status == STATUS_OK)
        status = article_existing_settle(batch);
    if (status == STATUS_OK)
        status = verdict_keep_settle(batch);
    return status == STATUS_OK ? store_rest(batch) : status;
}

enum status article_write_run(struct store_conn *conn, struct recent *recent, struct article_write **writes,
                              size_t count, struct arena *arena, int *ret_culprit, struct error *error)
{
    struct article_batch batch = {
        .conn = conn, .recent = recent, .writes = writes, .count = count, .arena = arena, .error = error};
    *ret_culprit = NO_CULPRIT;
    batch.sent_room = STATEMENTS_OF_ALL + STATEMENTS_OF_EACH * count;
    batch.sent = arena_array(arena, batch.sent_room, sizeof *batch.sent);
    if (!batch.sent)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) {
        writes[i]->current = *writes[i]->article;
        writes[i]->derived = writes[i]->prepared;
    }
    recent_refresh(recent);
    enum status status = conn_prepare(conn, statements, sizeof statements / sizeof *statements, error);
    if (status == STATUS_OK)
        status = pipeline_begin(conn, error);
    if (status != STATUS_OK)
        return status;
    status = store_all(&batch, ret_culprit);
    pipeline_end(conn);
    if (status != STATUS_OK)
        recent_clear(recent);
    return status;
}
