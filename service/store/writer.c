#include "service/store/writer.h"

#include "service/base/timestamp.h"
#include "service/store/articles/article_write.h"

#include <stdlib.h>
#include <string.h>

/* The jobs that one writer works on and has not answered yet. */
struct batch {
    struct writer *writer;
    struct store_job **jobs;
    size_t count;
    struct arena *arena; /* scratch of one attempt */
};

static void finish(struct writer *writer, struct store_job *job, enum status status, const struct error *error)
{
    struct pool *pool = writer->worker.pool;
    if (status != STATUS_OK) {
        *job->error = *error;
        job->done(job, status);
    } else if (job->write->outcome == WRITE_CREATED) {
        metrics_add(pool->app->metrics, METRIC_ARTICLES, METRICS_ARTICLE_CREATED, 1);
        job->done(job, STATUS_OK);
    } else { /* it was stored before: the pool answers with what is stored, or says why it was not replaced */
        metrics_add(pool->app->metrics, METRIC_STORE_QUEUE, 0, 1);
        if (queue_put(&pool->jobs, job))
            return;
        metrics_add(pool->app->metrics, METRIC_STORE_QUEUE, 0, -1);
        metrics_add(pool->app->metrics, METRIC_STORE_REJECTED, 0, 1);
        job->done(job, error_set(job->error, STATUS_UNAVAILABLE, "Too many requests wait for the database."));
    }
}

static void finish_all(struct batch *batch, enum status status, const struct error *error)
{
    for (size_t i = 0; i < batch->count; i++)
        finish(batch->writer, batch->jobs[i], status, error);
    batch->count = 0;
}

static void finish_one(struct batch *batch, const struct article_write *write, enum status status,
                       const struct error *error)
{
    for (size_t i = 0; i < batch->count; i++) {
        if (batch->jobs[i]->write != write)
            continue;
        finish(batch->writer, batch->jobs[i], status, error);
        batch->jobs[i] = batch->jobs[--batch->count];
        return;
    }
}

/* Until when the one that has waited longest is waited for. */
static int64_t batch_until(const struct batch *batch)
{
    int64_t until = INT64_MAX;
    for (size_t i = 0; i < batch->count; i++) {
        int64_t one = pool_until(batch->writer->worker.pool, batch->jobs[i]);
        until = one < until ? one : until;
    }
    return until;
}

/* Tries to store the whole batch in one transaction. *ret_culprit: the article whose row was refused, or NULL. */
static enum status attempt(struct batch *batch, const struct article_write **ret_culprit, struct error *error)
{
    struct worker *worker = &batch->writer->worker;
    int culprit;
    *ret_culprit = NULL;
    enum status status = worker_connect(worker, error);
    if (status != STATUS_OK)
        return status;
    arena_reset(batch->arena);
    worker->conn.until = batch_until(batch);
    struct article_write **writes = arena_array(batch->arena, batch->count, sizeof *writes);
    if (!writes)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    for (size_t i = 0; i < batch->count; i++)
        writes[i] = batch->jobs[i]->write;
    status =
        article_write_run(&worker->conn, &batch->writer->recent, writes, batch->count, batch->arena, &culprit, error);
    if (culprit != NO_CULPRIT)
        *ret_culprit = writes[culprit];
    if (status == STATUS_OK) {
        metrics_add(worker->pool->app->metrics, METRIC_STORE_COMMITS, 0, 1);
        metrics_observe(worker->pool->app->metrics, METRIC_COMMIT_ARTICLES, 0, (double)batch->count);
    }
    worker_settle(worker);
    if (!worker->conn.pg)
        recent_clear(&batch->writer->recent);
    return status;
}

/* True when the failure is of a row and would happen again; false when it is of the database. */
static bool is_of_a_row(const struct worker *worker, enum status status)
{
    return !worker->conn.broken && !worker->conn.conflict && status != STATUS_UNAVAILABLE &&
           status != STATUS_DATABASE_DOWN;
}

static void store_singly(struct batch *batch)
{
    for (size_t count = batch->count; count > 0; count--) {
        const struct article_write *culprit;
        struct error error = {""};
        struct batch single = {batch->writer, batch->jobs + count - 1, 1, batch->arena};
        enum status status = attempt(&single, &culprit, &error);
        finish_all(&single, status, &error);
    }
    batch->count = 0;
}

/* True when trying again may help, and was not tried often enough yet. */
static bool deserves_more(const struct batch *batch)
{
    const struct store_conn *conn = &batch->writer->worker.conn;
    return !conn->late && (conn->broken || conn->conflict) && batch->jobs[0]->tries + 1 < WRITER_ATTEMPTS;
}

/* Puts the batch back, in its order, so that it can be answered while the writer connects. */
static void put_back(struct batch *batch, int tries)
{
    struct worker *worker = &batch->writer->worker;
    pool_count(worker->pool, (int64_t)batch->count);
    for (; batch->count > 0; batch->count--) {
        struct store_job *job = batch->jobs[batch->count - 1];
        job->tries += tries;
        queue_put_back(worker->queue, job);
    }
}

/* False: what is left in the batch is worth another attempt. */
static bool store_batch(struct batch *batch)
{
    const struct worker *worker = &batch->writer->worker;
    struct error error = {""};
    while (batch->count > 0) {
        const struct article_write *culprit;
        enum status status = attempt(batch, &culprit, &error);
        if (status == STATUS_OK)
            finish_all(batch, STATUS_OK, &error);
        else if (is_of_a_row(worker, status) && culprit)
            finish_one(batch, culprit, status, &error);
        else if (is_of_a_row(worker, status) && batch->count > 1)
            store_singly(batch);
        else if (deserves_more(batch))
            return false;
        else
            finish_all(batch, status, &error);
    }
    return true;
}

static void add(struct batch *batch, struct store_job *list)
{
    for (struct store_job *job = list, *next; job; job = next) {
        next = job->next;
        batch->jobs[batch->count++] = job;
    }
}

/* Waits for jobs and takes them, once there is a connection or none can be had. False: the writer ends. */
static bool gather(struct batch *batch)
{
    struct writer *writer = batch->writer;
    struct queue *queue = writer->worker.queue;
    const struct app *app = writer->worker.pool->app;
    int64_t maximum = app->config->commit_articles, delay = app->config->commit_delay_ms, taken, more = 0;
    struct error ignored;
    if (!queue_wait(queue))
        return false;
    (void)worker_connect(&writer->worker, &ignored); /* the batch asks again, and is told */
    add(batch, queue_take(queue, maximum, &taken));
    if (taken && writer->busy && delay && taken < maximum)
        add(batch, queue_take_until(queue, maximum - taken, timestamp_monotonic() + delay * 1000, &more));
    writer->busy = taken + more > 1;
    pool_count(writer->worker.pool, -(taken + more));
    return true;
}

static bool has_id(const struct batch *part, const char *id)
{
    for (size_t i = 0; i < part->count; i++)
        if (strcmp(part->jobs[i]->write->article->id, id) == 0)
            return true;
    return false;
}

/* Whether the job may be stored with those of the part: texts together stay within WRITER_BATCH_BYTES, and an article
 * that comes twice is stored twice, one after the other. */
static bool fits(const struct batch *part, size_t bytes, const struct store_job *job)
{
    const struct article *article = job->write->article;
    return part->count == 0 || (bytes + article->text.length <= WRITER_BATCH_BYTES && !has_id(part, article->id));
}

/* When a part is put back, so are those behind it: what is posted of an article keeps its order. */
static void store_in_parts(struct batch *all)
{
    bool stored = true;
    for (size_t first = 0; first < all->count && stored;) {
        struct batch part = {all->writer, all->jobs + first, 0, all->arena};
        size_t bytes = 0;
        for (; first < all->count && fits(&part, bytes, all->jobs[first]); first++) {
            bytes += all->jobs[first]->write->article->text.length;
            part.count++;
        }
        stored = store_batch(&part);
        struct batch rest = {all->writer, all->jobs + first, stored ? 0 : all->count - first, all->arena};
        put_back(&rest, 0);
        put_back(&part, 1);
    }
    all->count = 0;
}

void writer_init(struct writer *writer, struct pool *pool, struct queue *queue)
{
    *writer = (struct writer){.busy = false};
    worker_init(&writer->worker, pool, queue);
    recent_init(&writer->recent);
}

void *writer_main(void *cls)
{
    struct writer *writer = cls;
    const struct app *app = writer->worker.pool->app;
    struct arena arena;
    struct batch batch = {.writer = writer, .arena = &arena};
    batch.jobs = calloc((size_t)app->config->commit_articles, sizeof *batch.jobs);
    arena_init(&arena, (size_t)app->config->request_memory);
    while (batch.jobs && gather(&batch)) {
        int64_t started = timestamp_monotonic();
        store_in_parts(&batch);
        metrics_observe(app->metrics, METRIC_STORE_SECONDS, 0, (double)(timestamp_monotonic() - started) / 1e6);
    }
    free(batch.jobs);
    arena_release(&arena);
    recent_release(&writer->recent);
    conn_close(&writer->worker.conn);
    return NULL;
}
