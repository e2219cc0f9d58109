#include "service/work/webhook_worker.h"

#include "service/base/container.h"
#include "service/base/timestamp.h"
#include "service/base/wake.h"
#include "service/fetch/fetch.h"
#include "service/route/trace.h"
#include "service/store/operations/deliveries.h"
#include "service/store/store.h"
#include "service/work/webhook_payload.h"
#include "service/work/webhook_sign.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    LOOK_MS = 250,
    SLOW_US = 500 * 1000,
    SCRATCH = 64 << 20,
    ANSWER_MAXIMUM = 64 * 1024,
    FAULT_ROOM = 128,
    GONE = 410
};

/* A delivery on its way to the receiver, then to the store with its result. */
struct send {
    struct webhook_worker *worker;
    struct send *next;
    int64_t started; /* timestamp_monotonic */
    struct store_job store;
    struct fetch_job fetch;
    struct arena arena;
    struct delivery delivery; /* its subscription, position and url alone */
    struct strbuf payload;
    struct error error;
    char fault[FAULT_ROOM];
    bool delivered;
};

struct webhook_worker {
    struct app *app;
    pthread_t thread;
    struct wake wake; /* guards this group */
    bool ended;
    bool taking;        /* the store has `take` */
    bool more;          /* a delivery has ended: its subscription may have another one */
    struct send *first; /* sends that are not freed */

    struct store_job take;
    struct arena arena; /* of `taken` */
    struct delivery taken[DELIVERIES_MAXIMUM];
    size_t taken_count;
    size_t room; /* deliveries that may be begun */
    struct error error;
};

static void finish_send(struct send *send)
{
    struct webhook_worker *worker = send->worker;
    fetch_job_release(&send->fetch);
    strbuf_release(&send->payload);
    arena_release(&send->arena);
    wake_lock(&worker->wake);
    struct send **at = &worker->first;
    while (*at != send)
        at = &(*at)->next;
    *at = send->next;
    free(send);
    worker->more = true;
    wake_one(&worker->wake);
    wake_unlock(&worker->wake);
}

/* Statuses from 400 to 499 that say nothing of the delivery itself: it was too slow, too early, or one of too many. */
static bool may_pass(int http)
{
    return http == 408 || http == 425 || http == 429 || http == GONE;
}

static enum status note_work(struct store_job *job, struct store_conn *conn)
{
    struct send *send = CONTAINER_OF(job, struct send, store);
    int http = send->fetch.http;
    const struct delivery_outcome outcome = {.fault = send->delivered ? NULL : send->fault,
                                             .http = http,
                                             .pause = http == GONE,
                                             .refused = http >= 400 && http < 500 && !may_pass(http),
                                             .retry_after = send->fetch.retry_after};
    return delivery_finish(conn, &send->delivery, &outcome, &send->arena, &send->error);
}

/* When the result could not be stored, the lease runs out and the delivery is made again. */
static void note_done(struct store_job *job, enum status status)
{
    (void)status;
    finish_send(CONTAINER_OF(job, struct send, store));
}

static void answered(struct fetch_job *job)
{
    struct send *send = job->owner;
    struct app *app = send->worker->app;
    bool came = job->status == STATUS_OK || job->http != 0; /* an answer that is too long is one, too */
    send->delivered = came && job->http >= 200 && job->http < 300;
    if (came)
        snprintf(send->fault, sizeof send->fault, "The receiver answered %d.", job->http);
    else
        snprintf(send->fault, sizeof send->fault, "%.120s", job->error.detail);
    metrics_add(app->metrics, METRIC_WEBHOOKS, send->delivered ? METRICS_WEBHOOK_DELIVERED : METRICS_WEBHOOK_FAILED, 1);
    send->store = (struct store_job){.work = note_work, .done = note_done, .error = &send->error, .patient = true};
    if (store_submit(app->store, &send->store) != STATUS_OK)
        finish_send(send);
}

static bool fill(struct send *send, const struct delivery *from)
{
    struct arena *arena = &send->arena;
    struct trace trace;
    char header[TRACE_LENGTH + 1], now[32];
    send->delivery = (struct delivery){.subscription = arena_strdup(arena, from->subscription),
                                       .position = arena_strdup(arena, from->position),
                                       .url = arena_strdup(arena, from->url)};
    webhook_payload_write(from, &send->payload);
    if (!strbuf_ok(&send->payload))
        return false;
    const char *body = send->payload.data, *id = arena_printf(arena, "msg_%s", from->position);
    snprintf(now, sizeof now, "%lld", (long long)(timestamp_now() / 1000000));
    const char *signature = webhook_sign(arena, from->secret, id, now, body);
    const char *old = from->old_secret ? webhook_sign(arena, from->old_secret, id, now, body) : NULL;
    trace_begin(&trace, NULL);
    send->fetch.url = send->delivery.url;
    send->fetch.body = body;
    send->fetch.body_length = send->payload.length;
    send->fetch.maximum = ANSWER_MAXIMUM;
    send->fetch.headers[0] = "Content-Type: application/json";
    send->fetch.headers[1] = arena_printf(arena, "webhook-id: %s", id);
    send->fetch.headers[2] = arena_printf(arena, "webhook-timestamp: %s", now);
    send->fetch.headers[3] =
        arena_printf(arena, "webhook-signature: %s%s%s", signature ? signature : "", old ? " " : "", old ? old : "");
    send->fetch.headers[4] = arena_printf(arena, "traceparent: %s", trace_format(&trace, header));
    send->fetch.headers[5] = "Expect:";
    return signature && !arena->failed;
}

static void post(struct webhook_worker *worker, const struct delivery *delivery)
{
    struct send *send = calloc(1, sizeof *send);
    if (!send)
        return; /* the lease runs out, and it is taken again */
    send->worker = worker;
    arena_init(&send->arena, SCRATCH);
    strbuf_init(&send->payload, SCRATCH);
    send->fetch.owner = send;
    send->fetch.done = answered;
    send->started = timestamp_monotonic();
    wake_lock(&worker->wake);
    send->next = worker->first;
    worker->first = send;
    wake_unlock(&worker->wake);
    if (!fill(send, delivery) || fetch_submit(worker->app->fetcher, &send->fetch) != STATUS_OK)
        finish_send(send);
}

static enum status take_work(struct store_job *job, struct store_conn *conn)
{
    struct webhook_worker *worker = CONTAINER_OF(job, struct webhook_worker, take);
    arena_reset(&worker->arena);
    return deliveries_take(conn, worker->room, &worker->arena, worker->taken, &worker->taken_count, &worker->error);
}

static void take_done(struct store_job *job, enum status status)
{
    struct webhook_worker *worker = CONTAINER_OF(job, struct webhook_worker, take);
    wake_lock(&worker->wake);
    if (status != STATUS_OK)
        worker->taken_count = 0;
    worker->taking = false;
    wake_one(&worker->wake);
    wake_unlock(&worker->wake);
}

/* How many deliveries may be begun now. Those whose receivers have not answered for SLOW_US count against a limit of their
 * own, so that receivers that hang do not take the places of those that answer. */
static size_t room_of(struct webhook_worker *worker)
{
    int64_t parallel = worker->app->config->webhook_parallel, slow_before = timestamp_monotonic() - SLOW_US;
    int64_t fresh = 0, all = 0;
    wake_lock(&worker->wake);
    for (const struct send *send = worker->first; send; send = send->next, all++)
        fresh += send->started >= slow_before;
    wake_unlock(&worker->wake);
    int64_t room = parallel - fresh, left = parallel * FETCH_DELIVERIES_FACTOR - all;
    room = room < left ? room : left;
    return room <= 0 ? 0 : room < DELIVERIES_MAXIMUM ? (size_t)room : DELIVERIES_MAXIMUM;
}

/* Takes deliveries that are due and sends them. Returns how many there were. */
static size_t turn(struct webhook_worker *worker)
{
    worker->room = room_of(worker);
    if (worker->room == 0)
        return 0;
    worker->take = (struct store_job){.work = take_work, .done = take_done, .error = &worker->error, .patient = true};
    worker->taking = true;
    worker->taken_count = 0;
    if (store_submit(worker->app->store, &worker->take) != STATUS_OK)
        return 0;
    wake_lock(&worker->wake);
    while (worker->taking)
        wake_wait(&worker->wake);
    wake_unlock(&worker->wake);
    for (size_t i = 0; i < worker->taken_count; i++)
        post(worker, &worker->taken[i]);
    return worker->taken_count;
}

/* Waits until a delivery has ended or the next look is due. False: the worker ends. */
static bool rest(struct webhook_worker *worker)
{
    wake_lock(&worker->wake);
    if (!worker->ended && !worker->more)
        wake_wait_until(&worker->wake, timestamp_monotonic() + LOOK_MS * 1000);
    worker->more = false;
    bool ended = worker->ended;
    wake_unlock(&worker->wake);
    return !ended;
}

static void *work(void *cls)
{
    struct webhook_worker *worker = cls;
    do
        while (turn(worker) == DELIVERIES_MAXIMUM && !wake_is_set(&worker->wake, &worker->ended))
            ;
    while (rest(worker));
    return NULL;
}

enum status webhook_worker_start(struct app *app, struct webhook_worker **ret_worker, struct error *error)
{
    struct webhook_worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    worker->app = app;
    arena_init(&worker->arena, SCRATCH);
    wake_init(&worker->wake);
    if (pthread_create(&worker->thread, NULL, work, worker) == 0) {
        *ret_worker = worker;
        return STATUS_OK;
    }
    wake_release(&worker->wake);
    free(worker);
    return error_set(error, STATUS_INTERNAL, "the webhooks' thread cannot be started");
}

void webhook_worker_stop(struct webhook_worker *worker)
{
    if (!worker)
        return;
    wake_set(&worker->wake, &worker->ended);
    pthread_join(worker->thread, NULL);
    wake_lock(&worker->wake);
    while (worker->first)
        wake_wait(&worker->wake);
    wake_unlock(&worker->wake);
    arena_release(&worker->arena);
    wake_release(&worker->wake);
    free(worker);
}
