#include "service/http/deadlines.h"

#include "service/base/status.h"
#include "service/base/timestamp.h"
#include "service/route/trace.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>

enum { BODY_ROOM = 384, ANSWER_ROOM = 1024 };

struct connection {
    struct connection *previous, *next;
    int fd;
    _Atomic int64_t deadline; /* timestamp_monotonic; 0: none */
    _Atomic int64_t waiting;  /* since when for a request; 0: it is not */
    _Atomic int64_t heard;    /* when bytes of a body came; 0: silence does not matter */
    _Atomic int phase;
    void *owner, *exchange;
};

struct connections {
    const struct app *app;
    void *owner;
    bool plain;
    pthread_mutex_t lock; /* guards the list */
    pthread_cond_t wake;
    struct connection *first;
    int64_t count;
    bool ended;
    pthread_t thread;
};

/* What a late client is told. Nothing else writes then: no answer has begun. */
static void tell(const struct connection *connection)
{
    unsigned char random[16];
    char id[2 * sizeof random + 1], body[BODY_ROOM], answer[ANSWER_ROOM];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        memset(random, 0, sizeof random);
    trace_hex(id, random, sizeof random);
    int length = snprintf(body, sizeof body,
                          "{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s.\","
                          "\"instance\":\"urn:alam:request:%s\"}",
                          status_slug(STATUS_REQUEST_TIMEOUT), status_title(STATUS_REQUEST_TIMEOUT),
                          status_http(STATUS_REQUEST_TIMEOUT), status_title(STATUS_REQUEST_TIMEOUT), id);
    length = snprintf(answer, sizeof answer,
                      "HTTP/1.1 408 Request Timeout\r\nContent-Type: application/problem+json\r\nContent-Length: %d\r\n"
                      "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-Request-Id: %s\r\n"
                      "Connection: close\r\n\r\n%s",
                      length, id, body);
    (void)!send(connection->fd, answer, (size_t)length, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void end(struct connections *connections, struct connection *connection, const char *why)
{
    shutdown(connection->fd, SHUT_RDWR);
    atomic_store(&connection->deadline, 0);
    atomic_store(&connection->waiting, 0);
    atomic_store(&connection->heard, 0);
    metrics_add(connections->app->metrics, METRIC_CONNECTIONS_ENDED, 0, 1);
    log_write(connections->app->log, LOG_DEBUG, "connection-ended",
              (struct log_field[]){LOG_TEXT("why", why), LOG_END});
}

static void look(struct connections *connections)
{
    int64_t now = timestamp_monotonic(), silence = connections->app->config->idle_timeout_ms * 1000;
    for (struct connection *at = connections->first; at; at = at->next) {
        int64_t deadline = atomic_load(&at->deadline), heard = atomic_load(&at->heard);
        bool silent = heard && heard + silence < now;
        if (!deadline || (deadline >= now && !silent) || !atomic_compare_exchange_strong(&at->deadline, &deadline, 0))
            continue;
        int phase = atomic_load(&at->phase);
        if (connections->plain && (phase == PHASE_HEAD || phase == PHASE_BODY))
            tell(at);
        end(connections, at, "late");
    }
}

static void *watch(void *cls)
{
    struct connections *connections = cls;
    pthread_mutex_lock(&connections->lock);
    while (!connections->ended) {
        const struct timespec until = timestamp_in_ms(CONNECTIONS_TICK_MS);
        pthread_cond_timedwait(&connections->wake, &connections->lock, &until);
        look(connections);
    }
    pthread_mutex_unlock(&connections->lock);
    return NULL;
}

struct connections *connections_new(const struct app *app, void *owner, bool plain)
{
    struct connections *connections = calloc(1, sizeof *connections);
    if (!connections)
        return NULL;
    connections->app = app;
    connections->owner = owner;
    connections->plain = plain;
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
    connection->owner = connections->owner;
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
        [PHASE_STREAM] = config->request_timeout_ms,
        [PHASE_WORK] = 0,
        [PHASE_ANSWER] = config->request_timeout_ms + (int64_t)(bytes / CONNECTIONS_SLOWEST) * 1000,
        [PHASE_IDLE] = config->idle_timeout_ms,
    };
    if (!connection)
        return;
    atomic_store(&connection->phase, phase);
    atomic_store(&connection->heard, phase == PHASE_BODY || phase == PHASE_STREAM ? now : 0);
    atomic_store(&connection->waiting, phase == PHASE_HEAD || phase == PHASE_IDLE ? now : 0);
    atomic_store(&connection->deadline, allowed_ms[phase] ? now + allowed_ms[phase] * 1000 : 0);
}

void connection_heard(struct connection *connection)
{
    if (connection && atomic_load(&connection->heard))
        atomic_store(&connection->heard, timestamp_monotonic());
}

void *connection_owner(const struct connection *connection)
{
    return connection->owner;
}

void connection_set_exchange(struct connection *connection, void *exchange)
{
    if (connection)
        connection->exchange = exchange;
}

void *connection_exchange(const struct connection *connection)
{
    return connection->exchange;
}
