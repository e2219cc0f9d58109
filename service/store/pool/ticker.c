#include "service/base/timestamp.h"
#include "service/store/entities/rollup.h"
#include "service/store/pool/pool.h"

#include <time.h>

enum { SCRATCH = 256 * 1024 * 1024, BATCHES_OF_ONE_TURN = 8 };

static struct ticker *ticker_of(struct store_job *job)
{
    return (struct ticker *)(void *)((char *)job - offsetof(struct ticker, job));
}

static bool is_stopped(struct ticker *ticker)
{
    pthread_mutex_lock(&ticker->lock);
    bool stopped = ticker->stopped;
    pthread_mutex_unlock(&ticker->lock);
    return stopped;
}

/* Ends after the batch that runs when the service stops: what waits is durable, and the next process goes on. */
static enum status fold_some(struct store_job *job, struct store_conn *conn)
{
    struct ticker *ticker = ticker_of(job);
    struct arena arena;
    int64_t folded = ROLLUP_BATCH, forgotten = 0;
    enum status status = store_check_ready(conn, job->error);
    arena_init(&arena, SCRATCH);
    for (int i = 0; i < BATCHES_OF_ONE_TURN && status == STATUS_OK && folded == ROLLUP_BATCH && !is_stopped(ticker);
         i++) {
        status = rollup_fold(conn, &arena, &folded, job->error);
        arena_reset(&arena);
    }
    if (status == STATUS_OK && folded < ROLLUP_BATCH && !is_stopped(ticker))
        status = rollup_forget(conn, &arena, &forgotten, job->error);
    arena_release(&arena);
    return status;
}

static void folded(struct store_job *job, enum status status)
{
    struct ticker *ticker = ticker_of(job);
    (void)status; /* logged where it arose; the next turn tries again */
    pthread_mutex_lock(&ticker->lock);
    ticker->running = false;
    pthread_cond_broadcast(&ticker->wake);
    pthread_mutex_unlock(&ticker->lock);
}

/* With the lock held. False: stopped. */
static bool wait_a_turn(struct ticker *ticker)
{
    int64_t at = timestamp_monotonic() + ticker->store->app->config->rollup_interval_ms * 1000;
    struct timespec until = {at / 1000000, at % 1000000 * 1000};
    int waited = 0;
    while (!ticker->stopped && waited == 0)
        waited = pthread_cond_timedwait(&ticker->wake, &ticker->lock, &until);
    return !ticker->stopped;
}

static void *tick(void *cls)
{
    struct ticker *ticker = cls;
    pthread_mutex_lock(&ticker->lock);
    while (wait_a_turn(ticker)) {
        if (ticker->running || pool_is_down(ticker->store))
            continue;
        ticker->running = true;
        ticker->job = (struct store_job){.work = fold_some, .done = folded, .error = &ticker->error};
        pthread_mutex_unlock(&ticker->lock);
        bool taken = store_submit(ticker->store, &ticker->job) == STATUS_OK;
        pthread_mutex_lock(&ticker->lock);
        ticker->running &= taken;
    }
    pthread_mutex_unlock(&ticker->lock);
    return NULL;
}

bool ticker_start(struct ticker *ticker, struct store *store)
{
    pthread_condattr_t attributes;
    ticker->store = store;
    pthread_mutex_init(&ticker->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&ticker->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (store->app->config->rollup_interval_ms == 0)
        return true;
    ticker->started = pthread_create(&ticker->thread, NULL, tick, ticker) == 0;
    return ticker->started;
}

void ticker_stop(struct ticker *ticker)
{
    if (!ticker->started)
        return;
    pthread_mutex_lock(&ticker->lock);
    ticker->stopped = true;
    pthread_cond_broadcast(&ticker->wake);
    pthread_mutex_unlock(&ticker->lock);
    pthread_join(ticker->thread, NULL);
    ticker->started = false;
}
