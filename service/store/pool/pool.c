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
    queue_init(&pool->writes, config->write_queue);
}

void pool_release(struct pool *pool)
{
    queue_release(&pool->jobs);
    queue_release(&pool->reads);
    queue_release(&pool->writes);
    pthread_mutex_destroy(&pool->lock);
}

enum status pool_submit(struct pool *pool, struct store_job *job)
{
    bool replica = job->reads && *pool->app->config->read_database_url;
    struct queue *queue = job->write ? &pool->writes : replica ? &pool->reads : &pool->jobs;
    metrics_add(pool->app->metrics, METRIC_STORE_QUEUE, 0, 1);
    if (queue_put(queue, job))
        return STATUS_OK;
    metrics_add(pool->app->metrics, METRIC_STORE_QUEUE, 0, -1);
    metrics_add(pool->app->metrics, METRIC_STORE_REJECTED, 0, 1);
    return STATUS_UNAVAILABLE;
}

bool pool_in_time(struct pool *pool, struct store_job *job)
{
    int64_t limit = pool->app->config->request_timeout_ms * 1000;
    if (timestamp_monotonic() - job->queued_at <= limit)
        return true;
    job->done(job, error_set(job->error, STATUS_UNAVAILABLE, "The request waited too long for the database."));
    return false;
}

bool pool_may_connect(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    bool may = timestamp_monotonic() >= pool->retry_at;
    pthread_mutex_unlock(&pool->lock);
    return may;
}

void pool_note_connect(struct pool *pool, bool succeeded)
{
    int64_t maximum = pool->app->config->reconnect_maximum_ms * 1000;
    pthread_mutex_lock(&pool->lock);
    int64_t grown = pool->pause ? pool->pause * 2 : TIMES_RECONNECT_FIRST_MS * 1000;
    pool->pause = succeeded ? 0 : grown < maximum ? grown : maximum;
    pool->retry_at = succeeded ? 0 : timestamp_monotonic() + pool->pause;
    pthread_mutex_unlock(&pool->lock);
}

bool pool_is_down(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    bool down = pool->pause > 0;
    pthread_mutex_unlock(&pool->lock);
    return down;
}
