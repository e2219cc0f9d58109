#include "service/http/connections.h"

#include "service/base/timestamp.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

struct connection {
    struct connection *previous, *next;
    int fd;
    _Atomic int64_t deadline; /* timestamp_monotonic; 0: none */
    _Atomic int64_t waiting;  /* since when for a request; 0: it is not */
};

struct connections {
    const struct app *app;
    pthread_mutex_t lock; /* guards the list */
    pthread_cond_t wake;
    struct connection *first;
    int64_t count;
    bool ended;
    pthread_t thread;
};

static void end(struct connections *connections, struct connection *connection, const char *why)
{
    shutdown(connection->fd, SHUT_RDWR);
    atomic_store(&connection->deadline, 0);
    atomic_store(&connection->waiting, 0);
    metrics_add(connections->app->metrics, METRIC_CONNECTIONS_ENDED, 0, 1);
    log_write(connections->app->log, LOG_DEBUG, "connection-ended",
              (struct log_field[]){LOG_TEXT("why", why), LOG_END});
}

static void look(struct connections *connections)
{
    int64_t now = timestamp_monotonic();
    for (struct connection *at = connections->first; at; at = at->next) {
        int64_t deadline = atomic_load(&at->deadline);
        if (deadline && deadline < now)
            end(connections, at, "late");
    }
}

static void *watch(void *cls)
{
    struct connections *connections = cls;
    pthread_mutex_lock(&connections->lock);
    while (!connections->ended) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += CONNECTIONS_TICK_MS * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000L;
        until.tv_nsec %= 1000000000L;
        pthread_cond_timedwait(&connections->wake, &connections->lock, &until);
        look(connections);
    }
    pthread_mutex_unlock(&connections->lock);
    return NULL;
}

struct connections *connections_new(const struct app *app)
{
    struct connections *connections = calloc(1, sizeof *connections);
    if (!connections)
        return NULL;
    connections->app = app;
    pthread_mutex_init(&connections->lock, NULL);
    pthread_cond_init(&connections->wake, NULL);
    if (pthread_create(&connections->thread, NULL, watch, connections) == 0)
        return connections;
    free(connections);
    return NULL;
}

void connections_free(struct connections *connections)
{
    if (!connections)
        return;
    pthread_mutex_lock(&connections->lock);
    connections->ended = true;
    pthread_cond_signal(&connections->wake);
    pthread_mutex_unlock(&connections->lock);
    pthread_join(connections->thread, NULL);
    while (connections->first)
        connections_remove(connections, connections->first);
    pthread_cond_destroy(&connections->wake);
    pthread_mutex_destroy(&connections->lock);
    free(connections);
}

static void make_room(struct connections *connections)
{
    struct connection *oldest = NULL;
    int64_t since = INT64_MAX;
    for (struct connection *at = connections->first; at; at = at->next) {
        int64_t waiting = atomic_load(&at->waiting);
        if (waiting && waiting < since) {
            since = waiting;
            oldest = at;
        }
    }
    if (oldest)
        end(connections, oldest, "room");
}

struct connection *connections_add(struct connections *connections, int fd)
{
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection)
        return NULL;
    connection->fd = fd;
    connection_set(connections, connection, PHASE_HEAD, 0);
    pthread_mutex_lock(&connections->lock);
    if (connections->count >= connections->app->config->connections * 9 / 10)
        make_room(connections);
    connection->next = connections->first;
    if (connections->first)
        connections->first->previous = connection;
    connections->first = connection;
    connections->count++;
    pthread_mutex_unlock(&connections->lock);
    return connection;
}

void connections_remove(struct connections *connections, struct connection *connection)
{
    if (!connection)
        return;
    pthread_mutex_lock(&connections->lock);
    if (connection->next)
        connection->next->previous = connection->previous;
    *(connection->previous ? &connection->previous->next : &connections->first) = connection->next;
    connections->count--;
    pthread_mutex_unlock(&connections->lock);
    free(connection);
}

void connection_set(struct connections *connections, struct connection *connection, enum connection_phase phase,
                    size_t bytes)
{
    const struct config *config = connections->app->config;
    int64_t now = timestamp_monotonic();
    const int64_t allowed_ms[] = {
        [PHASE_HEAD] = config->header_timeout_ms,
        [PHASE_BODY] = config->request_timeout_ms,
        [PHASE_WORK] = 0,
        [PHASE_ANSWER] = config->request_timeout_ms + (int64_t)(bytes / CONNECTIONS_SLOWEST) * 1000,
        [PHASE_IDLE] = config->idle_timeout_ms,
    };
    if (!connection)
        return;
    atomic_store(&connection->waiting, phase == PHASE_HEAD || phase == PHASE_IDLE ? now : 0);
    atomic_store(&connection->deadline, allowed_ms[phase] ? now + allowed_ms[phase] * 1000 : 0);
}
