#include "service/work/backlog_worker.h"

#include "service/store/db/schema.h"
#include "service/store/operations/backlog.h"
#include "service/store/store.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { SCRATCH = 64 * 1024, PRUNE_TURNS = 1800 /* an hour */ };

struct backlog_worker {
    const struct app *app;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool ended, reading;
    struct store_job job;
    struct backlog backlog; /* the store worker's while `reading` */
    size_t turns;           /* as `backlog` */
    struct error error;
};

static struct backlog_worker *worker_of(struct store_job *job)
{
    return (struct backlog_worker *)(void *)((char *)job - offsetof(struct backlog_worker, job));
}

static enum status read_backlog(struct store_job *job, struct store_conn *conn)
{
    struct arena arena;
    arena_init(&arena, SCRATCH);
    enum status status = schema_check(conn, job->error);
    if (status == STATUS_OK)
        status = backlog_read(conn, &arena, &worker_of(job)->backlog, job->error);
    if (status == STATUS_OK && worker_of(job)->turns++ % PRUNE_TURNS == 0)
        status = backlog_prune(conn, &arena, job->error);
    arena_release(&arena);
    return status;
}

static void show(struct metrics *metrics, const struct backlog *backlog)
{
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
        show(worker->app->metrics, &worker->backlog);
    pthread_mutex_lock(&worker->lock);
    worker->reading = false;
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
}

/* With the lock held. False: ended. */
static bool wait_a_turn(struct backlog_worker *worker)
{
    struct timespec until;
    int waited = 0;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += BACKLOG_MS / 1000;
    while (!worker->ended && (worker->reading || waited == 0))
        waited = worker->reading ? pthread_cond_wait(&worker->wake, &worker->lock)
                                 : pthread_cond_timedwait(&worker->wake, &worker->lock, &until);
    return !worker->ended;
}

static void *work(void *cls)
{
    struct backlog_worker *worker = cls;
    pthread_mutex_lock(&worker->lock);
    do {
        worker->reading = true;
        worker->job = (struct store_job){.work = read_backlog, .done = was_read, .error = &worker->error};
        pthread_mutex_unlock(&worker->lock);
        bool taken = store_submit(worker->app->store, &worker->job) == STATUS_OK;
        pthread_mutex_lock(&worker->lock);
        worker->reading &= taken;
    } while (wait_a_turn(worker));
    while (worker->reading)
        pthread_cond_wait(&worker->wake, &worker->lock);
    pthread_mutex_unlock(&worker->lock);
    return NULL;
}

enum status backlog_worker_start(const struct app *app, struct backlog_worker **ret_worker, struct error *error)
{
    struct backlog_worker *worker = calloc(1, sizeof *worker);
    pthread_condattr_t attributes;
    if (!worker)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    worker->app = app;
    pthread_mutex_init(&worker->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&worker->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&worker->thread, NULL, work, worker) == 0) {
        *ret_worker = worker;
        return STATUS_OK;
    }
    free(worker);
    return error_set(error, STATUS_INTERNAL, "the backlog's thread cannot be started");
}

void backlog_worker_stop(struct backlog_worker *worker)
{
    if (!worker)
        return;
    pthread_mutex_lock(&worker->lock);
    worker->ended = true;
    pthread_cond_broadcast(&worker->wake);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    pthread_cond_destroy(&worker->wake);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
}
