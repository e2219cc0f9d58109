/* alam serve: puts the parts together, waits for SIGTERM, drains. */
#include "handlers/routes.h"
#include "nlp/tagger.h"
#include "service/base/timestamp.h"
#include "service/commands/commands.h"
#include "service/commands/usage.h"
#include "service/fetch/fetch.h"
#include "service/http/listen.h"
#include "service/http/server.h"
#include "service/store/db/command_conn.h"
#include "service/store/operations/keys.h"
#include "service/store/store.h"
#include "service/work/backlog_worker.h"
#include "service/work/job_worker.h"
#include "service/work/webhook_worker.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { POLL_US = 5000, ROUTE_NAMES_MAXIMUM = 128, AFTER_GRACE_MS = 2000, HEAP_BLOCK = 8 << 20, HEAP_KEPT = 64 << 20 };

static const char usage[] =
    "usage: alam serve\nServes HTTP; configured by the environment (alam config). SIGTERM drains and ends it,\n"
    "SIGHUP reads the TLS certificate anew.\n";

/* Everything that lives as long as the service. */
struct service {
    struct config config;
    struct log log;
    struct app app;
    struct gazetteer *gazetteer;
    struct server *server;
    const char *route_names[ROUTE_NAMES_MAXIMUM];
};

/* Tags a real sentence: pages of the image are in memory, and the whole path works, before /readyz says so. */
static enum status warm_up(struct app *app, struct error *error)
{
    static const char sentence[] =
        "التقى وزير الخارجية المصري نظيره الأمريكي في القاهرة يوم الثلاثاء. They met in Cairo.";
    const struct tag_request request = {.text = {sentence, sizeof sentence - 1}, .types = ENTITY_TYPES_ALL};
    struct annotation annotation;
    struct arena arena;
    arena_init(&arena, tag_arena_size(request.text.length));
    enum status status = tag(app->gazetteer, &request, &arena, &annotation, error);
    atomic_store(&app->tagged, status == STATUS_OK);
    arena_release(&arena);
    return status;
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

/* Requests take and give back blocks of some hundred kilobytes: they come from the heap and stay there, instead of
 * being mapped, faulted in and unmapped each time. */
static void keep_heap(void)
{
    mallopt(M_MMAP_THRESHOLD, HEAP_BLOCK);
    mallopt(M_TRIM_THRESHOLD, HEAP_KEPT);
}

/* Connections are descriptors: as many as the system lets this process have. */
static void raise_file_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* An open address is served only when the database shows a key that works. */
static void look_for_keys(struct service *service)
{
    struct listen_address address;
    struct direct direct;
    struct error ignored;
    struct api_key *keys;
    size_t count = 0;
    bool required;
    if (listen_parse(service->config.listen, &address, &ignored) != STATUS_OK || address.loopback ||
        server_auth_required(&service->config, address.loopback, &required, &ignored) != STATUS_OK || !required ||
        direct_open(&service->config, &service->log, &direct, &ignored) != STATUS_OK)
        return;
    if (keys_list(&direct.conn, &direct.arena, &keys, &count, &ignored) == STATUS_OK)
        for (size_t i = 0; i < count; i++)
            service->app.has_keys |= !keys[i].revoked;
    direct_close(&direct);
}

static const struct route *find_route(const char *method, const char *pattern)
{
    size_t i = 0;
    while (strcmp(route_table[i].method, method) != 0 || strcmp(route_table[i].pattern, pattern) != 0)
        i++;
    return &route_table[i];
}

static enum status start(struct service *service, struct error *error)
{
    struct app *app = &service->app;
    enum status status = config_load(&service->config, error);
    if (status == STATUS_OK && !log_level_parse(service->config.log_level, &service->log.level))
        status = error_set(error, STATUS_INVALID_INPUT, "ALAM_LOG_LEVEL must be debug, info, warning or error");
    if (status == STATUS_OK)
        status = gazetteer_open(service->config.gazetteer, &service->gazetteer, error);
    if (status != STATUS_OK)
        return status;
    app->config = &service->config;
    app->log = &service->log;
    app->gazetteer = service->gazetteer;
    status = make_metrics(service, error);
    if (status == STATUS_OK)
        status = warm_up(app, error);
    if (status == STATUS_OK)
        status = store_start(app, &app->store, error);
    if (status == STATUS_OK)
        look_for_keys(service);
    if (status == STATUS_OK)
        status = fetcher_start(app, &app->fetcher, error);
    if (status == STATUS_OK)
        status = job_workers_start(app, find_route("POST", "/v1/articles"), &app->job_workers, error);
    if (status == STATUS_OK && service->config.webhooks)
        status = webhook_worker_start(app, &app->webhook_worker, error);
    if (status == STATUS_OK)
        status = backlog_worker_start(app, &app->backlog_worker, error);
    if (status == STATUS_OK)
        status = server_start(app, route_table, route_count, &service->server, error);
    return status;
}

static void stop(struct service *service)
{
    job_workers_stop(service->app.job_workers);
    webhook_worker_stop(service->app.webhook_worker);
    backlog_worker_stop(service->app.backlog_worker);
    fetcher_stop(service->app.fetcher);
    store_stop(service->app.store);
    if (service->server)
        server_stop(service->server);
    store_free(service->app.store);
    metrics_free(service->app.metrics);
    gazetteer_free(service->gazetteer);
}

static void wait_until_idle(const struct service *service, int64_t at_least_ms, int64_t at_most_ms)
{
    int64_t began = timestamp_monotonic(), passed = 0;
    while (passed < at_least_ms * 1000 || (server_running(service->server) > 0 && passed < at_most_ms * 1000)) {
        usleep(POLL_US);
        passed = timestamp_monotonic() - began;
    }
}

/* New connections are taken as long as requests run: that is how a balancer sees /readyz at 503. */
static void drain(struct service *service)
{
    log_write(&service->log, LOG_INFO, "draining",
              (struct log_field[]){LOG_NUMBER("running", server_running(service->server)), LOG_END});
    atomic_store(&service->app.draining, true);
    wait_until_idle(service, service->config.drain_delay_ms, service->config.drain_grace_ms);
    server_quiesce(service->server);
    wait_until_idle(service, 0, AFTER_GRACE_MS);
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

/* Returns when it is time to end. */
static void wait_for_signals(struct service *service, const sigset_t *signals)
{
    for (int received = 0; sigwait(signals, &received) == 0 && received == SIGHUP;)
        reload(service);
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
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    sigprocmask(SIG_BLOCK, &signals, NULL); /* before the first thread: all inherit it */
    signal(SIGPIPE, SIG_IGN);
    raise_file_limit();
    keep_heap();
    if (start(&service, &error) != STATUS_OK) {
        log_write(&service.log, LOG_ERROR, "start-failed",
                  (struct log_field[]){LOG_TEXT("detail", error.detail), LOG_END});
        stop(&service);
        return 1;
    }
    announce(&service);
    wait_for_signals(&service, &signals);
    drain(&service);
    log_write(&service.log, LOG_INFO, "stopped",
              (struct log_field[]){LOG_NUMBER("unfinished", server_running(service.server)), LOG_END});
    stop(&service);
    return 0;
}
