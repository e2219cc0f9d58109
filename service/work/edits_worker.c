#include "service/work/edits_worker.h"

#include "service/base/timestamp.h"
#include "service/base/wake.h"
#include "service/edits/edits.h"
#include "service/store/db/conn.h"
#include "service/store/db/schema.h"
#include "service/store/operations/edits.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { FIRST_WAIT_US = 2000000, READ_US = 10000000, ROWS_MAXIMUM = 1 << 30, RECONNECT_POLLS = 4 };

struct edits_worker {
    struct app *app;
    pthread_t thread;
    struct wake wake; /* guards the two that follow */
    bool ended, tried;
    int end_event; /* readable once it has ended */

    struct store_conn conn; /* the thread's own, like all that follows */
    struct arena arena;
    struct edits *edits; /* NULL: they must be read from the first on */
    int64_t number;      /* of the last edit that they have */
    int64_t complete_at; /* timestamp_monotonic when nothing was missing; 0: never */
    size_t refused, polls_until_connect;
};

/* ---- reading ---- */

static enum status listen_for_edits(struct edits_worker *worker, struct error *error)
{
    struct params params;
    params_init(&params, NULL);
    return conn_query_text(&worker->conn, "listen", "LISTEN " EDITS_CHANNEL, &params, NULL, error);
}

/* A server that cannot be listened to is polled. */
static enum status connect_to_database(struct edits_worker *worker, struct error *error)
{
    struct error ignored;
    worker->conn.broken = worker->conn.late = worker->conn.conflict = false;
    worker->conn.until = timestamp_monotonic() + READ_US;
    if (conn_alive(&worker->conn))
        return STATUS_OK;
    conn_close(&worker->conn);
    enum status status = conn_open(&worker->conn, worker->app->config->database_url, false, error);
    if (status == STATUS_OK)
        metrics_add(worker->app->metrics, METRIC_STORE_CONNECTIONS, 0, 1);
    if (status == STATUS_OK && listen_for_edits(worker, &ignored) != STATUS_OK && worker->conn.broken)
        status = error_set(error, STATUS_DATABASE_DOWN, "%.400s", ignored.detail);
    return status;
}

static void note_refused(struct edits_worker *worker)
{
    struct error why;
    size_t refused = edits_refused(worker->edits, &why);
    if (refused > worker->refused)
        log_write(worker->app->log, LOG_WARNING, "edit-refused",
                  (struct log_field[]){LOG_TEXT("detail", why.detail), LOG_NUMBER("count", (int64_t)refused), LOG_END});
    worker->refused = refused;
}

/* Edits that were applied in part, or have become too large, are read anew. */
static void forget(struct edits_worker *worker)
{
    edits_free(worker->edits);
    worker->edits = NULL;
    worker->number = 0;
    worker->refused = 0;
}

static enum status put_view(struct edits_worker *worker, struct error *error)
{
    struct gazetteer *view;
    struct metrics *metrics = worker->app->metrics;
    enum status status = edits_view(worker->edits, worker->number, &view, error);
    if (status != STATUS_OK)
        return status;
    metrics_set(metrics, METRIC_GAZETTEER_ENTITIES, 0, (int64_t)gazetteer_entity_count(view));
    metrics_set(metrics, METRIC_GAZETTEER_NAMES, 0, (int64_t)gazetteer_name_count(view));
    metrics_set(metrics, METRIC_GAZETTEER_EDIT, 0, worker->number);
    return views_put(worker->app->views, view, worker->number) ? STATUS_OK : STATUS_OUT_OF_MEMORY;
}

static enum status apply(struct edits_worker *worker, const struct edit_state *states, size_t count, int64_t number,
                         struct error *error)
{
    enum status status = STATUS_OK;
    if (!worker->edits)
        worker->edits = edits_new(views_base(worker->app->views));
    if (!worker->edits)
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory for the edits of the gazetteer");
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = edits_take(worker->edits, &(struct edit){states[i].kind, states[i].id, states[i].after}, error);
    if (status == STATUS_OK) {
        worker->number = number;
        note_refused(worker);
        status = put_view(worker, error);
    }
    if (status != STATUS_OK || edits_are_worn(worker->edits))
        forget(worker);
    return status;
}

/* A database that was never migrated is what /readyz tells of, not each look. */
static enum status check_schema(struct edits_worker *worker, struct error *error)
{
    const struct params none = {.count = 0};
    PGresult *result = NULL;
    if (worker->complete_at)
        return STATUS_OK;
    enum status status = conn_query(&worker->conn, STATEMENT_MIGRATIONS_TABLE_EXISTS, &none, &result, error);
    bool exists = status == STATUS_OK && PQgetvalue(result, 0, 0)[0] == 't';
    PQclear(result);
    if (status != STATUS_OK)
        return status;
    return exists ? schema_check(&worker->conn, error)
                  : error_set(error, STATUS_UNAVAILABLE, "The database is not migrated.");
}

/* Reads what is new and puts it in use. */
static enum status look(struct edits_worker *worker, struct error *error)
{
    struct edit_state *states;
    size_t count;
    int64_t number, made_at;
    enum status status = connect_to_database(worker, error);
    if (status == STATUS_OK)
        status = check_schema(worker, error);
    if (status == STATUS_OK)
        status = edits_number(&worker->conn, &worker->arena, &number, &made_at, error);
    if (status != STATUS_OK)
        return status;
    if (number < worker->number)
        forget(worker); /* another database, or one that was restored from a backup */
    const struct view *view = views_take(worker->app->views);
    bool missing = number != view->edit;
    views_release(worker->app->views, view);
    if (missing)
        status = edits_since(&worker->conn, worker->number, &worker->arena, &states, &count, &number, error);
    return status == STATUS_OK && missing ? apply(worker, states, count, number, error) : status;
}

static void look_once(struct edits_worker *worker)
{
    struct error error = {""};
    int64_t now = timestamp_monotonic();
    arena_reset(&worker->arena);
    enum status status = STATUS_DATABASE_DOWN;
    if (worker->polls_until_connect == 0 || worker->polls_until_connect-- == 1)
        status = look(worker, &error);
    if (status == STATUS_OK) {
        worker->complete_at = now;
        atomic_store(&worker->app->edited, true);
    } else if (PQstatus(worker->conn.pg) != CONNECTION_OK) {
        conn_close(&worker->conn);
        worker->polls_until_connect = worker->polls_until_connect ? worker->polls_until_connect : RECONNECT_POLLS;
    }
    metrics_set(worker->app->metrics, METRIC_GAZETTEER_EDIT_AGE, 0,
                worker->complete_at ? (now - worker->complete_at) / 1000000 : 0);
}

/* ---- waiting ---- */

/* Until a notice comes, the worker ends, or it is time to look. */
static void wait_for_edits(struct edits_worker *worker)
{
    struct pollfd files[] = {{.fd = worker->end_event, .events = POLLIN},
                             {.fd = worker->conn.pg ? PQsocket(worker->conn.pg) : -1, .events = POLLIN}};
    poll(files, 2, EDITS_POLL_MS);
    if (!worker->conn.pg || !files[1].revents)
        return;
    PQconsumeInput(worker->conn.pg);
    for (PGnotify *notice; (notice = PQnotifies(worker->conn.pg));)
        PQfreemem(notice);
}

static bool has_ended(struct edits_worker *worker)
{
    wake_lock(&worker->wake);
    worker->tried = true;
    bool ended = worker->ended;
    wake_all(&worker->wake);
    wake_unlock(&worker->wake);
    return ended;
}

static void *work(void *cls)
{
    struct edits_worker *worker = cls;
    for (look_once(worker); !has_ended(worker); look_once(worker))
        wait_for_edits(worker);
    conn_close(&worker->conn);
    return NULL;
}

static void worker_free(struct edits_worker *worker)
{
    wake_release(&worker->wake);
    arena_release(&worker->arena);
    edits_free(worker->edits);
    if (worker->end_event >= 0)
        close(worker->end_event);
    free(worker);
}

static void wait_for_first(struct edits_worker *worker)
{
    int64_t until = timestamp_monotonic() + FIRST_WAIT_US;
    wake_lock(&worker->wake);
    while (!worker->tried && timestamp_monotonic() < until)
        wake_wait_until(&worker->wake, until);
    wake_unlock(&worker->wake);
}

enum status edits_worker_start(struct app *app, struct edits_worker **ret_worker, struct error *error)
{
    struct edits_worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    worker->app = app;
    worker->conn = (struct store_conn){.app = app, .bounded = true};
    arena_init(&worker->arena, ROWS_MAXIMUM);
    wake_init(&worker->wake);
    worker->end_event = eventfd(0, EFD_CLOEXEC);
    if (worker->end_event < 0 || pthread_create(&worker->thread, NULL, work, worker) != 0) {
        worker_free(worker);
        return error_set(error, STATUS_INTERNAL, "the thread for edits of the gazetteer cannot be started");
    }
    wait_for_first(worker);
    *ret_worker = worker;
    return STATUS_OK;
}

void edits_worker_stop(struct edits_worker *worker)
{
    const uint64_t one = 1;
    if (!worker)
        return;
    wake_lock(&worker->wake);
    worker->ended = true;
    wake_unlock(&worker->wake);
    if (write(worker->end_event, &one, sizeof one) == (ssize_t)sizeof one)
        pthread_join(worker->thread, NULL);
    worker_free(worker);
}
