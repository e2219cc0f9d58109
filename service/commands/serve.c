#include "service/commands/commands.h"

#include "handlers/routes.h"
#include "nlp/tagger.h"
#include "service/app/budget.h"
#include "service/app/usage.h"
#include "service/base/timestamp.h"
#include "service/commands/ending.h"
#include "service/fetch/fetch.h"
#include "service/http/listen.h"
#include "service/http/server.h"
#include "service/store/db/command_conn.h"
#include "service/store/operations/keys.h"
#include "service/store/store.h"
#include "service/work/backlog_worker.h"
#include "service/work/change_streams.h"
#include "service/work/edits_worker.h"
#include "service/work/job_worker.h"
#include "service/work/retag_worker.h"
#include "service/work/webhook_worker.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    POLL_US = 5000,       /* between two looks at how many requests run, while draining */
    AFTER_GRACE_MS = 750, /* for answers that are on their way when the grace ends */
    HEAP_BLOCK = 8 << 20, /* bytes; larger blocks are mapped by themselves */
    HEAP_KEPT = 64 << 20, /* bytes of free heap that are not given back */
    ROUTE_NAMES_MAXIMUM = 128,
    FILES_OF_ITS_OWN = 128, /* open files besides those that settings count: log, threads, name look-ups, spools */
};

static const char usage[] =
    "usage: alam serve\n"
    "Serves HTTP until SIGTERM, which lets running requests end. The environment configures it, see\n"
    "`alam config`. SIGINT ends it without ALAM_DRAIN_DELAY. SIGHUP reads the TLS certificate and key again.\n";

/* Everything that lives as long as the service. */
struct service {
    struct config config;
    struct log log;
    struct app app;
    struct gazetteer *gazetteer;
    struct server *server;
    struct ending ending;
    const char *route_names[ROUTE_NAMES_MAXIMUM];
};

/* ---- starting ---- */

static void warn_of_unknown(void *cls, const char *sentence)
{
    log_write(cls, LOG_WARNING, "unknown-setting", (struct log_field[]){LOG_TEXT("detail", sentence), LOG_END});
}

static enum status load_settings(struct service *service, struct error *error)
{
    enum status status = config_load(&service->config, error);
    if (status == STATUS_OK && !log_level_parse(service->config.log_level, &service->log.level))
        status =
            error_set(error, STATUS_INVALID_INPUT, "ALAM_LOG_LEVEL must be debug, info, warning or error; it is %.60s",
                      service->config.log_level);
    service->app.config = &service->config;
    service->app.log = &service->log;
    config_unknown(warn_of_unknown, &service->log);
    return status;
}

/* Open files that are not clients' connections. */
static int64_t other_files(const struct config *config)
{
    return 2 * config->database_connections + config->writers + 1 + config->fetch_parallel +
           FETCH_DELIVERIES_FACTOR * config->webhook_parallel * config->webhooks + FILES_OF_ITS_OWN;
}

/* Where the system allows fewer open files than ALAM_CONNECTIONS needs, clients wait for one another rather than that the
 * database or a page finds no file left. */
static enum status fit_connections(struct service *service, struct error *error)
{
    (void)error;
    struct rlimit limit;
    struct config *config = &service->config;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return STATUS_OK;
    int64_t allowed = (int64_t)limit.rlim_cur, left = allowed - other_files(config);
    left = left > allowed / 4 ? left : allowed / 4; /* rarely are all of the others open */
    if (left >= config->connections)
        return STATUS_OK;
    config->connections = left;
    log_write(
        &service->log, LOG_WARNING, "few-open-files",
        (struct log_field[]){LOG_NUMBER("connections", left), LOG_NUMBER("open_files", allowed),
                             LOG_TEXT("advice", "raise the limit of open files (ulimit -n, LimitNOFILE), or lower "
                                                "ALAM_CONNECTIONS"),
                             LOG_END});
    return STATUS_OK;
}

static enum status load_gazetteer(struct service *service, struct error *error)
{
    enum status status = gazetteer_open(service->config.gazetteer, &service->gazetteer, error);
    if (status != STATUS_OK)
        return status;
    service->app.views = views_new(service->gazetteer);
    return service->app.views ? STATUS_OK : error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
}

static enum status make_metrics(struct service *service, struct error *error)
{
    size_t count = route_count < ROUTE_NAMES_MAXIMUM ? route_count : ROUTE_NAMES_MAXIMUM - 1;
    for (size_t i = 0; i < count; i++)
        service->route_names[i] = route_table[i].name;
    service->route_names[count] = "none"; /* no such path or method */
    service->app.metrics = metrics_new(service->route_names, count + 1);
    if (!service->app.metrics)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    metrics_set(service->app.metrics, METRIC_START_TIME, 0, timestamp_now() / 1000000);
    metrics_set(service->app.metrics, METRIC_GAZETTEER_ENTITIES, 0,
                (int64_t)gazetteer_entity_count(service->gazetteer));
    metrics_set(service->app.metrics, METRIC_GAZETTEER_NAMES, 0, (int64_t)gazetteer_name_count(service->gazetteer));
    return STATUS_OK;
}

static enum status make_budget(struct service *service, struct error *error)
{
    service->app.budget = budget_new((size_t)service->config.memory_in_flight, service->app.metrics);
    return service->app.budget ? STATUS_OK : error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
}

/* Tags a sentence, so that /readyz says ready only when tagging works and the first pages of the image are in memory. */
static enum status warm_up(struct service *service, struct error *error)
{
    static const char sentence[] =
        "التقى وزير الخارجية المصري نظيره الأمريكي في القاهرة يوم الثلاثاء. They met in Cairo.";
    const struct tag_request request = {.text = {sentence, sizeof sentence - 1}, .types = ENTITY_TYPES_ALL};
    struct annotation annotation;
    struct arena arena;
    arena_init(&arena, tag_arena_size(request.text.length));
    enum status status = tag(service->gazetteer, &request, &arena, &annotation, error);
    atomic_store(&service->app.tagged, status == STATUS_OK);
    arena_release(&arena);
    return status;
}

/* Each request allocates and frees blocks of some hundred kilobytes. Keeping them on the heap spares mapping, page faults
 * and unmapping each time. */
static void keep_heap(void)
{
    mallopt(M_MMAP_THRESHOLD, HEAP_BLOCK);
    mallopt(M_TRIM_THRESHOLD, HEAP_KEPT);
}

/* Each connection needs a file descriptor: raises the soft limit to the hard one. */
static void raise_file_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* Whether the server will ask, before it serves, that there is an API key: on an address that is not loopback. What is
 * wrong with the settings the server says. */
static bool needs_keys(const struct service *service)
{
    struct listen_address address;
    struct error ignored;
    bool required;
    return listen_parse(service->config.listen, &address, &ignored) == STATUS_OK && !address.loopback &&
           server_auth_required(&service->config, address.loopback, &required, &ignored) == STATUS_OK && required;
}

/* Notes in app.has_keys whether the database has a key that is not revoked. */
static enum status look_for_keys(struct service *service, struct error *error)
{
    struct command_conn db;
    struct error reason;
    struct api_key *keys;
    size_t count = 0;
    enum status status = command_conn_open(&service->config, &service->log, &db, &reason);
    if (status == STATUS_OK) {
        status = keys_list(&db.conn, &db.arena, &keys, &count, &reason);
        for (size_t i = 0; status == STATUS_OK && i < count; i++)
            service->app.has_keys |= !keys[i].revoked;
        command_conn_close(&db);
    }
    if (status == STATUS_OK)
        return STATUS_OK;
    return error_set(error, status,
                     "ALAM_LISTEN needs API keys, or ALAM_AUTH=off, and keys cannot be looked up. %.400s",
                     reason.detail);
}

/* NULL: the table has no such route. */
static const struct route *find_route(const char *method, const char *pattern)
{
    for (size_t i = 0; i < route_count; i++)
        if (strcmp(route_table[i].method, method) == 0 && strcmp(route_table[i].pattern, pattern) == 0)
            return &route_table[i];
    return NULL;
}

static enum status start_store(struct service *service, struct error *error)
{
    enum status status = store_start(&service->app, &service->app.store, error);
    return status == STATUS_OK && needs_keys(service) ? look_for_keys(service, error) : status;
}

static enum status start_fetcher(struct service *service, struct error *error)
{
    return fetcher_start(&service->app, &service->app.fetcher, error);
}

static enum status start_job_workers(struct service *service, struct error *error)
{
    const struct route *route = find_route("POST", "/v1/articles");
    if (!route)
        return error_set(error, STATUS_INTERNAL, "the route table has no route for asynchronous jobs");
    return job_workers_start(&service->app, route, &service->app.job_workers, error);
}

static enum status start_webhook_worker(struct service *service, struct error *error)
{
    return service->config.webhooks ? webhook_worker_start(&service->app, &service->app.webhook_worker, error)
                                    : STATUS_OK;
}

static enum status start_backlog_worker(struct service *service, struct error *error)
{
    return backlog_worker_start(&service->app, &service->app.backlog_worker, error);
}

static enum status start_retag_worker(struct service *service, struct error *error)
{
    return service->config.retag ? retag_worker_start(&service->app, &service->app.retag_worker, error) : STATUS_OK;
}

static enum status start_change_streams(struct service *service, struct error *error)
{
    return change_streams_start(&service->app, &service->app.change_streams, error);
}

static enum status start_edits_worker(struct service *service, struct error *error)
{
    return edits_worker_start(&service->app, &service->app.edits_worker, error);
}

static enum status start_server(struct service *service, struct error *error)
{
    return server_start(&service->app, route_table, route_count, &service->server, error);
}

/* The steps of starting, in their order: each may use what the steps before it made. */
static enum status (*const steps[])(struct service *service, struct error *error) = {
    load_settings,        fit_connections,      load_gazetteer,
    make_metrics,         make_budget,          warm_up,
    start_store,          start_fetcher,        start_job_workers,
    start_webhook_worker, start_backlog_worker, start_retag_worker,
    start_edits_worker,   start_change_streams, start_server,
};

static enum status start(struct service *service, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == STATUS_OK; i++)
        status = steps[i](service, error);
    return status;
}

/* ---- ending ---- */

/* Works for a service of which only a part was started. */
static void stop(struct service *service)
{
    job_workers_stop(service->app.job_workers);
    webhook_worker_stop(service->app.webhook_worker);
    backlog_worker_stop(service->app.backlog_worker);
    retag_worker_stop(service->app.retag_worker);
    change_streams_end(service->app.change_streams);
    change_streams_stop(service->app.change_streams);
    edits_worker_stop(service->app.edits_worker);
    fetcher_stop(service->app.fetcher);
    store_stop(service->app.store);
    if (service->server)
        server_stop(service->server);
    ending_done(&service->ending);
    change_streams_free(service->app.change_streams);
    store_free(service->app.store);
    metrics_free(service->app.metrics);
    budget_free(service->app.budget);
    views_free(service->app.views);
    gazetteer_free(service->gazetteer);
}

/* Waits until no request runs or is on its way, but not longer than until `deadline`, timestamp_monotonic. */
static void wait_until_idle(const struct service *service, int64_t deadline)
{
    while (timestamp_monotonic() < deadline && server_busy(service->server) > 0)
        usleep(POLL_US);
}

static void sleep_until(int64_t deadline)
{
    while (timestamp_monotonic() < deadline)
        usleep(POLL_US);
}

/* For ALAM_DRAIN_DELAY everything goes on but /readyz, so that load balancers turn away; then no connection is accepted
 * any more, and what came on those that were is answered. `at_once`: nobody needs the delay. */
static void drain(struct service *service, bool at_once)
{
    const struct config *config = &service->config;
    int64_t began = timestamp_monotonic(), delay_ms = at_once ? 0 : config->drain_delay_ms;
    int64_t grace_ms = config->drain_grace_ms > delay_ms ? config->drain_grace_ms : delay_ms;
    ending_begin(&service->ending, &service->app, grace_ms);
    log_write(&service->log, LOG_INFO, "draining",
              (struct log_field[]){LOG_NUMBER("running", server_running(service->server)), LOG_END});
    atomic_store(&service->app.draining, true);
    change_streams_end(service->app.change_streams);
    sleep_until(began + delay_ms * 1000);
    server_quiesce(service->server);
    int64_t end = began + (grace_ms + AFTER_GRACE_MS) * 1000;
    wait_until_idle(service, end);
    server_end_idle(service->server);
    wait_until_idle(service, end);
}

static void announce(const struct service *service)
{
    log_write(&service->log, LOG_INFO, "listening",
              (struct log_field[]){LOG_TEXT("address", service->config.listen),
                                   LOG_NUMBER("port", server_port(service->server)), LOG_NUMBER("pid", getpid()),
                                   LOG_TEXT("gazetteer", gazetteer_version(service->gazetteer)),
                                   LOG_NUMBER("entities", gazetteer_entity_count(service->gazetteer)), LOG_END});
}

static void reload(struct service *service)
{
    struct error error = {""};
    enum status status = server_reload(service->server, &error);
    log_write(&service->log, status == STATUS_OK ? LOG_INFO : LOG_ERROR,
              status == STATUS_OK ? "reloaded" : "reload-failed",
              (struct log_field[]){LOG_TEXT("detail", error.detail), LOG_END});
}

/* Handles SIGHUP; returns the signal that ends the service. */
static int wait_for_signals(struct service *service, const sigset_t *signals)
{
    int received = 0;
    while (sigwait(signals, &received) == 0 && received == SIGHUP)
        reload(service);
    return received;
}

/* Signals are blocked before the first thread starts, so that all threads inherit it and sigwait gets them. */
static void block_signals(sigset_t *ret_signals)
{
    sigemptyset(ret_signals);
    sigaddset(ret_signals, SIGTERM);
    sigaddset(ret_signals, SIGINT);
    sigaddset(ret_signals, SIGHUP);
    sigprocmask(SIG_BLOCK, ret_signals, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void serve(struct service *service, const sigset_t *signals)
{
    announce(service);
    drain(service, wait_for_signals(service, signals) == SIGINT);
    log_write(&service->log, LOG_INFO, "stopped",
              (struct log_field[]){LOG_NUMBER("unfinished", server_running(service->server)), LOG_END});
}

int command_serve(int argc, char **argv)
{
    struct service service = {.log = {.fd = STDERR_FILENO, .level = LOG_INFO}};
    struct error error = {""};
    sigset_t signals;
    bool flag;
    int exit_status;
    if (!usage_parse(argc, argv, usage, NULL, &flag, &exit_status))
        return exit_status;
    block_signals(&signals);
    raise_file_limit();
    keep_heap();
    enum status status = start(&service, &error);
    if (status == STATUS_OK)
        serve(&service, &signals);
    else
        log_write(&service.log, LOG_ERROR, "start-failed",
                  (struct log_field[]){LOG_TEXT("detail", error.detail), LOG_END});
    stop(&service);
    return status == STATUS_OK ? 0 : 1;
}
