#include "service/store/pool/worker.h"

#include "service/base/timestamp.h"

void worker_init(struct worker *worker, struct pool *pool, struct queue *queue)
{
    *worker = (struct worker){.pool = pool, .queue = queue, .replica = queue == &pool->reads};
    worker->conn.app = pool->app;
    worker->conn.shared = &pool->shared;
}

static enum status open_connection(struct worker *worker, struct error *error)
{
    const struct config *config = worker->pool->app->config;
    struct outage *outage = &worker->pool->shared.replica;
    const struct log *log = worker->pool->app->log;
    if (worker->replica && conn_open(&worker->conn, config->read_database_url, true, error) == STATUS_OK) {
        outage_over(outage, log);
        return STATUS_OK;
    }
    if (worker->replica)
        outage_note(outage, log, error->detail);
    return conn_open(&worker->conn, config->database_url, worker->replica, error);
}

static bool is_usable(struct worker *worker)
{
    struct store_conn *conn = &worker->conn;
    int64_t patience = worker->pool->app->config->reconnect_maximum_ms * 1000;
    return conn_alive(conn) && (!conn->read_only || timestamp_monotonic() < worker->connected + patience);
}

enum status worker_connect(struct worker *worker, struct error *error)
{
    const struct app *app = worker->pool->app;
    struct store_conn *conn = &worker->conn;
    conn->succeeded = 0;
    conn->broken = conn->conflict = conn->late = false;
    if (is_usable(worker))
        return STATUS_OK;
    conn_close(conn);
    if (pool_has_given_up(worker->pool) || !pool_may_connect(worker->pool))
        return pool_refuse(worker->pool, worker->queue == &worker->pool->checks, error);
    enum status status = open_connection(worker, error);
    pool_note_connect(worker->pool, status == STATUS_OK ? NULL : error->detail);
    metrics_add(app->metrics, status == STATUS_OK ? METRIC_STORE_CONNECTIONS : METRIC_STORE_ERRORS, 0, 1);
    worker->connected = timestamp_monotonic();
    if (status != STATUS_OK)
        return pool_refuse(worker->pool, worker->queue == &worker->pool->checks, error);
    if (!conn->read_only && !worker->replica)
        outage_over(&worker->pool->shared.read_only, app->log);
    return STATUS_OK;
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
    worker->conn.until = pool_until(worker->pool, job);
    status = job->work(job, &worker->conn);
    worker_settle(worker);
    return status;
}

/* Whether the job is worth a second try, on a new connection or after a conflict. */
static bool deserves_more(const struct store_conn *conn, const struct store_job *job)
{
    return job->tries == 0 && !conn->late && ((conn->broken && conn->succeeded == 0) || conn->conflict);
}

static void run(struct worker *worker, struct store_job *job)
{
    struct pool *pool = worker->pool;
    int64_t started = timestamp_monotonic();
    enum status status = run_once(worker, job);
    if (status != STATUS_OK && deserves_more(&worker->conn, job)) {
        job->tries++;
        queue_put_back(worker->queue, job);
        pool_count(pool, 1);
        return;
    }
    metrics_observe(pool->app->metrics, METRIC_STORE_SECONDS, 0, (double)(timestamp_monotonic() - started) / 1e6);
    job->done(job, status);
}

void *worker_main(void *cls)
{
    struct worker *worker = cls;
    struct pool *pool = worker->pool;
    while (queue_wait(worker->queue)) {
        int64_t taken;
        struct error ignored;
        (void)worker_connect(worker, &ignored); /* a job that is taken asks again, and is told */
        struct store_job *job = queue_take(worker->queue, 1, &taken);
        if (!job)
            continue;
        pool_count(pool, -taken);
        run(worker, job);
    }
    conn_close(&worker->conn);
    return NULL;
}
