#include "service/store/store.h"

#include "service/store/articles/article_prepare.h"
#include "service/store/expirer.h"
#include "service/store/pool/worker.h"
#include "service/store/ticker.h"
#include "service/store/writer.h"

#include <stdlib.h>

struct store {
    struct pool pool;
    struct ticker ticker;
    struct expirer expirer;
    struct writer *writers;
    struct worker *workers;            /* of the pool, of the replica, of the checks */
    size_t writer_count, worker_count; /* whose threads were started */
};

enum status store_submit(struct store *store, struct store_job *job)
{
    /* An article's id begins with 32 bits of a hash, in hexadecimal. */
    job->lane = job->write ? (unsigned)strtoul(job->write->article->id, NULL, 16) : 0;
    return pool_submit(&store->pool, job);
}

/* Writers end first, because they hand jobs to the pool. */
void store_stop(struct store *store)
{
    if (!store)
        return;
    ticker_stop(&store->ticker);
    for (size_t i = 0; i < store->writer_count; i++)
        queue_close(&store->pool.writes[i]);
    for (size_t i = 0; i < store->writer_count; i++)
        pthread_join(store->writers[i].worker.thread, NULL);
    queue_close(&store->pool.reads);
    queue_close(&store->pool.jobs);
    queue_close(&store->pool.checks);
    for (size_t i = 0; i < store->worker_count; i++)
        pthread_join(store->workers[i].thread, NULL);
    store->writer_count = store->worker_count = 0;
    expirer_stop(&store->expirer);
}

void store_give_up(struct store *store)
{
    pool_give_up(&store->pool);
}

void store_free(struct store *store)
{
    if (!store)
        return;
    pool_release(&store->pool);
    free(store->writers);
    free(store->workers);
    free(store);
}

static bool start_workers(struct store *store, struct queue *queue, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        struct worker *worker = &store->workers[store->worker_count];
        worker_init(worker, &store->pool, queue);
        if (pthread_create(&worker->thread, NULL, worker_main, worker) != 0)
            return false;
        store->worker_count++;
    }
    return true;
}

static bool start_writers(struct store *store, int64_t count)
{
    for (; (int64_t)store->writer_count < count; store->writer_count++) {
        struct writer *writer = &store->writers[store->writer_count];
        writer_init(writer, &store->pool, &store->pool.writes[store->writer_count]);
        if (pthread_create(&writer->worker.thread, NULL, writer_main, writer) != 0)
            return false;
    }
    return true;
}

static bool start_all(struct store *store, const struct config *config)
{
    int64_t readers = *config->read_database_url ? config->database_connections : 0;
    return start_workers(store, &store->pool.jobs, config->database_connections) &&
           start_workers(store, &store->pool.reads, readers) && start_workers(store, &store->pool.checks, 1) &&
           expirer_start(&store->expirer, &store->pool) && start_writers(store, config->writers) &&
           ticker_start(&store->ticker, &store->pool);
}

enum status store_start(const struct app *app, struct store **ret_store, struct error *error)
{
    const struct config *config = app->config;
    struct store *store = calloc(1, sizeof *store);
    if (!store)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    pool_init(&store->pool, app);
    store->workers = calloc(2 * (size_t)config->database_connections + 1, sizeof *store->workers);
    store->writers = calloc((size_t)config->writers, sizeof *store->writers);
    bool allocated = store->workers && store->writers;
    if (allocated && start_all(store, config)) {
        *ret_store = store;
        return STATUS_OK;
    }
    store_stop(store);
    store_free(store);
    return allocated ? error_set(error, STATUS_INTERNAL, "threads cannot be started")
                     : error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
}
