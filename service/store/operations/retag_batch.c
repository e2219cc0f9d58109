#include "service/store/operations/retag_batch.h"

#include "service/base/container.h"
#include "service/store/db/conn.h"

enum { TRIES = 5 /* times that others may change an article while it is tagged */ };

/* The transaction of a batch, as article_retag_run.h asks for it. */
struct job_fence {
    struct retag_fence fence;
    struct retag_batch *batch;
    bool last; /* what was changed meanwhile is not tried again */
};

void retag_batch_init(struct retag_batch *batch, size_t maximum)
{
    *batch = (struct retag_batch){.count = 0};
    arena_init(&batch->arena, maximum);
    arena_init(&batch->scratch, maximum);
}

void retag_batch_release(struct retag_batch *batch)
{
    arena_release(&batch->arena);
    arena_release(&batch->scratch);
}

size_t retag_batch_begin(struct retag_batch *batch, const struct retag_job *job, const struct retag_position *found,
                         size_t count)
{
    arena_reset(&batch->arena);
    batch->job = job;
    batch->found = found;
    batch->count = count < RETAG_BATCH ? count : RETAG_BATCH;
    batch->list.count = 0;
    batch->untagged = 0;
    batch->stored = (struct retag_counts){0};
    for (size_t i = 0; i < batch->count; i++)
        batch->ids[i] = found[i].id;
    return batch->count;
}

enum status retag_batch_load(struct retag_batch *batch, struct store_conn *conn, struct error *error)
{
    return article_retag_load(conn, batch->ids, batch->count, &batch->arena, &batch->list, error);
}

/* Tags what was loaded, of `count` articles; what cannot be tagged leaves the list. */
static void tag_all(struct retag_batch *batch, size_t count, const struct gazetteer *gazetteer)
{
    struct error ignored = {""};
    size_t kept = 0;
    for (size_t i = 0; i < batch->list.count; i++) {
        struct retag *retag = &batch->list.items[i];
        if (article_retag_tag(retag, gazetteer, &batch->scratch, &batch->arena, &ignored) != STATUS_OK)
            continue;
        retag->write.quiet = !batch->job->notify;
        batch->list.items[kept] = *retag;
        batch->list.items[kept].write.article = &batch->list.items[kept].article;
        kept++;
    }
    batch->list.count = kept;
    batch->untagged = (int64_t)(count - kept);
}

bool retag_batch_tag(struct retag_batch *batch, const struct gazetteer *gazetteer)
{
    tag_all(batch, batch->count, gazetteer);
    if (!batch->arena.failed)
        return true;
    arena_reset(&batch->arena);
    batch->list.count = 0;
    batch->untagged = (int64_t)batch->count;
    return batch->count == 1;
}

static void add_article(struct retag_counts *counts, const struct retag *retag)
{
    bool changed = retag->write.outcome == WRITE_RETAGGED;
    counts->articles++;
    counts->changed += changed;
    counts->skipped += retag->write.outcome == WRITE_MOVED;
    counts->mentions_gained += changed ? retag->mentions_gained : 0;
    counts->mentions_lost += changed ? retag->mentions_lost : 0;
    counts->entities_gained += changed ? retag->entities_gained : 0;
    counts->entities_lost += changed ? retag->entities_lost : 0;
}

static enum status begin(struct retag_fence *fence, struct store_conn *conn, struct error *error)
{
    struct retag_batch *batch = CONTAINER_OF(fence, struct job_fence, fence)->batch;
    return retag_jobs_hold(conn, batch->job, &batch->arena, error);
}

static bool any_moved(const struct retag_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].write.outcome == WRITE_MOVED)
            return true;
    return false;
}

static enum status end(struct retag_fence *fence, struct store_conn *conn, const struct retag_list *list,
                       struct error *error)
{
    const struct job_fence *own = CONTAINER_OF(fence, struct job_fence, fence);
    struct retag_batch *batch = own->batch;
    struct retag_counts counts = {.articles = batch->untagged, .skipped = batch->untagged};
    struct retag_position reached = batch->found[batch->count - 1];
    reached.given = own->last || !any_moved(list);
    for (size_t i = 0; i < list->count; i++)
        if (own->last || list->items[i].write.outcome != WRITE_MOVED)
            add_article(&counts, &list->items[i]);
    enum status status = retag_jobs_progress(conn, batch->job, &counts, &reached, &batch->arena, error);
    batch->untagged = 0; /* they are counted now */
    batch->stored.articles += counts.articles;
    batch->stored.changed += counts.changed;
    batch->stored.skipped += counts.skipped;
    return status;
}

/* What was changed meanwhile, loaded and tagged once more. */
static enum status begin_again(struct retag_batch *batch, struct store_conn *conn, const struct gazetteer *gazetteer,
                               struct error *error)
{
    const char *ids[RETAG_BATCH];
    size_t count = 0;
    for (size_t i = 0; i < batch->list.count; i++)
        if (batch->list.items[i].write.outcome == WRITE_MOVED)
            ids[count++] = arena_strdup(&batch->arena, batch->list.items[i].article.id);
    if (batch->arena.failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    enum status status = article_retag_load(conn, ids, count, &batch->arena, &batch->list, error);
    if (status == STATUS_OK)
        tag_all(batch, count, gazetteer);
    return status;
}

enum status retag_batch_store(struct retag_batch *batch, struct store_conn *conn, const struct gazetteer *gazetteer,
                              struct recent *recent, struct error *error)
{
    struct job_fence fence = {.fence = {begin, end}, .batch = batch};
    enum status status = STATUS_OK;
    for (int i = 1; i <= TRIES && status == STATUS_OK; i++) {
        fence.last = i == TRIES;
        status = article_retag_run(conn, recent, &batch->list, &fence.fence, &batch->arena, error);
        if (status != STATUS_OK || fence.last || !any_moved(&batch->list))
            return status;
        status = begin_again(batch, conn, gazetteer, error);
    }
    return status;
}
