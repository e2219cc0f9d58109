#include "service/work/backlog_worker.h"

#include "service/base/container.h"
#include "service/base/timestamp.h"
#include "service/base/wake.h"
#include "service/store/db/schema.h"
#include "service/store/operations/backlog.h"
#include "service/store/operations/deliveries.h"
#include "service/store/operations/retag_jobs.h"
#include "service/store/store.h"

#include <pthread.h>
#include <stdlib.h>

enum { SCRATCH = 64 * 1024, PRUNE_TURNS = 1800 /* an hour */ };

struct backlog_worker {
    const struct app *app;
    pthread_t thread;
    struct wake wake; /* guards the two that follow */
    bool ended;
    bool reading; /* the store has `job` */
    struct store_job job;

    struct retag_open retags;
    struct backlog backlog; /* this group belongs to the store while `reading` */
    size_t turns;
    struct error error;
};

static struct backlog_worker *worker_of(struct store_job *job)
{
    return CONTAINER_OF(job, struct backlog_worker, job);
}

static enum status read_backlog(struct store_job *job, struct store_conn *conn)
{
    struct arena arena;
    arena_init(&arena, SCRATCH);
    enum status status = schema_check(conn, job->error);
    if (status == STATUS_OK)
        status = backlog_read(conn, &arena, &worker_of(job)->backlog, job->error);
    if (status == STATUS_OK)
        status = retag_jobs_open(conn, &arena, &worker_of(job)->retags, job->error);
    if (status == STATUS_OK)
        status = deliveries_give_up(conn, &arena, job->error);
    if (status == STATUS_OK && worker_of(job)->turns++ % PRUNE_TURNS == 0)
        status = backlog_prune(conn, &arena, job->error);
    arena_release(&arena);
    return status;
}

static void show(struct metrics *metrics, const struct backlog *backlog, const struct retag_open *retags)
{
    metrics_set(metrics, METRIC_RETAGS, METRICS_BACKLOG_QUEUED, retags->queued);
    metrics_set(metrics, METRIC_RETAGS, METRICS_BACKLOG_RUNNING, retags->running);
    metrics_set(metrics, METRIC_RETAGS_LEFT, 0, retags->left);
    metrics_set(metrics, METRIC_OUTBOX, METRICS_OUTBOX_WAITING, backlog->waiting);
    metrics_set(metrics, METRIC_OUTBOX, METRICS_OUTBOX_DEAD, backlog->dead);
    metrics_set(metrics, METRIC_OUTBOX_AGE, 0, backlog->oldest_seconds);
    metrics_set(metrics, METRIC_JOB_BACKLOG, METRICS_BACKLOG_QUEUED, backlog->queued);
    metrics_set(metrics, METRIC_JOB_BACKLOG, METRICS_BACKLOG_RUNNING, backlog->running);
}

static void was_read(struct store_job *job, enum status status)
{
    struct backlog_worker *worker = worker_of(job);
    if (status == STATUS_OK)
        show(worker->app->metrics, &worker->backlog, &worker->retags);
    wake_lock(&worker->wake);
    worker->reading = false;
    wake_one(&worker->wake);
    wake_unlock(&worker->wake);
}

/* Called with the lock held. False: the worker ends. */
static bool wait_a_turn(struct backlog_worker *worker)
{
    const int64_t until = timestamp_monotonic() + BACKLOG_MS * 1000;
    while (!worker->ended && (worker->reading || timestamp_monotonic() < until))
        if (worker->reading)
            wake_wait(&worker->wake);
        else
            wake_wait_until(&worker->wake, until);
    return !worker->ended;
}

static void *work(void *cls)
{
    struct backlog_worker *worker = cls;
    wake_lock(&worker->wake);
    do {
        worker->reading = true;
        worker->job =
            (struct store_job){.work = read_backlog, .done = was_read, .error = &worker->error, .patient = true};
        wake_unlock(&worker->wake);
        bool taken = store_submit(worker->app->store, &worker->job) == STATUS_OK;
        wake_lock(&worker->wake);
        worker->reading &= taken;
    } while (wait_a_turn(worker));
    while (worker->reading)
        wake_wait(&worker->wake);
    wake_unlock(&worker->wake);
    return NULL;
}

enum status backlog_worker_start(const struct app *app, struct backlog_worker **ret_worker, struct error *error)
{
    struct backlog_worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    worker->app = app;
    wake_init(&worker->wake);
    if (pthread_create(&worker->thread, NULL, work, worker) == 0) {
        *ret_worker = worker;
        return STATUS_OK;
    }
    wake_release(&worker->wake);
    free(worker);
    return error_set(error, STATUS_INTERNAL, "the backlog's thread cannot be started");
}

void backlog_worker_stop(struct backlog_worker *worker)
{
    if (!worker)
        return;
    wake_set(&worker->wake, &worker->ended);
    pthread_join(worker->thread, NULL);
    wake_release(&worker->wake);
    free(worker);
}
