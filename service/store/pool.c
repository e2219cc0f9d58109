#include "service/store/pool.h"

#include "service/base/timestamp.h"

#include <pthread.h>
#include <stdlib.h>

enum { PAUSE_FIRST_US = 50 * 1000 };

struct worker {
    struct store *store;
    struct store_conn conn;
    pthread_t thread;
};

struct store {
    const struct app *app;
    pthread_mutex_t lock; /* guards everything below it but the workers' connections */
    pthread_cond_t wake;
    struct store_job *head, **tail;
    int64_t queued;
    bool closed;
    int64_t retry_at; /* no attempt to connect before; timestamp_monotonic */
    int64_t pause;    /* the next one's length, 0 while all is well */
    atomic_bool migrated;
    size_t worker_count;
    struct worker workers[];
};

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

static enum status ensure_connection(struct worker *worker, struct error *error)
{
    struct store *store = worker->store;
    const struct app *app = store->app;
    if (conn_alive(&worker->conn))
        return STATUS_OK;
    conn_close(&worker->conn);
    if (!may_connect(store))
        return error_set(error, STATUS_DATABASE_DOWN, "The database cannot be reached.");
    enum status status = conn_connect(app->config, true, &worker->conn.pg, error);
    note_connect(store, status == STATUS_OK);
    metrics_add(app->metrics, status == STATUS_OK ? METRIC_STORE_CONNECTIONS : METRIC_STORE_ERRORS, 0, 1);
    if (status != STATUS_OK)
        log_write(app->log, LOG_WARNING, "database-unreachable", (struct log_field[]){LOG_END});
    return status;
}

static enum status run_once(struct worker *worker, struct store_job *job)
{
    struct store_conn *conn = &worker->conn;
    conn->succeeded = 0;
    conn->broken = conn->conflict = false;
    enum status status = ensure_connection(worker, job->error);
    if (status != STATUS_OK)
        return status;
    status = job->work(job, conn);
    if (!conn->broken)
        conn_rollback(conn);
    if (conn->broken || PQstatus(conn->pg) != CONNECTION_OK)
        conn_close(conn);
    return status;
}

static void run(struct worker *worker, struct store_job *job)
{
    struct store *store = worker->store;
    int64_t started = timestamp_monotonic(), limit = store->app->config->request_timeout_ms * 1000;
    if (started - job->queued_at > limit) {
        job->done(job, error_set(job->error, STATUS_UNAVAILABLE, "The request waited too long for the database."));
        return;
    }
    enum status status = run_once(worker, job);
    bool again = (worker->conn.broken && worker->conn.succeeded == 0) || worker->conn.conflict;
    if (status != STATUS_OK && again)
        status = run_once(worker, job);
    metrics_observe(store->app->metrics, METRIC_STORE_SECONDS, 0, (double)(timestamp_monotonic() - started) / 1e6);
    job->done(job, status);
}

static struct store_job *take(struct store *store)
{
    pthread_mutex_lock(&store->lock);
    while (!store->head && !store->closed)
        pthread_cond_wait(&store->wake, &store->lock);
    struct store_job *job = store->head;
    if (job) {
        store->head = job->next;
        store->tail = store->head ? store->tail : &store->head;
        metrics_set(store->app->metrics, METRIC_STORE_QUEUE, 0, --store->queued);
    }
    pthread_mutex_unlock(&store->lock);
    return job;
}

static void *work(void *cls)
{
    struct worker *worker = cls;
    for (struct store_job *job; (job = take(worker->store));)
        run(worker, job);
    conn_close(&worker->conn);
    return NULL;
}

enum status store_submit(struct store *store, struct store_job *job)
{
    job->next = NULL;
    job->queued_at = timestamp_monotonic();
    pthread_mutex_lock(&store->lock);
    bool taken = !store->closed && store->queued < store->app->config->database_queue;
    if (taken) {
        *store->tail = job;
        store->tail = &job->next;
        metrics_set(store->app->metrics, METRIC_STORE_QUEUE, 0, ++store->queued);
        pthread_cond_signal(&store->wake);
    }
    pthread_mutex_unlock(&store->lock);
    if (!taken)
        metrics_add(store->app->metrics, METRIC_STORE_REJECTED, 0, 1);
    return taken ? STATUS_OK : STATUS_UNAVAILABLE;
}

void store_stop(struct store *store)
{
    if (!store)
        return;
    pthread_mutex_lock(&store->lock);
    store->closed = true;
    pthread_cond_broadcast(&store->wake);
    pthread_mutex_unlock(&store->lock);
    for (size_t i = 0; i < store->worker_count; i++)
        pthread_join(store->workers[i].thread, NULL);
    store->worker_count = 0;
}

void store_free(struct store *store)
{
    if (!store)
        return;
    pthread_cond_destroy(&store->wake);
    pthread_mutex_destroy(&store->lock);
    free(store);
}

enum status store_start(const struct app *app, struct store **ret_store, struct error *error)
{
    size_t count = (size_t)app->config->database_connections;
    struct store *store = calloc(1, sizeof *store + count * sizeof *store->workers);
    if (!store)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    store->app = app;
    store->tail = &store->head;
    pthread_mutex_init(&store->lock, NULL);
    pthread_cond_init(&store->wake, NULL);
    for (; store->worker_count < count; store->worker_count++) {
        struct worker *worker = &store->workers[store->worker_count];
        *worker = (struct worker){.store = store, .conn = {.app = app}};
        if (pthread_create(&worker->thread, NULL, work, worker) != 0)
            break;
    }
    if (store->worker_count < count) {
        store_stop(store);
        store_free(store);
        return error_set(error, STATUS_INTERNAL, "threads cannot be started");
    }
    *ret_store = store;
    return STATUS_OK;
}

bool pool_migrated(const struct store *store)
{
    return atomic_load(&store->migrated);
}

void pool_set_migrated(struct store *store)
{
    atomic_store(&store->migrated, true);
}
