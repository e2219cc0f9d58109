#include "service/store/pool/pool.h"

#include "service/base/timestamp.h"
#include "service/store/db/times.h"

void pool_init(struct pool *pool, const struct app *app)
{
    const struct config *config = app->config;
    *pool = (struct pool){.app = app};
    pthread_mutex_init(&pool->lock, NULL);
    queue_init(&pool->jobs, config->database_queue);
    queue_init(&pool->reads, config->database_queue);
    for (int64_t i = 0; i < config->writers; i++)
        queue_init(&pool->writes[i], (config->write_queue + config->writers - 1) / config->writers);
    queue_init(&pool->checks, config->database_queue);
    shared_init(&pool->shared);
}

void pool_release(struct pool *pool)
{
    queue_release(&pool->jobs);
    queue_release(&pool->reads);
    for (int64_t i = 0; i < pool->app->config->writers; i++)
        queue_release(&pool->writes[i]);
    queue_release(&pool->checks);
    shared_release(&pool->shared);
    pthread_mutex_destroy(&pool->lock);
}

enum status pool_submit(struct pool *pool, struct store_job *job)
{
    bool replica = job->reads && *pool->app->config->read_database_url;
    struct queue *write = &pool->writes[job->lane % (unsigned)pool->app->config->writers];
    struct queue *queue = job->check ? &pool->checks : job->write ? write : replica ? &pool->reads : &pool->jobs;
    metrics_add(pool->app->metrics, METRIC_STORE_QUEUE, 0, 1);
    if (queue_put(queue, job))
        return STATUS_OK;
    metrics_add(pool->app->metrics, METRIC_STORE_QUEUE, 0, -1);
    metrics_add(pool->app->metrics, METRIC_STORE_REJECTED, 0, 1);
    return STATUS_UNAVAILABLE;
}

void pool_count(const struct pool *pool, int64_t added)
{
    metrics_add(pool->app->metrics, METRIC_STORE_QUEUE, 0, added);
}

static int64_t patience(const struct pool *pool, const struct store_job *job)
{
    const struct config *config = pool->app->config;
    return (job->check ? config->ready_timeout_ms : config->request_timeout_ms) * 1000;
}

int64_t pool_until(const struct pool *pool, const struct store_job *job)
{
    return job->patient ? 0 : job->queued_at + patience(pool, job);
}

enum status pool_refuse(struct pool *pool, bool check, struct error *error)
{
    struct error reason;
    outage_reason(&pool->shared.unreachable, &reason);
    return error_set(error, STATUS_DATABASE_DOWN, "%s",
                     check && *reason.detail ? reason.detail : "The database cannot be reached.");
}

static void expire(struct pool *pool, struct queue *queue, bool checks)
{
    const struct store_job example = {.check = checks};
    int64_t taken;
    int64_t limit = pool_has_given_up(pool) ? INT64_MAX : timestamp_monotonic() - patience(pool, &example);
    struct store_job *next;
    for (struct store_job *job = queue_expire(queue, limit, &taken); job; job = next) {
        next = job->next;
        pool_count(pool, -1);
        job->done(job, pool_is_down(pool) ? pool_refuse(pool, job->check, job->error)
                                          : error_set(job->error, STATUS_UNAVAILABLE,
                                                      "The request waited too long for the database."));
    }
}

void pool_expire(struct pool *pool)
{
    expire(pool, &pool->checks, true);
    expire(pool, &pool->reads, false);
    expire(pool, &pool->jobs, false);
    for (int64_t i = 0; i < pool->app->config->writers; i++)
        expire(pool, &pool->writes[i], false);
}

void pool_give_up(struct pool *pool)
{
    atomic_store(&pool->shared.given_up, true);
}

bool pool_has_given_up(const struct pool *pool)
{
    return atomic_load(&pool->shared.given_up);
}

bool pool_may_connect(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    bool may = timestamp_monotonic() >= pool->retry_at;
    pthread_mutex_unlock(&pool->lock);
    return may;
}

void pool_note_connect(struct pool *pool, const char *reason)
{
    bool succeeded = !reason;
    int64_t maximum = pool->app->config->reconnect_maximum_ms * 1000;
    pthread_mutex_lock(&pool->lock);
    int64_t grown = pool->pause ? pool->pause * 2 : TIMES_RECONNECT_FIRST_MS * 1000;
    pool->pause = succeeded ? 0 : grown < maximum ? grown : maximum;
    pool->retry_at = succeeded ? 0 : timestamp_monotonic() + pool->pause;
    pthread_mutex_unlock(&pool->lock);
    if (succeeded)
        outage_over(&pool->shared.unreachable, pool->app->log);
    else
        outage_note(&pool->shared.unreachable, pool->app->log, reason);
}

bool pool_is_down(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    bool down = pool->pause > 0;
    pthread_mutex_unlock(&pool->lock);
    return down;
}
