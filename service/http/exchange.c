#include "service/http/exchange.h"

#include "service/base/container.h"
#include "service/base/timestamp.h"
#include "service/http/access_log.h"
#include "service/http/answer.h"
#include "service/http/body.h"
#include "service/http/field_list.h"
#include "service/http/headers.h"
#include "service/http/hosts.h"
#include "service/http/memory.h"
#include "service/http/state.h"
#include "service/route/router.h"

#include <stdlib.h>
#include <string.h>

void *exchange_begin(void *cls, const char *target, struct MHD_Connection *connection)
{
    struct server *server = cls;
    struct exchange *exchange = calloc(1, sizeof *exchange);
    if (!exchange)
        return NULL;
    const union MHD_ConnectionInfo *context = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    request_init(&exchange->request, server->app);
    exchange->server = server;
    exchange->connection = connection;
    exchange->deadline = context ? context->socket_context : NULL;
    exchange->started = timestamp_monotonic();
    exchange->target = arena_strdup(&exchange->request.arena, target);
    deadline_set(exchange->deadline, PHASE_HEAD, 0);
    deadline_set_exchange(exchange->deadline, exchange);
    return exchange;
}

/* To give back the memory of a large request takes long, too. */
static void free_exchange(struct work *work)
{
    struct exchange *exchange = CONTAINER_OF(work, struct exchange, work);
    decoder_free(exchange->decoder);
    free(exchange->payload.bytes);
    request_release(&exchange->request);
    free(exchange);
}

void exchange_completed(void *cls, struct MHD_Connection *connection, void **con_cls,
                        enum MHD_RequestTerminationCode code)
{
    struct exchange *exchange = *con_cls;
    (void)cls;
    (void)connection;
    if (!exchange)
        return;
    if (exchange->batch) {
        bool delivered;
        exchange->sent = batch_detach(exchange->batch, &delivered);
        access_log_write(exchange, delivered);
    } else if (exchange->state == ANSWERED) {
        access_log_write(exchange, code == MHD_REQUEST_TERMINATED_COMPLETED_OK);
    }
    if (exchange->counted) {
        metrics_add(exchange->server->app->metrics, METRIC_REQUESTS_RUNNING, 0, -1);
        atomic_fetch_sub(&exchange->server->running, 1);
    }
    deadline_set_exchange(exchange->deadline, NULL);
    deadline_set(exchange->deadline, PHASE_IDLE, 0);
    *con_cls = NULL;
    budget_leave(exchange->server->app->budget, &exchange->share);
    exchange->work.run = free_exchange;
    exchange->work.size = 0;
    if (!exchange->large || !workers_submit(exchange->server->workers, &exchange->work))
        free_exchange(&exchange->work);
}

/* From now on the exchange belongs to another thread, until that resumes the connection. */
static void suspend(struct exchange *exchange, enum exchange_state state)
{
    exchange->state = state;
    deadline_set(exchange->deadline, PHASE_WORK, 0);
    MHD_suspend_connection(exchange->connection);
}

static enum status load_key(struct store_job *job, struct store_conn *conn)
{
    struct exchange *exchange = CONTAINER_OF(job, struct exchange, key_job);
    return auth_load(exchange->server->keyring, &exchange->request, conn);
}

static void key_loaded(struct store_job *job, enum status status)
{
    struct exchange *exchange = CONTAINER_OF(job, struct exchange, key_job);
    exchange->status = status;
    MHD_resume_connection(exchange->connection);
}

static enum MHD_Result look_key_up(struct exchange *exchange)
{
    struct error *error = &exchange->request.error;
    exchange->key_job = (struct store_job){.work = load_key, .done = key_loaded, .error = error};
    suspend(exchange, AUTHORIZING);
    if (store_submit(exchange->server->app->store, &exchange->key_job) != STATUS_OK)
        key_loaded(&exchange->key_job,
                   error_set(error, STATUS_UNAVAILABLE, "Too many requests wait for the database."));
    return MHD_YES;
}

static void resumed(struct steps *steps)
{
    MHD_resume_connection(CONTAINER_OF(steps, struct exchange, steps)->connection);
}

/* Whether what comes next would hold up the other connections of an HTTP thread. */
static bool is_large(const struct exchange *exchange)
{
    const struct request *request = &exchange->request;
    switch (exchange->steps.at) {
    case STEPS_BEGIN:
        return request->body.length >= WORKERS_LARGE_BODY;
    case STEPS_PAGE:
        return true;
    default:
        return request->out.length >= WORKERS_LARGE_ANSWER && headers_get(exchange->connection, "Accept-Encoding");
    }
}

static void end_steps(struct exchange *exchange, enum status status)
{
    steps_end(&exchange->steps, status);
    resumed(&exchange->steps);
}

static void submit_now(struct share *share, bool granted)
{
    struct exchange *exchange = CONTAINER_OF(share, struct exchange, share);
    enum status status = granted ? steps_submit(&exchange->steps) : memory_refuse(exchange);
    if (status != STATUS_OK)
        end_steps(exchange, status);
}

/* Gives the request, whose connection is suspended, to the fetcher or the store. */
static void submit(struct exchange *exchange)
{
    if (exchange->steps.at == STEPS_PAGE)
        memory_wait(exchange, steps_hold(&exchange->steps), submit_now);
    else
        submit_now(&exchange->share, true);
}

static void work_on(struct work *work)
{
    struct exchange *exchange = CONTAINER_OF(work, struct exchange, work);
    bool ended = steps_advance(&exchange->steps) == STEPS_ENDED;
    if (ended) {
        exchange->status = exchange->steps.status;
        answer_prepare(exchange);
    }
    memory_count(exchange);
    if (ended)
        resumed(&exchange->steps);
    else
        submit(exchange);
}

/* Once the server stops there are no workers, and this thread does it. */
static void begin_work(struct share *share, bool granted)
{
    struct exchange *exchange = CONTAINER_OF(share, struct exchange, share);
    if (!granted)
        end_steps(exchange, memory_refuse(exchange));
    else if (!workers_submit(exchange->server->workers, &exchange->work))
        work_on(&exchange->work);
}

/* Leaves the exchange to a worker, as soon as there is memory for it. */
static enum MHD_Result hand_to_worker(struct exchange *exchange)
{
    exchange->work.run = work_on;
    exchange->work.size = exchange->request.body.length + exchange->request.out.length;
    exchange->large = true;
    suspend(exchange, WORKING);
    memory_wait(exchange, steps_need(&exchange->steps), begin_work);
    return MHD_YES;
}

static enum MHD_Result advance(struct exchange *exchange)
{
    struct steps *steps = &exchange->steps;
    if (exchange->prepared)
        return answer_send(exchange);
    if (is_large(exchange))
        return hand_to_worker(exchange);
    if (steps_advance(steps) != STEPS_ENDED) {
        suspend(exchange, WORKING);
        memory_count(exchange);
        submit(exchange);
        return MHD_YES;
    }
    exchange->status = steps->status;
    return is_large(exchange) ? hand_to_worker(exchange) : answer_send(exchange);
}

static enum MHD_Result run(struct exchange *exchange)
{
    if (exchange->decoder && exchange->status == STATUS_OK)
        exchange->status = decoder_finish(exchange->decoder, &exchange->request.error);
    if (exchange->status != STATUS_OK || exchange->options)
        return answer_send(exchange);
    steps_init(&exchange->steps, &exchange->request, resumed);
    return advance(exchange);
}

static enum status open_body(struct exchange *exchange)
{
    const struct config *config = exchange->server->app->config;
    enum coding coding;
    enum status status = headers_check_body(exchange->connection, &exchange->request, &coding);
    if (status != STATUS_OK || coding == CODING_IDENTITY)
        return status;
    exchange->decoder = decoder_new(coding, exchange->request.ndjson ? 0 : (uint64_t)config->body_maximum,
                                    (uint64_t)config->decode_ratio);
    return exchange->decoder ? STATUS_OK : STATUS_OUT_OF_MEMORY;
}

/* A batch that holds enough lines has its connection paused, until it has worked on half of them. */
static void pause_connection(void *owner)
{
    struct exchange *exchange = owner;
    deadline_set(exchange->deadline, PHASE_WORK, 0);
    MHD_suspend_connection(exchange->connection);
}

static void resume_connection(void *owner)
{
    struct exchange *exchange = owner;
    deadline_set(exchange->deadline, PHASE_STREAM, 0);
    MHD_resume_connection(exchange->connection);
}

static enum status open_batch(struct exchange *exchange)
{
    const union MHD_ConnectionInfo *socket =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *tls =
        exchange->server->tls ? MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_GNUTLS_SESSION)
                              : NULL;
    struct batch_input input = {.app = exchange->server->app,
                                .route = exchange->request.route,
                                .pause = pause_connection,
                                .resume = resume_connection,
                                .owner = exchange,
                                .fd = socket->connect_fd,
                                .tls = tls ? tls->tls_session : NULL,
                                .request_id = exchange->request.id,
                                .parameters = exchange->request.parameters,
                                .parameter_count = exchange->request.parameter_count,
                                .keyring = exchange->server->keyring,
                                .key_id = exchange->request.key_id,
                                .head = answer_batch_head(exchange),
                                .chunked = exchange->chunked,
                                .minimal = exchange->request.minimal,
                                .early = headers_may_answer_early(exchange->connection),
                                .stopping = &exchange->server->stopping,
                                .running = &exchange->server->batches};
    if (!input.head)
        return STATUS_OUT_OF_MEMORY;
    enum status status = input.route->check ? input.route->check(&exchange->request) : STATUS_OK;
    return status != STATUS_OK ? status : batch_open(&input, &exchange->batch, &exchange->request.error);
}

/* Once it is known that the client may send this request: prepares for its body. */
static enum MHD_Result admit(struct exchange *exchange)
{
    if (exchange->status == STATUS_OK && !exchange->options)
        exchange->status = open_body(exchange);
    if (exchange->status == STATUS_OK && exchange->request.ndjson)
        exchange->status = open_batch(exchange);
    exchange->state = exchange->batch ? STREAMING : READING;
    deadline_set(exchange->deadline, exchange->batch ? PHASE_STREAM : PHASE_BODY, 0);
    /* An answer before the body is complete costs the connection. That is worth it when the body is long; a short body
     * is read to its end and dropped. */
    bool unwanted = exchange->status != STATUS_OK && headers_long_body(exchange->connection, &exchange->request);
    return exchange->status == STATUS_TOO_LARGE || unwanted ? answer_send(exchange) : MHD_YES;
}

static enum MHD_Result authorize(struct exchange *exchange, bool asked)
{
    struct request *request = &exchange->request;
    enum status loaded = asked ? exchange->status : STATUS_OK;
    enum auth_step step =
        auth_check(exchange->server->keyring, headers_list(exchange->connection, "Authorization", &request->arena),
                   request, asked, loaded, &exchange->status);
    return step == AUTH_LOOK_UP ? look_key_up(exchange) : admit(exchange);
}

static void count_running(struct exchange *exchange)
{
    const struct route *route = exchange->request.route;
    exchange->counted = !route || !(route->health || route->stream);
    if (!exchange->counted)
        return;
    metrics_add(exchange->server->app->metrics, METRIC_REQUESTS_RUNNING, 0, 1);
    atomic_fetch_add(&exchange->server->running, 1);
}

static enum MHD_Result read_head(struct exchange *exchange, const char *method, const char *version)
{
    struct request *request = &exchange->request;
    const struct server *server = exchange->server;
    if (!exchange->target)
        return MHD_NO;
    access_log_identify(exchange);
    exchange->status = headers_check_host(exchange->connection, version, request);
    if (exchange->status == STATUS_OK)
        exchange->status = hosts_check(request, headers_get(exchange->connection, "Host"), server->keyless);
    if (exchange->status != STATUS_OK) { /* it may be another host's; nothing after it is read */
        count_running(exchange);
        exchange->closing = true;
        return answer_send(exchange);
    }
    exchange->status = router_resolve(server->routes, server->route_count, method, exchange->target, request);
    const char *preferences = headers_list(exchange->connection, "Prefer", &request->arena);
    request->respond_async =
        request->route && request->route->async && field_list_prefers(preferences, "respond-async", NULL);
    request->minimal =
        request->route && request->route->minimal && field_list_prefers(preferences, "return", "minimal");
    request->html = headers_prefer_html(exchange->connection, &request->arena);
    request->last_event = headers_list(exchange->connection, "Last-Event-ID", &request->arena);
    request->if_match = headers_list(exchange->connection, "If-Match", &request->arena);
    exchange->options = strcmp(method, "OPTIONS") == 0 && exchange->status == STATUS_OK;
    if (exchange->options)
        request->http = 204;
    count_running(exchange);
    return exchange->status == STATUS_OK && !exchange->options ? authorize(exchange, false) : admit(exchange);
}

enum MHD_Result exchange_handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                                const char *version, const char *upload, size_t *upload_size, void **con_cls)
{
    struct exchange *exchange = *con_cls;
    (void)cls;
    (void)connection;
    (void)url;
    if (!exchange)
        return MHD_NO;
    exchange->chunked = strcmp(version, MHD_HTTP_VERSION_1_1) == 0;
    switch (exchange->state) {
    case FRESH:
        return read_head(exchange, method, version);
    case AUTHORIZING:
        return authorize(exchange, true);
    case READING:
        return *upload_size ? body_read(exchange, upload, upload_size) : run(exchange);
    case STREAMING:
        return body_stream(exchange, upload, upload_size);
    case WORKING:
        return advance(exchange);
    default:
        *upload_size = 0;
        return MHD_YES;
    }
}
