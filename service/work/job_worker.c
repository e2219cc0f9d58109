#include "service/work/job_worker.h"

#include "service/base/container.h"
#include "service/base/timestamp.h"
#include "service/base/wake.h"
#include "service/route/problem.h"
#include "service/route/steps.h"
#include "service/store/articles/changes.h"
#include "service/store/operations/jobs.h"
#include "service/store/store.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOOK_MS = 500, PRUNE_TURNS = 7200 /* an hour without work */, SCRATCH = 64 << 20 };

struct slot {
    pthread_t thread;
    struct job_workers *workers;
    struct job_held held; /* the job that it works; no id: none */
};

struct job_workers {
    struct app *app;
    const struct route *route;
    struct wake wake;  /* guards `ended` and what is held */
    struct wake alarm; /* wakes the renewer; guards nothing but its sleep */
    bool ended;
    bool renewing; /* the renewer was started */
    pthread_t renewer;
    size_t count;
    struct slot slots[];
};

/* What one thread works on, and how it waits for the store and the fetcher. */
struct turn {
    struct app *app;
    struct store_job store;
    enum status (*work)(struct turn *turn, struct store_conn *conn);
    struct wake wake; /* guards the two that follow */
    bool done;
    enum status status;
    struct error error;
    struct arena arena; /* of the job's row */
    struct job job;
    struct job_held *held; /* of the renewer: `held_count` copies */
    size_t held_count;
    struct request request;
    struct steps steps;
    const char *article_id, *problem;
    bool again; /* the problem may pass: the job is put back */
};

static void finish_wait(struct turn *turn, enum status status)
{
    wake_lock(&turn->wake);
    turn->status = status;
    turn->done = true;
    wake_one(&turn->wake);
    wake_unlock(&turn->wake);
}

static enum status wait(struct turn *turn)
{
    wake_lock(&turn->wake);
    while (!turn->done)
        wake_wait(&turn->wake);
    turn->done = false;
    wake_unlock(&turn->wake);
    return turn->status;
}

static enum status store_work(struct store_job *job, struct store_conn *conn)
{
    struct turn *turn = CONTAINER_OF(job, struct turn, store);
    return turn->work(turn, conn);
}

static void store_done(struct store_job *job, enum status status)
{
    finish_wait(CONTAINER_OF(job, struct turn, store), status);
}

/* Runs `work` on a store worker and waits for it. */
static enum status in_store(struct turn *turn, enum status (*work)(struct turn *turn, struct store_conn *conn))
{
    turn->work = work;
    turn->store = (struct store_job){.work = store_work, .done = store_done, .error = &turn->error, .patient = true};
    enum status status = store_submit(turn->app->store, &turn->store);
    return status == STATUS_OK ? wait(turn) : status;
}

static enum status take(struct turn *turn, struct store_conn *conn)
{
    return jobs_take(conn, &turn->arena, &turn->job, &turn->error);
}

static struct job_held held_of(const struct job *job)
{
    struct job_held held = {.attempts = job->attempts};
    memcpy(held.id, job->id, sizeof held.id);
    return held;
}

static enum status renew(struct turn *turn, struct store_conn *conn)
{
    return jobs_renew(conn, turn->held, turn->held_count, &turn->arena, &turn->error);
}

static enum status finish(struct turn *turn, struct store_conn *conn)
{
    const struct job_held held = held_of(&turn->job);
    return jobs_finish(conn, &held, turn->article_id, turn->problem, turn->again, &turn->arena, &turn->error);
}

static enum status prune(struct turn *turn, struct store_conn *conn)
{
    enum status status = jobs_prune(conn, &turn->arena, &turn->error);
    return status == STATUS_OK ? changes_prune(conn, &turn->arena, &turn->error) : status;
}

static void resumed(struct steps *steps)
{
    finish_wait(CONTAINER_OF(steps, struct turn, steps), STATUS_OK);
}

static enum status run_route(struct turn *turn)
{
    struct steps *steps = &turn->steps;
    steps_init(steps, &turn->request, resumed);
    while (steps_advance(steps) != STEPS_ENDED) {
        enum status status = steps_submit(steps);
        if (status == STATUS_OK)
            wait(turn);
        else
            steps_end(steps, status);
    }
    return steps->status;
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
    if (turn->job.if_exists)
        request->parameters[request->parameter_count++] = (struct request_parameter){"if_exists", turn->job.if_exists};
    enum status status = run_route(turn);
    turn->again = status_http(status) >= 500 && turn->job.attempts < JOB_ATTEMPTS;
    turn->article_id = status == STATUS_OK ? article_of(request) : NULL;
    turn->problem = NULL;
    if (status != STATUS_OK) {
        problem_answer(request, status);
        turn->problem = strbuf_ok(&request->out) ? request->out.data : "{}";
    }
    metrics_add(workers->app->metrics, METRIC_JOBS,
                turn->article_id ? METRICS_JOB_DONE
                : turn->again    ? METRICS_JOB_RETRIED
                                 : METRICS_JOB_FAILED,
                1);
    in_store(turn, finish); /* when this fails the job's lease runs out, and it is worked on again */
    request_release(request);
}

/* Until a job was put, or the next look is due. True: the workers end. */
static bool pause_or_end(struct job_workers *workers)
{
    wake_lock(&workers->wake);
    if (!workers->ended)
        wake_wait_until(&workers->wake, timestamp_monotonic() + LOOK_MS * 1000);
    bool ended = workers->ended;
    wake_unlock(&workers->wake);
    return ended;
}

/* Notes which job a thread works, NULL for none. */
static void hold(struct slot *slot, const struct job *job)
{
    wake_lock(&slot->workers->wake);
    slot->held = job ? held_of(job) : (struct job_held){.attempts = 0};
    wake_unlock(&slot->workers->wake);
}

/* Until the leases are to be renewed. False: the workers have ended, and nothing is held any more. */
static bool sleep_a_third(struct job_workers *workers)
{
    int64_t until = timestamp_monotonic() + workers->app->config->job_lease_ms * 1000 / 3;
    wake_lock(&workers->alarm);
    while (workers->renewing && wake_wait_until(&workers->alarm, until))
        ;
    bool goes_on = workers->renewing;
    wake_unlock(&workers->alarm);
    return goes_on;
}

static void *renew_leases(void *cls)
{
    struct job_workers *workers = cls;
    struct turn turn = {.app = workers->app};
    wake_init(&turn.wake);
    arena_init(&turn.arena, SCRATCH);
    while (sleep_a_third(workers)) {
        arena_reset(&turn.arena);
        turn.held_count = 0;
        turn.held = arena_array(&turn.arena, workers->count, sizeof *turn.held);
        wake_lock(&workers->wake);
        for (size_t i = 0; turn.held && i < workers->count; i++)
            if (*workers->slots[i].held.id)
                turn.held[turn.held_count++] = workers->slots[i].held;
        wake_unlock(&workers->wake);
        if (turn.held_count)
            in_store(&turn, renew); /* when this fails, the next one may be in time */
    }
    arena_release(&turn.arena);
    wake_release(&turn.wake);
    return NULL;
}

static void *work(void *cls)
{
    struct slot *slot = cls;
    struct job_workers *workers = slot->workers;
    struct turn turn = {.app = workers->app};
    wake_init(&turn.wake);
    arena_init(&turn.arena, SCRATCH);
    for (size_t idle = 0; !wake_is_set(&workers->wake, &workers->ended);) {
        arena_reset(&turn.arena);
        turn.error.detail[0] = '\0';
        if (in_store(&turn, take) == STATUS_OK) {
            hold(slot, &turn.job);
            work_job(workers, &turn);
            hold(slot, NULL);
            continue;
        }
        if (++idle % PRUNE_TURNS == 1)
            in_store(&turn, prune);
        if (pause_or_end(workers))
            break;
    }
    arena_release(&turn.arena);
    wake_release(&turn.wake);
    return NULL;
}

static bool start_threads(struct job_workers *workers, size_t count)
{
    for (; workers->count < count; workers->count++) {
        struct slot *slot = &workers->slots[workers->count];
        slot->workers = workers;
        if (pthread_create(&slot->thread, NULL, work, slot) != 0)
            return false;
    }
    workers->renewing = count > 0;
    if (workers->renewing && pthread_create(&workers->renewer, NULL, renew_leases, workers) != 0)
        workers->renewing = false;
    return workers->renewing == (count > 0);
}

enum status job_workers_start(struct app *app, const struct route *route, struct job_workers **ret_workers,
                              struct error *error)
{
    size_t count = (size_t)app->config->job_workers;
    struct job_workers *workers = calloc(1, sizeof *workers + count * sizeof *workers->slots);
    if (!workers)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    workers->app = app;
    workers->route = route;
    wake_init(&workers->wake);
    wake_init(&workers->alarm);
    if (start_threads(workers, count)) {
        *ret_workers = workers;
        return STATUS_OK;
    }
    job_workers_stop(workers);
    return error_set(error, STATUS_INTERNAL, "the threads of asynchronous jobs cannot be started");
}

void job_workers_wake(struct job_workers *workers)
{
    if (!workers)
        return;
    wake_lock(&workers->wake);
    wake_one(&workers->wake);
    wake_unlock(&workers->wake);
}

/* After the jobs have ended, so that their leases are renewed till then. */
static void end_renewer(struct job_workers *workers)
{
    if (!workers->renewing)
        return;
    wake_lock(&workers->alarm);
    workers->renewing = false;
    wake_all(&workers->alarm);
    wake_unlock(&workers->alarm);
    pthread_join(workers->renewer, NULL);
}

void job_workers_stop(struct job_workers *workers)
{
    if (!workers)
        return;
    wake_set(&workers->wake, &workers->ended);
    for (size_t i = 0; i < workers->count; i++)
        pthread_join(workers->slots[i].thread, NULL);
    end_renewer(workers);
    wake_release(&workers->alarm);
    wake_release(&workers->wake);
    free(workers);
}
