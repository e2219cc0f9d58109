#include "service/store/ticker.h"

#include "service/base/container.h"
#include "service/base/timestamp.h"
#include "service/store/db/schema.h"
#include "service/store/entities/rollup.h"

enum { SCRATCH = 256 * 1024 * 1024, BATCHES_OF_ONE_TURN = 8 };

static struct ticker *ticker_of(struct store_job *job)
{
    return CONTAINER_OF(job, struct ticker, job);
}

static bool is_stopped(struct ticker *ticker)
{
    wake_lock(&ticker->wake);
    bool stopped = ticker->stopped;
    wake_unlock(&ticker->wake);
    return stopped;
}

static enum status fold_some(struct store_job *job, struct store_conn *conn)
{
    struct ticker *ticker = ticker_of(job);
    struct arena arena;
    int64_t folded = ROLLUP_BATCH, forgotten = 0;
    enum status status = schema_check(conn, job->error);
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

static void fold_done(struct store_job *job, enum status status)
{
    struct ticker *ticker = ticker_of(job);
    (void)status; /* a failure was logged where it arose, and the next turn tries again */
    wake_lock(&ticker->wake);
    ticker->running = false;
    wake_all(&ticker->wake);
    wake_unlock(&ticker->wake);
}

/* With the lock held. False: stopped. */
static bool wait_a_turn(struct ticker *ticker)
{
    int64_t until = timestamp_monotonic() + ticker->pool->app->config->rollup_interval_ms * 1000;
    while (!ticker->stopped && wake_wait_until(&ticker->wake, until))
        ;
    return !ticker->stopped;
}

static void *tick(void *cls)
{
    struct ticker *ticker = cls;
    wake_lock(&ticker->wake);
    while (wait_a_turn(ticker)) {
        if (ticker->running || pool_is_down(ticker->pool))
            continue;
        ticker->running = true;
        ticker->job =
            (struct store_job){.work = fold_some, .done = fold_done, .error = &ticker->error, .patient = true};
        wake_unlock(&ticker->wake);
        bool taken = pool_submit(ticker->pool, &ticker->job) == STATUS_OK;
        wake_lock(&ticker->wake);
        ticker->running &= taken;
    }
    wake_unlock(&ticker->wake);
    return NULL;
}

bool ticker_start(struct ticker *ticker, struct pool *pool)
{
    ticker->pool = pool;
    wake_init(&ticker->wake);
    if (pool->app->config->rollup_interval_ms == 0)
        return true;
    ticker->started = pthread_create(&ticker->thread, NULL, tick, ticker) == 0;
    return ticker->started;
}

void ticker_stop(struct ticker *ticker)
{
    if (!ticker->started)
        return;
    wake_lock(&ticker->wake);
    ticker->stopped = true;
    wake_all(&ticker->wake);
    wake_unlock(&ticker->wake);
    pthread_join(ticker->thread, NULL);
    ticker->started = false;
}
