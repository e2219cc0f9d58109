#include "service/store/pool/worker.h"

#include "service/base/timestamp.h"

void worker_init(struct worker *worker, struct pool *pool, struct queue *queue)
{
    *worker = (struct worker){.pool = pool, .queue = queue, .replica = queue == &pool->reads};
    worker->conn.app = pool->app;
    worker->conn.schema_is_current = &pool->schema_is_current;
}

static enum status open_connection(struct worker *worker, struct error *error)
{
    const struct config *config = worker->pool->app->config;
    if (worker->replica && conn_open(&worker->conn, config->read_database_url, error) == STATUS_OK)
        return STATUS_OK;
    return conn_open(&worker->conn, config->database_url, error);
}

enum status worker_connect(struct worker *worker, struct error *error)
{
    const struct app *app = worker->pool->app;
    struct store_conn *conn = &worker->conn;
    conn->succeeded = 0;
    conn->broken = conn->conflict = false;
    if (conn_alive(conn))
        return STATUS_OK;
    conn_close(conn);
    if (!pool_may_connect(worker->pool))
        return error_set(error, STATUS_DATABASE_DOWN, "The database cannot be reached.");
    enum status status = open_connection(worker, error);
    pool_note_connect(worker->pool, status == STATUS_OK);
    metrics_add(app->metrics, status == STATUS_OK ? METRIC_STORE_CONNECTIONS : METRIC_STORE_ERRORS, 0, 1);
    if (status != STATUS_OK)
        log_write(app->log, LOG_WARNING, "database-unreachable", (struct log_field[]){LOG_END});
    return status;
}

void worker_settle(struct worker *worker)
{
    struct store_conn *conn = &worker->conn;
    if (!conn->broken)
        conn_rollback(conn);
    if (conn->broken || PQstatus(conn->pg) != CONNECTION_OK)
        conn_close(conn);
}

static enum status run_once(struct worker *worker, struct store_job *job)
{
    enum status status = worker_connect(worker, job->error);
    if (status != STATUS_OK)
        return status;
    status = job->work(job, &worker->conn);
    worker_settle(worker);
    return status;
}

static void run(struct worker *worker, struct store_job *job)
{
    int64_t started = timestamp_monotonic();
    if (!pool_in_time(worker->pool, job))
        return;
    enum status status = run_once(worker, job);
    bool again = (worker->conn.broken && worker->conn.succeeded == 0) || worker->conn.conflict;
    if (status != STATUS_OK && again)
        status = run_once(worker, job);
    metrics_observe(worker->pool->app->metrics, METRIC_STORE_SECONDS, 0,
                    (double)(timestamp_monotonic() - started) / 1e6);
    job->done(job, status);
}

void *worker_main(void *cls)
{
    struct worker *worker = cls;
    int64_t taken;
    for (struct store_job *job; (job = queue_take(worker->queue, 1, &taken));) {
        metrics_add(worker->pool->app->metrics, METRIC_STORE_QUEUE, 0, -taken);
        run(worker, job);
    }
    conn_close(&worker->conn);
    return NULL;
}
