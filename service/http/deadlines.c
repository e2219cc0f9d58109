#include "service/http/deadlines.h"

#include "service/app/budget.h"
#include "service/base/status.h"
#include "service/base/timestamp.h"
#include "service/base/wake.h"
#include "service/http/batch/reset.h"
#include "service/route/trace.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/socket.h>

enum { BODY_ROOM = 384, ANSWER_ROOM = 1024 };

struct deadline {
    struct deadlines *all;
    struct deadline *previous, *next;
    int fd;
    _Atomic int64_t at;      /* timestamp_monotonic; 0: no deadline */
    _Atomic int64_t waiting; /* since when the connection waits for a request; 0: it does not */
    _Atomic int64_t heard;   /* when bytes of a body came last; 0: silence does not matter */
    _Atomic int phase;
    int64_t left;     /* of a deadline that is paused: microseconds; 0: it had none */
    int paused_phase; /* and its phase */
    void *exchange;
};

struct deadlines {
    const struct app *app;
    void *owner;
    bool plain;
    struct wake wake; /* guards what follows */
    struct deadline *first;
    int64_t count;
    bool ended;
    pthread_t thread;
};

/* Writes a 408 to the socket. No other thread writes at that time: no answer has begun. */
static void answer_late(const struct deadline *deadline)
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
    (void)!send(deadline->fd, answer, (size_t)length, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void end(struct deadlines *deadlines, struct deadline *deadline, const char *why)
{
    reset_or_shut(deadline->fd);
    atomic_store(&deadline->at, 0);
    atomic_store(&deadline->waiting, 0);
    atomic_store(&deadline->heard, 0);
    metrics_add(deadlines->app->metrics, METRIC_CONNECTIONS_ENDED, 0, 1);
    log_write(deadlines->app->log, LOG_DEBUG, "connection-ended", (struct log_field[]){LOG_TEXT("why", why), LOG_END});
}

static void end_late(struct deadlines *deadlines)
{
    int64_t now = timestamp_monotonic(), silence = deadlines->app->config->idle_timeout_ms * 1000;
    for (struct deadline *deadline = deadlines->first; deadline; deadline = deadline->next) {
        int64_t at = atomic_load(&deadline->at), heard = atomic_load(&deadline->heard);
        bool silent = heard && heard + silence < now;
        if (!at || (at >= now && !silent) || !atomic_compare_exchange_strong(&deadline->at, &at, 0))
            continue;
        int phase = atomic_load(&deadline->phase);
        if (deadlines->plain && (phase == PHASE_HEAD || phase == PHASE_BODY))
            answer_late(deadline);
        end(deadlines, deadline, "late");
    }
}

static void *watch(void *cls)
{
    struct deadlines *deadlines = cls;
    wake_lock(&deadlines->wake);
    while (!deadlines->ended) {
        wake_wait_until(&deadlines->wake, timestamp_monotonic() + DEADLINES_TICK_MS * 1000);
        end_late(deadlines);
        wake_unlock(&deadlines->wake);
        budget_expire(deadlines->app->budget); /* calls others, who have locks of their own */
        wake_lock(&deadlines->wake);
    }
    wake_unlock(&deadlines->wake);
    return NULL;
}

struct deadlines *deadlines_new(const struct app *app, void *owner, bool plain)
{
    struct deadlines *deadlines = calloc(1, sizeof *deadlines);
    if (!deadlines)
        return NULL;
    deadlines->app = app;
    deadlines->owner = owner;
    deadlines->plain = plain;
    wake_init(&deadlines->wake);
    if (pthread_create(&deadlines->thread, NULL, watch, deadlines) == 0)
        return deadlines;
    wake_release(&deadlines->wake);
    free(deadlines);
    return NULL;
}

void deadlines_reset_armed(struct deadlines *deadlines)
{
    wake_lock(&deadlines->wake);
    for (struct deadline *deadline = deadlines->first; deadline; deadline = deadline->next)
        reset_if_armed(deadline->fd);
    wake_unlock(&deadlines->wake);
}

void deadlines_free(struct deadlines *deadlines)
{
    if (!deadlines)
        return;
    wake_set(&deadlines->wake, &deadlines->ended);
    pthread_join(deadlines->thread, NULL);
    while (deadlines->first)
        deadlines_remove(deadlines, deadlines->first);
    wake_release(&deadlines->wake);
    free(deadlines);
}

static void make_room(struct deadlines *deadlines)
{
    struct deadline *oldest = NULL;
    int64_t since = INT64_MAX;
    for (struct deadline *deadline = deadlines->first; deadline; deadline = deadline->next) {
        int64_t waiting = atomic_load(&deadline->waiting);
        if (waiting && waiting < since) {
            since = waiting;
            oldest = deadline;
        }
    }
    if (oldest)
        end(deadlines, oldest, "room");
}

struct deadline *deadlines_add(struct deadlines *deadlines, int fd)
{
    struct deadline *deadline = calloc(1, sizeof *deadline);
    if (!deadline)
        return NULL;
    deadline->all = deadlines;
    deadline->fd = fd;
    deadline_set(deadline, PHASE_HEAD, 0);
    wake_lock(&deadlines->wake);
    if (deadlines->count >= deadlines->app->config->connections * 9 / 10)
        make_room(deadlines);
    deadline->next = deadlines->first;
    if (deadlines->first)
        deadlines->first->previous = deadline;
    deadlines->first = deadline;
    deadlines->count++;
    wake_unlock(&deadlines->wake);
    return deadline;
}

void deadlines_remove(struct deadlines *deadlines, struct deadline *deadline)
{
    if (!deadline)
        return;
    wake_lock(&deadlines->wake);
    if (deadline->next)
        deadline->next->previous = deadline->previous;
    *(deadline->previous ? &deadline->previous->next : &deadlines->first) = deadline->next;
    deadlines->count--;
    wake_unlock(&deadlines->wake);
    free(deadline);
}

static bool has_unread(const struct deadline *deadline)
{
    int bytes = 0;
    return ioctl(deadline->fd, FIONREAD, &bytes) == 0 && bytes > 0;
}

static bool is_expecting(const struct deadline *deadline)
{
    int64_t waiting = atomic_load(&deadline->waiting);
    if (!waiting)
        return false;
    bool fresh = atomic_load(&deadline->phase) == PHASE_HEAD &&
                 timestamp_monotonic() - waiting < (int64_t)DEADLINES_FRESH_MS * 1000;
    return fresh || has_unread(deadline);
}

int64_t deadlines_expecting(struct deadlines *deadlines)
{
    int64_t count = 0;
    wake_lock(&deadlines->wake);
    for (const struct deadline *deadline = deadlines->first; deadline; deadline = deadline->next)
        count += is_expecting(deadline);
    wake_unlock(&deadlines->wake);
    return count;
}

void deadlines_end_idle(struct deadlines *deadlines)
{
    wake_lock(&deadlines->wake);
    for (struct deadline *deadline = deadlines->first; deadline; deadline = deadline->next)
        if (atomic_load(&deadline->phase) == PHASE_IDLE && atomic_load(&deadline->waiting) && !has_unread(deadline))
            end(deadlines, deadline, "drained");
    wake_unlock(&deadlines->wake);
}

void deadline_set(struct deadline *deadline, enum deadline_phase phase, size_t bytes)
{
    if (!deadline)
        return;
    const struct config *config = deadline->all->app->config;
    int64_t now = timestamp_monotonic();
    const int64_t allowed_ms[] = {
        [PHASE_HEAD] = config->header_timeout_ms,
        [PHASE_BODY] = config->request_timeout_ms,
        [PHASE_STREAM] = config->request_timeout_ms,
        [PHASE_WORK] = 0,
        [PHASE_ANSWER] = config->request_timeout_ms + (int64_t)(bytes / DEADLINES_SLOWEST) * 1000,
        [PHASE_IDLE] = config->idle_timeout_ms,
    };
    atomic_store(&deadline->phase, phase);
    atomic_store(&deadline->heard, phase == PHASE_BODY || phase == PHASE_STREAM ? now : 0);
    atomic_store(&deadline->waiting, phase == PHASE_HEAD || phase == PHASE_IDLE ? now : 0);
    atomic_store(&deadline->at, allowed_ms[phase] ? now + allowed_ms[phase] * 1000 : 0);
}

void deadline_pause(struct deadline *deadline)
{
    if (!deadline)
        return;
    int64_t at = atomic_load(&deadline->at), left = at - timestamp_monotonic();
    deadline->left = at ? (left > 0 ? left : 1) : 0;
    deadline->paused_phase = atomic_load(&deadline->phase);
    deadline_set(deadline, PHASE_WORK, 0);
}

void deadline_resume(struct deadline *deadline)
{
    if (!deadline)
        return;
    deadline_set(deadline, (enum deadline_phase)deadline->paused_phase, 0);
    if (deadline->left)
        atomic_store(&deadline->at, timestamp_monotonic() + deadline->left);
}

void deadline_heard(struct deadline *deadline)
{
    if (deadline && atomic_load(&deadline->heard))
        atomic_store(&deadline->heard, timestamp_monotonic());
}

void *deadline_owner(const struct deadline *deadline)
{
    return deadline->all->owner;
}

void deadline_set_exchange(struct deadline *deadline, void *exchange)
{
    if (deadline)
        deadline->exchange = exchange;
}

void *deadline_exchange(const struct deadline *deadline)
{
    return deadline ? deadline->exchange : NULL;
}
