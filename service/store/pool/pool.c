#include "service/store/pool/pool.h"

#include "service/base/timestamp.h"

#include <stdlib.h>

enum { PAUSE_FIRST_US = 50 * 1000 };

static bool may_connect(struct store *store)
{
    pthread_mutex_lock(&store->lock);
    bool may = timestamp_monotonic() >= store->retry_at;
    pthread_mutex_unlock(&store->lock);
    return may;
}

static void note_connect(struct store *store, bool succeeded)
{
    int64_t maximum = store->app->config->reconnect_maximum_ms * 1000;
    pthread_mutex_lock(&store->lock);
    int64_t grown = store->pause ? store->pause * 2 : PAUSE_FIRST_US;
    store->pause = succeeded ? 0 : grown < maximum ? grown : maximum;
    store->retry_at = succeeded ? 0 : timestamp_monotonic() + store->pause;
    pthread_mutex_unlock(&store->lock);
}

bool pool_is_down(struct store *store)
{
    pthread_mutex_lock(&store->lock);
    bool down = store->pause > 0;
    pthread_mutex_unlock(&store->lock);
    return down;
}

static enum status open_connection(struct worker *worker, struct error *error)
{
    const struct config *config = worker->store->app->config;
    if (worker->replica && conn_open(&worker->conn, config->read_database_url, error) == STATUS_OK)
        return STATUS_OK;
    return conn_open(&worker->conn, config->database_url, error);
}

enum status pool_connect(struct worker *worker, struct error *error)
{
    struct store *store = worker->store;
    const struct app *app = store->app;
    struct store_conn *conn = &worker->conn;
    conn->succeeded = 0;
    conn->broken = conn->conflict = false;
    if (conn_alive(conn))
        return STATUS_OK;
    conn_close(conn);
    if (!may_connect(store))
        return error_set(error, STATUS_DATABASE_DOWN, "The database cannot be reached.");
    enum status status = open_connection(worker, error);
    note_connect(store, status == STATUS_OK);
    metrics_add(app->metrics, status == STATUS_OK ? METRIC_STORE_CONNECTIONS : METRIC_STORE_ERRORS, 0, 1);
    if (status != STATUS_OK)
        log_write(app->log, LOG_WARNING, "database-unreachable", (struct log_field[]){LOG_END});
    return status;
}

void pool_settle(struct worker *worker)
{
    struct store_conn *conn = &worker->conn;
    if (!conn->broken)
        conn_rollback(conn);
    if (conn->broken || PQstatus(conn->pg) != CONNECTION_OK)
        conn_close(conn);
}

bool pool_in_time(struct store *store, struct store_job *job)
{
    int64_t limit = store->app->config->request_timeout_ms * 1000;
    if (timestamp_monotonic() - job->queued_at <= limit)
        return true;
    job->done(job, error_set(job->error, STATUS_UNAVAILABLE, "The request waited too long for the database."));
    return false;
}

static enum status run_once(struct worker *worker, struct store_job *job)
{
    enum status status = pool_connect(worker, job->error);
    if (status != STATUS_OK)
        return status;
    status = job->work(job, &worker->conn);
    pool_settle(worker);
    return status;
}

static void run(struct worker *worker, struct store_job *job)
{
    struct store *store = worker->store;
    int64_t started = timestamp_monotonic();
    if (!pool_in_time(store, job))
        return;
    enum status status = run_once(worker, job);
    bool again = (worker->conn.broken && worker->conn.succeeded == 0) || worker->conn.conflict;
    if (status != STATUS_OK && again)
        status = run_once(worker, job);
    metrics_observe(store->app->metrics, METRIC_STORE_SECONDS, 0, (double)(timestamp_monotonic() - started) / 1e6);
    job->done(job, status);
}

static void *work(void *cls)
{
    struct worker *worker = cls;
    int64_t taken;
    for (struct store_job *job; (job = queue_take(worker->queue, 1, &taken));) {
        metrics_add(worker->store->app->metrics, METRIC_STORE_QUEUE, 0, -taken);
        run(worker, job);
    }
    conn_close(&worker->conn);
    return NULL;
}

enum status store_submit(struct store *store, struct store_job *job)
{
    bool replica = job->reads && *store->app->config->read_database_url;
    struct queue *queue = job->write ? &store->writes : replica ? &store->reads : &store->jobs;
    metrics_add(store->app->metrics, METRIC_STORE_QUEUE, 0, 1);
    if (queue_put(queue, job))
        return STATUS_OK;
    metrics_add(store->app->metrics, METRIC_STORE_QUEUE, 0, -1);
    metrics_add(store->app->metrics, METRIC_STORE_REJECTED, 0, 1);
    return STATUS_UNAVAILABLE;
}

static void join_workers(struct store *store, struct queue *queue)
{
    queue_close(queue);
    for (size_t i = 0; i < store->worker_count; i++)
        if (store->workers[i].queue == queue)
            pthread_join(store->workers[i].thread, NULL);
}

void store_stop(struct store *store)
{
    if (!store)
        return;
    ticker_stop(&store->ticker);
    join_workers(store, &store->writes); /* first: a writer may hand a job to the pool */
    join_workers(store, &store->reads);
    join_workers(store, &store->jobs);
    store->worker_count = 0;
}

void store_free(struct store *store)
{
    if (!store)
        return;
    queue_release(&store->jobs);
    queue_release(&store->reads);
    queue_release(&store->writes);
    pthread_mutex_destroy(&store->lock);
    free(store);
}

static bool start_workers(struct store *store, struct queue *queue, int64_t count, void *(*main)(void *))
{
    for (int64_t i = 0; i < count; i++) {
        struct worker *worker = &store->workers[store->worker_count];
        *worker = (struct worker){.store = store, .queue = queue, .conn = {.app = store->app}};
        worker->replica = queue == &store->reads;
        known_init(&worker->known);
        if (pthread_create(&worker->thread, NULL, main, worker) != 0)
            return false;
        store->worker_count++;
    }
    return true;
}

enum status store_start(const struct app *app, struct store **ret_store, struct error *error)
{
    const struct config *config = app->config;
    int64_t readers = *config->read_database_url ? config->database_connections : 0;
    size_t count = (size_t)(config->database_connections + readers + config->writers);
    struct store *store = calloc(1, sizeof *store + count * sizeof *store->workers);
    if (!store)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    store->app = app;
    pthread_mutex_init(&store->lock, NULL);
    queue_init(&store->jobs, config->database_queue);
    queue_init(&store->reads, config->database_queue);
    queue_init(&store->writes, config->write_queue);
    if (start_workers(store, &store->jobs, config->database_connections, work) &&
        start_workers(store, &store->reads, readers, work) &&
        start_workers(store, &store->writes, config->writers, writer_main) && ticker_start(&store->ticker, store)) {
        *ret_store = store;
        return STATUS_OK;
    }
    store_stop(store);
    store_free(store);
    return error_set(error, STATUS_INTERNAL, "threads cannot be started");
}
