#include "service/store/articles/article_retag_run.h"

#include "service/store/articles/article_derived.h"
#include "service/store/articles/changes.h"
#include "service/store/db/conn.h"

#include <string.h>

enum {
    STATEMENTS_OF_ALL = 16, /* for all articles together */
    STATEMENTS_OF_EACH = 3
};

static const enum statement statements[] = {
    STATEMENT_SUBSCRIBED,
    STATEMENT_ARTICLE_RETAG,
    STATEMENT_ARTICLE_ENTITIES_DROP,
    STATEMENT_ROLLUP_CORRECT,
    STATEMENT_ENTITIES_INSERT,
    STATEMENT_ENTITY_NAMES_INSERT,
    STATEMENT_ARTICLE_ENTITIES_INSERT,
    STATEMENT_OUTBOX_INSERT,
    STATEMENT_CHANGES_STORED,
    STATEMENT_VERDICTS_DELETE,
    STATEMENT_VERDICTS_INSERT,
};

/* The list, as article_batch.h has it. */
struct run {
    struct article_batch batch;
    const struct retag_list *list;
};

static bool changes_anything(const struct retag *retag)
{
    return retag->differs || retag->judged || retag->renewed;
}

static enum status send_retag(struct article_batch *batch, const struct retag *retag)
{
    struct params params;
    params_init(&params, batch->arena);
    params_text(&params, retag->article.id);
    params_integer(&params, retag->article.revision);
    params_integer(&params, retag->article.retagged);
    params_text(&params, retag->article.annotation.gazetteer_version);
    return pipeline_send(batch->conn, STATEMENT_ARTICLE_RETAG, &params, batch->error);
}

static enum status receive_retag(struct article_batch *batch, struct retag *retag)
{
    int64_t changed = 0;
    enum status status = pipeline_receive(batch->conn, STATEMENT_ARTICLE_RETAG, &changed, batch->error);
    retag->write.outcome = !changed ? WRITE_MOVED : retag->differs || retag->judged ? WRITE_RETAGGED : WRITE_UNCHANGED;
    return status;
}

/* The first round trip: locks the articles, in the order of their ids, and learns which of them are as they were read. */
static enum status mark(struct run *run)
{
    struct article_batch *batch = &run->batch;
    const struct params none = {.count = 0};
    enum status status = pipeline_send(batch->conn, STATEMENT_SUBSCRIBED, &none, batch->error);
    for (size_t i = 0; i < run->list->count && status == STATUS_OK; i++)
        if (changes_anything(&run->list->items[i]))
            status = send_retag(batch, &run->list->items[i]);
    enum status synced = pipeline_sync(batch->conn, batch->error);
    status = status == STATUS_OK ? synced : status;
    if (status == STATUS_OK)
        status = pipeline_receive(batch->conn, STATEMENT_SUBSCRIBED, &batch->subscribed, batch->error);
    for (size_t i = 0; i < run->list->count && status == STATUS_OK; i++) {
        struct retag *retag = &run->list->items[i];
        retag->write.outcome = WRITE_UNCHANGED;
        if (changes_anything(retag))
            status = receive_retag(batch, retag);
    }
    pipeline_end_sync(batch->conn);
    return status;
}

static enum status drop_rows(struct run *run)
{
    struct param_array arrays[2];
    param_array_init(&arrays[0], ARRAY_UUID);
    param_array_init(&arrays[1], ARRAY_TEXT);
    for (size_t i = 0; i < run->list->count; i++) {
        const struct retag *retag = &run->list->items[i];
        bool first = true;
        for (size_t k = 0; retag->write.outcome == WRITE_RETAGGED && k < retag->row_count; k++) {
            if (retag->rows[k].stays)
                continue;
            if (first)
                param_array_add_uuid(&arrays[0], retag->article.id);
            first = false;
            param_array_add_text(&arrays[1],
                                 arena_printf(run->batch.arena, "%s %s", retag->article.id, retag->rows[k].entity));
        }
    }
    return article_batch_send_arrays(&run->batch, STATEMENT_ARTICLE_ENTITIES_DROP, arrays, 2);
}

/* Entities and how often each is mentioned, of one article. */
struct counts {
    struct param_array ids, mentions;
};

static void count(struct counts *counts, const char *entity, int64_t mentions)
{
    param_array_add_text(&counts->ids, entity);
    param_array_add_int4(&counts->mentions, (int32_t)mentions);
}

static enum status send_counts(struct run *run, const struct retag *retag, struct counts *counts, int sign)
{
    struct params params;
    bool none = counts->ids.count == 0;
    params_init(&params, run->batch.arena);
    params_text(&params, retag->article.id);
    params_integer(&params, sign > 0 ? retag->write.event : retag->write.event ^ 1);
    params_integer(&params, sign);
    params_time(&params, &retag->article.dated_at);
    params_take_array(&params, &counts->ids);
    params_take_array(&params, &counts->mentions);
    return none ? STATUS_OK : article_batch_send(&run->batch, STATEMENT_ROLLUP_CORRECT, &params);
}

static int64_t mentions_now(const struct annotation *annotation, const char *entity)
{
    for (size_t i = 0; i < annotation->entity_count; i++)
        if (strcmp(annotation->entities[i].id, entity) == 0)
            return (int64_t)annotation->entities[i].mention_count;
    return 0;
}

static int64_t mentions_before(const struct retag *retag, const char *entity)
{
    for (size_t i = 0; i < retag->row_count; i++)
        if (strcmp(retag->rows[i].entity, entity) == 0)
            return retag->rows[i].mentions;
    return 0;
}

/* What the counts lose, and then what they gain: entities of which the number of mentions is another one. */
static enum status correct_counts(struct run *run, const struct retag *retag)
{
    const struct annotation *annotation = &retag->article.annotation;
    struct counts less, more;
    param_array_init(&less.ids, ARRAY_TEXT);
    param_array_init(&less.mentions, ARRAY_INT4);
    param_array_init(&more.ids, ARRAY_TEXT);
    param_array_init(&more.mentions, ARRAY_INT4);
    for (size_t k = 0; k < retag->row_count; k++)
        if (!retag->rows[k].stays && mentions_now(annotation, retag->rows[k].entity) != retag->rows[k].mentions)
            count(&less, retag->rows[k].entity, retag->rows[k].mentions);
    for (size_t i = 0; i < annotation->entity_count; i++) {
        const struct annotated_entity *entity = &annotation->entities[i];
        if (retag->write.derived.links[i] != LINK_KEPT &&
            mentions_before(retag, entity->id) != (int64_t)entity->mention_count)
            count(&more, entity->id, (int64_t)entity->mention_count);
    }
    enum status status = send_counts(run, retag, &less, -1), gained = send_counts(run, retag, &more, 1);
    return status == STATUS_OK ? gained : status;
}

static enum status correct_all_counts(struct run *run)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < run->list->count && status == STATUS_OK; i++)
        if (run->list->items[i].write.outcome == WRITE_RETAGGED && run->list->items[i].differs)
            status = correct_counts(run, &run->list->items[i]);
    return status;
}

static enum status send_verdicts(struct run *run)
{
    struct param_array ids;
    struct verdict_list *lists = arena_array(run->batch.arena, run->list->count, sizeof *lists);
    size_t list_count = 0;
    param_array_init(&ids, ARRAY_UUID);
    for (size_t i = 0; lists && i < run->list->count; i++) {
        const struct retag *retag = &run->list->items[i];
        if (!retag->judged || retag->write.outcome != WRITE_RETAGGED)
            continue;
        param_array_add_uuid(&ids, retag->article.id);
        lists[list_count++] = retag->verdicts;
    }
    enum status status = ids.count ? verdicts_send(&run->batch, &ids, lists, list_count) : STATUS_OK;
    param_array_release(&ids);
    return status;
}

static enum status receive_all(struct article_batch *batch)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < batch->sent_count && status == STATUS_OK; i++)
        status = pipeline_receive(batch->conn, batch->sent[i], NULL, batch->error);
    return status;
}

/* The second round trip: all that differs. */
static enum status store(struct run *run)
{
    static enum status (*const steps[])(struct article_batch *) = {article_derived_send, changes_send};
    struct article_batch *batch = &run->batch;
    enum status status = drop_rows(run);
    if (status == STATUS_OK)
        status = correct_all_counts(run);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == STATUS_OK; i++)
        status = steps[i](batch);
    if (status == STATUS_OK)
        status = send_verdicts(run);
    enum status synced = pipeline_sync(batch->conn, batch->error);
    status = status == STATUS_OK ? synced : status;
    if (status == STATUS_OK)
        status = receive_all(batch);
    pipeline_end_sync(batch->conn);
    return status;
}

static enum status in_pipeline(struct run *run)
{
    struct store_conn *conn = run->batch.conn;
    enum status status = pipeline_begin(conn, run->batch.error);
    if (status != STATUS_OK)
        return status;
    status = mark(run);
    if (status == STATUS_OK)
        status = store(run);
    pipeline_end(conn);
    return status;
}

static enum status in_transaction(struct run *run, struct retag_fence *fence)
{
    struct store_conn *conn = run->batch.conn;
    struct error *error = run->batch.error;
    enum status status = conn_begin(conn, error);
    if (status == STATUS_OK && fence)
        status = fence->begin(fence, conn, error);
    if (status == STATUS_OK && run->list->count)
        status = in_pipeline(run);
    if (status == STATUS_OK && fence)
        status = fence->end(fence, conn, run->list, error);
    return status == STATUS_OK ? conn_commit(conn, error) : status;
}

static bool begin_run(struct run *run)
{
    struct article_batch *batch = &run->batch;
    size_t count = run->list->count;
    batch->sent_room = STATEMENTS_OF_ALL + STATEMENTS_OF_EACH * count;
    batch->sent = arena_array(batch->arena, batch->sent_room, sizeof *batch->sent);
    batch->writes = arena_array(batch->arena, count + 1, sizeof *batch->writes);
    for (size_t i = 0; batch->writes && i < count; i++) {
        struct article_write *write = batch->writes[i] = &run->list->items[i].write;
        write->current = *write->article;
        write->derived = write->prepared;
    }
    batch->count = count;
    return batch->sent && batch->writes;
}

enum status article_retag_run(struct store_conn *conn, struct recent *recent, struct retag_list *list,
                              struct retag_fence *fence, struct arena *arena, struct error *error)
{
    struct run run = {.batch = {.conn = conn, .recent = recent, .arena = arena, .error = error}, .list = list};
    if (!begin_run(&run))
        return error_set(error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
    recent_refresh(recent);
    enum status status = conn_prepare(conn, statements, sizeof statements / sizeof *statements, error);
    if (status == STATUS_OK)
        status = in_transaction(&run, fence);
    if (status != STATUS_OK)
        recent_clear(recent);
    return status;
}
