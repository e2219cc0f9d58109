#include "service/work/job_worker.h"

#include "service/base/timestamp.h"
#include "service/fetch/fetch.h"
#include "service/route/problem.h"
#include "service/store/operations/jobs.h"
#include "service/store/store.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LOOK_MS = 500, PRUNE_TURNS = 7200, SCRATCH = 64 << 20 };

struct job_workers {
    struct app *app;
    const struct route *route;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool ended;
    size_t count;
    pthread_t threads[];
};

/* One thread's wait for the store or the fetcher. */
struct turn {
    struct store_job store;
    enum status (*work)(struct turn *turn, struct store_conn *conn);
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool done;
    enum status status;
    struct error error;
    struct arena arena; /* of the job's row */
    struct job job;
    struct request request;
    const char *article_id, *problem;
};

static void finish_turn(struct turn *turn, enum status status)
{
    pthread_mutex_lock(&turn->lock);
    turn->status = status;
    turn->done = true;
    pthread_cond_signal(&turn->wake);
    pthread_mutex_unlock(&turn->lock);
}

static enum status wait_turn(struct turn *turn)
{
    pthread_mutex_lock(&turn->lock);
    while (!turn->done)
        pthread_cond_wait(&turn->wake, &turn->lock);
    turn->done = false;
    pthread_mutex_unlock(&turn->lock);
    return turn->status;
}

static struct turn *turn_of(struct store_job *job)
{
    return (struct turn *)(void *)((char *)job - offsetof(struct turn, store));
}

static enum status store_work(struct store_job *job, struct store_conn *conn)
{
    return turn_of(job)->work(turn_of(job), conn);
}

static void store_done(struct store_job *job, enum status status)
{
    finish_turn(turn_of(job), status);
}

static enum status in_store(struct turn *turn, struct app *app,
                            enum status (*work)(struct turn *turn, struct store_conn *conn),
                            struct article_write *write)
{
    turn->work = work;
    turn->store = (struct store_job){.work = store_work, .done = store_done, .error = &turn->error, .write = write};
    enum status status = store_submit(app->store, &turn->store);
    return status == STATUS_OK ? wait_turn(turn) : status;
}

static enum status take(struct turn *turn, struct store_conn *conn)
{
    return jobs_take(conn, &turn->arena, &turn->job, &turn->error);
}

static enum status finish(struct turn *turn, struct store_conn *conn)
{
    return jobs_finish(conn, turn->job.id, turn->article_id, turn->problem, &turn->arena, &turn->error);
}

static enum status prune(struct turn *turn, struct store_conn *conn)
{
    return jobs_prune(conn, &turn->arena, &turn->error);
}

static enum status query(struct turn *turn, struct store_conn *conn)
{
    return turn->request.route->query(&turn->request, conn);
}

static void page_done(struct fetch_job *job)
{
    finish_turn(job->owner, STATUS_OK);
}

static enum status fetch(struct turn *turn, struct app *app)
{
    struct fetch_job *job = turn->request.fetch;
    job->owner = turn;
    job->done = page_done;
    enum status status = fetch_submit(app->fetcher, job);
    if (status != STATUS_OK)
        return status;
    wait_turn(turn);
    return turn->request.route->fetched(&turn->request);
}

/* The route's steps, as a request would take them. */
static enum status run_route(struct turn *turn, struct app *app)
{
    struct request *request = &turn->request;
    enum status status = request->route->prepare(request);
    if (status == STATUS_OK && request->fetch)
        status = fetch(turn, app);
    if (status == STATUS_OK) {
        status = in_store(turn, app, query, request->write);
        if (status != STATUS_OK && turn->error.detail[0])
            request->error = turn->error;
    }
    return status == STATUS_OK ? request_answered(request) : status;
}

/* "/v1/articles/ID" */
static const char *article_of(const struct request *request)
{
    const char *slash = request->location ? strrchr(request->location, '/') : NULL;
    return slash ? slash + 1 : NULL;
}

static void work_job(struct job_workers *workers, struct turn *turn)
{
    struct request *request = &turn->request;
    request_init(request, workers->app);
    request->route = workers->route;
    snprintf(request->id, sizeof request->id, "%s", turn->job.id);
    trace_begin(&request->trace, turn->job.trace);
    strbuf_append(&request->body, turn->job.body, strlen(turn->job.body));
    enum status status = run_route(turn, workers->app);
    bool passing = status_http(status) >= 500 && turn->job.attempts < JOB_ATTEMPTS;
    turn->article_id = status == STATUS_OK ? article_of(request) : NULL;
    turn->problem = NULL;
    if (status != STATUS_OK && !passing) {
        problem_answer(request, status);
        turn->problem = strbuf_ok(&request->out) ? request->out.data : "{}";
    }
    metrics_add(workers->app->metrics, METRIC_JOBS,
                turn->article_id ? METRICS_JOB_DONE
                : passing        ? METRICS_JOB_RETRIED
                                 : METRICS_JOB_FAILED,
                1);
    in_store(turn, workers->app, finish, NULL); /* when this fails the lease runs out, and it is worked again */
    request_release(request);
}

static bool pause_or_end(struct job_workers *workers)
{
    const struct timespec until = timestamp_in_ms(LOOK_MS);
    pthread_mutex_lock(&workers->lock);
    if (!workers->ended)
        pthread_cond_timedwait(&workers->wake, &workers->lock, &until);
    bool ended = workers->ended;
    pthread_mutex_unlock(&workers->lock);
    return ended;
}

static bool has_ended(struct job_workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    bool ended = workers->ended;
    pthread_mutex_unlock(&workers->lock);
    return ended;
}

static void *work(void *cls)
{
    struct job_workers *workers = cls;
    struct turn turn = {.done = false};
    pthread_mutex_init(&turn.lock, NULL);
    pthread_cond_init(&turn.wake, NULL);
    arena_init(&turn.arena, SCRATCH);
    for (size_t idle = 0; !has_ended(workers);) {
        arena_reset(&turn.arena);
        turn.error.detail[0] = '\0';
        if (in_store(&turn, workers->app, take, NULL) == STATUS_OK) {
            work_job(workers, &turn);
            continue;
        }
        if (++idle % PRUNE_TURNS == 1)
            in_store(&turn, workers->app, prune, NULL);
        if (pause_or_end(workers))
            break;
    }
    arena_release(&turn.arena);
    pthread_cond_destroy(&turn.wake);
    pthread_mutex_destroy(&turn.lock);
    return NULL;
}

enum status job_workers_start(struct app *app, const struct route *route, struct job_workers **ret_workers,
                              struct error *error)
{
    size_t count = (size_t)app->config->job_workers;
    struct job_workers *workers = calloc(1, sizeof *workers + count * sizeof *workers->threads);
    if (!workers)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    workers->app = app;
    workers->route = route;
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->wake, NULL);
    for (; workers->count < count; workers->count++)
        if (pthread_create(&workers->threads[workers->count], NULL, work, workers) != 0)
            break;
    *ret_workers = workers;
    return STATUS_OK;
}

void job_workers_wake(struct job_workers *workers)
{
    if (!workers)
        return;
    pthread_mutex_lock(&workers->lock);
    pthread_cond_signal(&workers->wake);
    pthread_mutex_unlock(&workers->lock);
}

void job_workers_stop(struct job_workers *workers)
{
    if (!workers)
        return;
    pthread_mutex_lock(&workers->lock);
    workers->ended = true;
    pthread_cond_broadcast(&workers->wake);
    pthread_mutex_unlock(&workers->lock);
    for (size_t i = 0; i < workers->count; i++)
        pthread_join(workers->threads[i], NULL);
    pthread_cond_destroy(&workers->wake);
    pthread_mutex_destroy(&workers->lock);
    free(workers);
}
