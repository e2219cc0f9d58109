#include "service/http/server.h"

#include "service/http/dealer.h"
#include "service/http/exchange.h"
#include "service/http/listen.h"
#include "service/http/mhd_errors.h"
#include "service/http/state.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    BATCHES_POLL_US = 2000,
    LIBRARY_PATIENCE_S = 2 /* added to the library's own time-out, so that deadlines.c ends a connection first */
};

static int socket_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

static void connected(void *cls, struct MHD_Connection *connection, void **socket_context,
                      enum MHD_ConnectionNotificationCode code)
{
    struct http_thread *thread = cls;
    struct server *server = thread->server;
    bool started = code == MHD_CONNECTION_NOTIFY_STARTED;
    int fd = socket_of(connection);
    metrics_add(server->app->metrics, METRIC_CONNECTIONS, 0, started ? 1 : -1);
    if (!started) {
        deadlines_remove(server->deadlines, *socket_context);
        reads_end(thread->reads, fd);
        atomic_fetch_sub(&thread->open, 1);
        return;
    }
    reads_begin(thread->reads, fd);
    *socket_context = deadlines_add(server->deadlines, fd);
    atomic_fetch_sub(&server->dealt, 1);
    if (server->tls) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
        tls_use(info->tls_session, server->tls);
    }
}

/* Switches libmicrohttpd's percent-decoding off: router.c decodes, more strictly. */
static size_t leave_escaped(void *cls, struct MHD_Connection *connection, char *text)
{
    (void)cls;
    (void)connection;
    return strlen(text);
}

__attribute__((format(printf, 2, 0))) static void library_log(void *cls, const char *format, va_list args)
{
    struct server *server = cls;
    char text[512];
    vsnprintf(text, sizeof text, format, args);
    text[strcspn(text, "\r\n")] = '\0';
    log_write(server->app->log, LOG_DEBUG, "http-library", (struct log_field[]){LOG_TEXT("message", text), LOG_END});
}

static size_t thread_count(const struct config *config)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int64_t count = config->http_threads ? config->http_threads : processors;
    return count > 1 ? (size_t)count : 1;
}

/* The dealer keeps to ALAM_CONNECTIONS; the library's own limit is never reached. */
static struct MHD_Daemon *start_daemon(struct http_thread *thread)
{
    struct server *server = thread->server;
    const struct config *config = server->app->config;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME |
                     MHD_USE_ERROR_LOG | (server->tls ? MHD_USE_TLS : 0);
    struct MHD_OptionItem secured[] = {
        {MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (void *)(intptr_t)tls_retrieve},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)tls_priorities},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)config->connections + 1, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)config->header_maximum, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)(config->idle_timeout_ms + 999) / 1000 + LIBRARY_PATIENCE_S, NULL},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)leave_escaped, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)exchange_begin, server},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)exchange_completed, server},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)connected, thread},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(flags, 0, NULL, NULL, exchange_handle, server, MHD_OPTION_EXTERNAL_LOGGER, library_log,
                            server, MHD_OPTION_ARRAY, options, MHD_OPTION_ARRAY, server->tls ? secured : secured + 2,
                            MHD_OPTION_END);
}

static bool start_threads(struct server *server)
{
    size_t count = thread_count(server->app->config);
    server->threads = calloc(count, sizeof *server->threads);
    server->workers = workers_new(count);
    if (!server->threads || !server->workers)
        return false;
    for (; server->thread_count < count; server->thread_count++) {
        struct http_thread *thread = &server->threads[server->thread_count];
        thread->server = server;
        thread->reads = reads_new(server->tls != NULL);
        thread->daemon = thread->reads ? start_daemon(thread) : NULL;
        if (thread->daemon)
            continue;
        reads_free(thread->reads);
        return false;
    }
    return dealer_start(server);
}

enum status server_auth_required(const struct config *config, bool loopback, bool *ret_required, struct error *error)
{
    bool off = strcmp(config->auth, "off") == 0, keys = strcmp(config->auth, "keys") == 0;
    if (!off && !keys && strcmp(config->auth, "loopback") != 0)
        return error_set(error, STATUS_INVALID_INPUT, "ALAM_AUTH must be loopback, keys or off; it is %.60s",
                         config->auth);
    *ret_required = keys || (!off && !loopback);
    return STATUS_OK;
}

static enum status make_parts(struct server *server, bool loopback, struct error *error)
{
    struct app *app = server->app;
    bool required;
    enum status status = server_auth_required(app->config, loopback, &required, error);
    if (status == STATUS_OK && required && !loopback && !app->has_keys)
        status = error_set(error, STATUS_FORBIDDEN,
                           "ALAM_LISTEN is no loopback address and the database shows no working key: run `alam keys "
                           "create`, or set ALAM_AUTH=off to serve it openly");
    if (status == STATUS_OK && !address_list_parse(app->config->trusted_proxies, &server->proxies))
        status =
            error_set(error, STATUS_INVALID_INPUT, "ALAM_TRUSTED_PROXIES must list addresses or ranges; it is %.60s",
                      app->config->trusted_proxies);
    if (status == STATUS_OK && !*app->config->tls_certificate != !*app->config->tls_key)
        status = error_set(error, STATUS_INVALID_INPUT, "ALAM_TLS_CERT and ALAM_TLS_KEY go together");
    if (status == STATUS_OK && *app->config->tls_certificate)
        status = tls_new(app->config->tls_certificate, app->config->tls_key, &server->tls, error);
    if (status != STATUS_OK)
        return status;
    server->keyless = loopback && !required;
    server->keyring = keyring_new(app, required);
    server->deadlines = deadlines_new(app, server, !server->tls);
    server->queue = mhd_errors_queue();
    if (!server->queue)
        return error_set(error, STATUS_INTERNAL, "libmicrohttpd is not what alam was built with");
    return server->keyring && server->deadlines ? STATUS_OK : error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
}

/* Requests that the workers have end; those that come to them later are worked by the HTTP threads. */
static void stop_threads(struct server *server)
{
    atomic_store(&server->stopping, true);
    shutdown(server->socket, SHUT_RDWR);
    dealer_join(server);
    budget_close(server->app->budget);
    workers_stop(server->workers);
    deadlines_reset_armed(server->deadlines);
    while (atomic_load(&server->batches) > 0) /* they have been told; the library must not end while one is paused */
        usleep(BATCHES_POLL_US);
    for (size_t i = 0; i < server->thread_count; i++)
        MHD_stop_daemon(server->threads[i].daemon);
}

static void free_server(struct server *server)
{
    workers_free(server->workers);
    for (size_t i = 0; i < server->thread_count; i++)
        reads_free(server->threads[i].reads);
    free(server->threads);
    if (server->socket >= 0)
        close(server->socket);
    deadlines_free(server->deadlines);
    keyring_free(server->keyring);
    tls_free(server->tls);
    free(server);
}

enum status server_start(struct app *app, const struct route *routes, size_t route_count, struct server **ret_server,
                         struct error *error)
{
    struct listen_address address;
    struct server *server = calloc(1, sizeof *server);
    if (!server)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    *server = (struct server){.app = app, .routes = routes, .route_count = route_count, .socket = -1};
    enum status status = listen_parse(app->config->listen, &address, error);
    if (status == STATUS_OK)
        status = make_parts(server, address.loopback, error);
    if (status == STATUS_OK)
        status = listen_open(&address, &server->socket, &server->port, error);
    if (status == STATUS_OK && !start_threads(server)) {
        stop_threads(server);
        status = error_set(error, STATUS_INTERNAL, "libmicrohttpd or its threads do not start");
    }
    if (status == STATUS_OK)
        *ret_server = server;
    else
        free_server(server);
    return status;
}

enum status server_reload(struct server *server, struct error *error)
{
    return server->tls ? tls_reload(server->tls, error) : STATUS_OK;
}

uint16_t server_port(const struct server *server)
{
    return server->port;
}

int64_t server_running(const struct server *server)
{
    return atomic_load(&server->running);
}

void server_quiesce(struct server *server)
{
    listen_close(server->socket);
}

int64_t server_busy(const struct server *server)
{
    return server_running(server) + atomic_load(&server->dealt) + deadlines_expecting(server->deadlines);
}

void server_end_idle(struct server *server)
{
    deadlines_end_idle(server->deadlines);
}

void server_stop(struct server *server)
{
    stop_threads(server);
    free_server(server);
}
