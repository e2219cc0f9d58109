#include "service/work/retag_worker.h"

#include "service/base/container.h"
#include "service/base/timestamp.h"
#include "service/base/wake.h"
#include "service/store/operations/retag_batch.h"
#include "service/store/operations/retag_find.h"
#include "service/store/store.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    LOOK_MS = 1000,
    PRUNE_TURNS = 3600, /* an hour without work */
    PAGE = 5000,        /* articles that are looked for at a time */
    SMALL_BATCH = 16,   /* articles, while there is live traffic */
    LIVE_RATE = 2,      /* requests a second from which on traffic is live */
    PAUSE_FACTOR = 3,   /* of the time that a batch took */
    PAUSE_MAXIMUM_MS = 2000,
    TROUBLE_PAUSE_MS = 5000,
    NICE = 10,
    SCRATCH = 64 << 20
};

/* One of two batches: while the store has the one, the other is loaded and tagged. */
struct stage {
    struct retag_worker *worker;
    struct store_job store;
    enum status (*work)(struct stage *stage, struct store_conn *conn);
    bool busy; /* the store has it; guarded by worker->wake */
    enum status status;
    struct error error;
    struct retag_batch batch;
    const struct view *view; /* that the batch is tagged with; NULL: none was taken */
};

struct retag_worker {
    const struct app *app;
    pthread_t thread;
    struct wake wake; /* guards `ended`, and `busy` of the stages */
    bool ended;
    struct recent recent; /* of the batch that is stored */

    struct arena arena, page; /* of the job; of the articles that were found */
    struct retag_job job;
    struct retag_position *found;
    size_t found_count, taken;   /* of these, in batches already */
    struct retag_position after; /* the last that was found */
    struct stage stages[2];
    int64_t requests, looked_at; /* answered by this process when that was last looked at, and when */
};

/* ---- in the store ---- */

static enum status store_work(struct store_job *job, struct store_conn *conn)
{
    struct stage *stage = CONTAINER_OF(job, struct stage, store);
    return stage->work(stage, conn);
}

static void store_done(struct store_job *job, enum status status)
{
    struct stage *stage = CONTAINER_OF(job, struct stage, store);
    wake_lock(&stage->worker->wake);
    stage->status = status;
    stage->busy = false;
    wake_all(&stage->worker->wake);
    wake_unlock(&stage->worker->wake);
}

static void submit(struct stage *stage, enum status (*work)(struct stage *stage, struct store_conn *conn))
{
    stage->work = work;
    stage->busy = true;
    stage->store = (struct store_job){.work = store_work, .done = store_done, .error = &stage->error, .patient = true};
    enum status status = store_submit(stage->worker->app->store, &stage->store);
    if (status != STATUS_OK)
        store_done(&stage->store, status);
}

static enum status wait_for(struct stage *stage)
{
    wake_lock(&stage->worker->wake);
    while (stage->busy)
        wake_wait(&stage->worker->wake);
    wake_unlock(&stage->worker->wake);
    return stage->status;
}

static enum status in_store(struct stage *stage, enum status (*work)(struct stage *stage, struct store_conn *conn))
{
    submit(stage, work);
    return wait_for(stage);
}

static enum status take(struct stage *stage, struct store_conn *conn)
{
    struct retag_worker *worker = stage->worker;
    const struct view *view = views_take(worker->app->views);
    enum status status =
        retag_jobs_take(conn, gazetteer_version(view->gazetteer), NULL, &worker->arena, &worker->job, &stage->error);
    views_release(worker->app->views, view);
    return status;
}

static enum status expect(struct stage *stage, struct store_conn *conn)
{
    struct retag_worker *worker = stage->worker;
    enum status status = retag_count(conn, &worker->job.filter, &worker->page, &worker->job.expected, &stage->error);
    return status == STATUS_OK ? retag_jobs_expect(conn, &worker->job, &worker->page, &stage->error) : status;
}

static enum status find(struct stage *stage, struct store_conn *conn)
{
    struct retag_worker *worker = stage->worker;
    return retag_find(conn, &worker->job.filter, &worker->after, PAGE, &worker->page, &worker->found,
                      &worker->found_count, &stage->error);
}

static enum status load(struct stage *stage, struct store_conn *conn)
{
    return retag_batch_load(&stage->batch, conn, &stage->error);
}

static enum status store(struct stage *stage, struct store_conn *conn)
{
    return retag_batch_store(&stage->batch, conn, stage->view->gazetteer, &stage->worker->recent, &stage->error);
}

static enum status finish(struct stage *stage, struct store_conn *conn)
{
    return retag_jobs_finish(conn, &stage->worker->job, &stage->worker->page, &stage->error);
}

static enum status give_back(struct stage *stage, struct store_conn *conn)
{
    struct error *error = &stage->error;
    const char *problem = *error->detail ? arena_strdup(&stage->worker->page, error->detail) : NULL;
    return retag_jobs_release(conn, &stage->worker->job, problem, problem ? TROUBLE_PAUSE_MS : 0, &stage->worker->page,
                              error);
}

static enum status prune(struct stage *stage, struct store_conn *conn)
{
    return retag_jobs_prune(conn, &stage->worker->page, &stage->error);
}

/* ---- batches ---- */

static void sleep_until(struct retag_worker *worker, int64_t until)
{
    wake_lock(&worker->wake);
    while (!worker->ended && wake_wait_until(&worker->wake, until))
        ;
    wake_unlock(&worker->wake);
}

/* Whether this process answers requests, since that was last asked. */
static bool is_live(struct retag_worker *worker)
{
    int64_t now = timestamp_monotonic();
    int64_t requests =
        metrics_sum(worker->app->metrics, METRIC_REQUESTS) + metrics_sum(worker->app->metrics, METRIC_BATCH_LINES);
    bool live = (requests - worker->requests) * 1000000 > LIVE_RATE * (now - worker->looked_at);
    worker->requests = requests;
    worker->looked_at = now;
    return live;
}

static void yield_to(struct retag_worker *worker, bool live, int64_t began)
{
    int64_t now = timestamp_monotonic(), pause = PAUSE_FACTOR * (now - began);
    if (live)
        sleep_until(worker, now + (pause < PAUSE_MAXIMUM_MS * 1000 ? pause : PAUSE_MAXIMUM_MS * 1000));
}

/* Finds more articles when those that were found are in batches. *ret_any: whether there are any. */
static enum status refill(struct retag_worker *worker, struct stage *stage, bool *ret_any)
{
    enum status status = STATUS_OK;
    if (worker->taken == worker->found_count) {
        arena_reset(&worker->page);
        worker->taken = worker->found_count = 0;
        status = in_store(stage, find);
        if (status == STATUS_OK && worker->found_count)
            worker->after = worker->found[worker->found_count - 1];
    }
    *ret_any = worker->found_count > worker->taken;
    return status;
}

/* Loads and tags the next articles; fewer of them as long as they need too much memory. */
static enum status make_batch(struct retag_worker *worker, struct stage *stage, size_t maximum)
{
    const struct retag_position *next = &worker->found[worker->taken];
    size_t left = worker->found_count - worker->taken, count = left < maximum ? left : maximum;
    stage->view = views_take(worker->app->views);
    for (;; count = (count + 1) / 2) {
        count = retag_batch_begin(&stage->batch, &worker->job, next, count);
        enum status status = in_store(stage, load);
        if (status != STATUS_OK)
            return status;
        if (retag_batch_tag(&stage->batch, stage->view->gazetteer))
            break;
    }
    worker->taken += count;
    return STATUS_OK;
}

/* The batch lets go of the gazetteer that it was tagged with. */
static void let_go(struct stage *stage)
{
    views_release(stage->worker->app->views, stage->view);
    stage->view = NULL;
}

/* What became of a batch that the store has had. */
static enum status collect(struct retag_worker *worker, struct stage *stage)
{
    enum status status = wait_for(stage);
    const struct retag_counts *counts = &stage->batch.stored;
    metrics_add(worker->app->metrics, METRIC_RETAGGED, METRICS_RETAG_CHANGED, counts->changed);
    metrics_add(worker->app->metrics, METRIC_RETAGGED, METRICS_RETAG_SKIPPED, counts->skipped);
    metrics_add(worker->app->metrics, METRIC_RETAGGED, METRICS_RETAG_SAME,
                counts->articles - counts->changed - counts->skipped);
    stage->batch.stored = (struct retag_counts){0};
    let_go(stage);
    return status;
}

/* All batches, until there are no more articles, or something is wrong; *ret_done: which of the two. The store has one
 * batch at the most, so that they are stored in their order. */
static enum status work_batches(struct retag_worker *worker, bool *ret_done)
{
    struct stage *next = &worker->stages[0], *stored = &worker->stages[1];
    enum status status = STATUS_OK;
    bool any = true;
    stored->status = STATUS_OK;
    while (status == STATUS_OK && any && !wake_is_set(&worker->wake, &worker->ended)) {
        bool live = is_live(worker);
        int64_t began = timestamp_monotonic();
        status = refill(worker, next, &any);
        if (status == STATUS_OK && any)
            status = make_batch(worker, next, live ? SMALL_BATCH : RETAG_BATCH);
        enum status before = collect(worker, stored);
        status = status == STATUS_OK ? before : status;
        if (status != STATUS_OK || !any) {
            let_go(next);
            break;
        }
        submit(next, store);
        if (live)
            wait_for(next);
        yield_to(worker, live, began);
        struct stage *other = stored;
        stored = next;
        next = other;
    }
    enum status last = collect(worker, stored);
    *ret_done = status == STATUS_OK && last == STATUS_OK && !any;
    return status == STATUS_OK ? last : status;
}

static void tell(const struct retag_worker *worker, const char *event, const char *detail)
{
    log_write(worker->app->log, LOG_INFO, event,
              (struct log_field[]){LOG_TEXT("retag", worker->job.id), LOG_TEXT("detail", detail), LOG_END});
}

static void work_job(struct retag_worker *worker)
{
    struct stage *stage = &worker->stages[0];
    bool done = false;
    worker->found_count = worker->taken = 0;
    worker->after = worker->job.reached;
    arena_reset(&worker->page);
    for (size_t i = 0; i < 2; i++)
        worker->stages[i].error.detail[0] = '\0';
    tell(worker, "retag-began", "");
    enum status status = worker->job.counted ? STATUS_OK : in_store(stage, expect);
    if (status == STATUS_OK)
        status = work_batches(worker, &done);
    const char *said = *stage->error.detail ? stage->error.detail : worker->stages[1].error.detail;
    tell(worker, done ? "retag-done" : "retag-left", said);
    if (status == STATUS_CONFLICT) /* it is not ours any more */
        return;
    if (status == STATUS_OK)
        stage->error.detail[0] = '\0';
    else if (said != stage->error.detail)
        stage->error = worker->stages[1].error;
    arena_reset(&worker->page);
    in_store(stage, done ? finish : give_back); /* when this fails the lease runs out */
}

/* ---- the thread ---- */

static bool take_one(struct retag_worker *worker)
{
    arena_reset(&worker->arena);
    return in_store(&worker->stages[0], take) == STATUS_OK;
}

static void *work(void *cls)
{
    struct retag_worker *worker = cls;
    (void)setpriority(PRIO_PROCESS, (id_t)gettid(), NICE); /* on Linux this is of the thread; a sandbox may forbid it */
    for (size_t idle = 0; !wake_is_set(&worker->wake, &worker->ended);) {
        if (take_one(worker)) {
            work_job(worker);
            continue;
        }
        arena_reset(&worker->page);
        if (++idle % PRUNE_TURNS == 1)
            in_store(&worker->stages[0], prune);
        wake_lock(&worker->wake);
        if (!worker->ended)
            wake_wait_until(&worker->wake, timestamp_monotonic() + LOOK_MS * 1000);
        wake_unlock(&worker->wake);
    }
    return NULL;
}

static void free_worker(struct retag_worker *worker)
{
    for (size_t i = 0; i < 2; i++)
        retag_batch_release(&worker->stages[i].batch);
    recent_release(&worker->recent);
    arena_release(&worker->arena);
    arena_release(&worker->page);
    wake_release(&worker->wake);
    free(worker);
}

enum status retag_worker_start(const struct app *app, struct retag_worker **ret_worker, struct error *error)
{
    struct retag_worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    worker->app = app;
    wake_init(&worker->wake);
    recent_init(&worker->recent);
    arena_init(&worker->arena, SCRATCH);
    arena_init(&worker->page, SCRATCH);
    for (size_t i = 0; i < 2; i++) {
        worker->stages[i].worker = worker;
        retag_batch_init(&worker->stages[i].batch, (size_t)app->config->request_memory);
    }
    if (pthread_create(&worker->thread, NULL, work, worker) == 0) {
        *ret_worker = worker;
        return STATUS_OK;
    }
    free_worker(worker);
    return error_set(error, STATUS_INTERNAL, "the thread that tags articles anew cannot be started");
}

void retag_worker_wake(struct retag_worker *worker)
{
    if (!worker)
        return;
    wake_lock(&worker->wake);
    wake_all(&worker->wake);
    wake_unlock(&worker->wake);
}

void retag_worker_stop(struct retag_worker *worker)
{
    if (!worker)
        return;
    wake_set(&worker->wake, &worker->ended);
    pthread_join(worker->thread, NULL);
    free_worker(worker);
}
