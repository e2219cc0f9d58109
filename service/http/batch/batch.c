#include "service/http/batch/batch.h"

#include "service/auth/auth.h"
#include "service/base/json.h"
#include "service/base/timestamp.h"
#include "service/fetch/fetch.h"
#include "service/http/batch/batch_socket.h"
#include "service/route/problem.h"
#include "service/store/store.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { OUT_PIECE = 64 * 1024, OUT_MAXIMUM = 1 << 30, BUSY_US = 5000 };

enum line_state { LINE_READ, LINE_FETCHING, LINE_FETCHED, LINE_STORING, LINE_DONE };

struct line {
    struct line *next;
    struct batch *batch;
    size_t number; /* 1 is the first */
    enum line_state state;
    enum status status;
    struct request request;
    struct store_job job;
};

struct batch {
    struct batch_input input;
    struct batch_socket socket;
    pthread_mutex_t lock; /* guards all below; conductor-only members excepted */
    pthread_cond_t wake;
    struct line *head, **tail; /* all lines, oldest first */
    struct line *unread;       /* the first one that is not prepared */
    size_t waiting;            /* bytes of unprepared lines */
    size_t flying;             /* lines in the store, or whose page is fetched */
    size_t fetched;            /* of those, pages that came and wait */
    size_t lines, failed;
    bool ended;    /* no more lines come */
    bool gone;     /* the client is */
    bool paused;   /* the connection is suspended */
    bool finished; /* the conductor is done */
    bool detached;
    struct strbuf out;  /* conductor only */
    int64_t not_before; /* conductor only: when the next line may be worked (timestamp_monotonic) */

    struct strbuf partial; /* HTTP thread only: the line that is not complete */
    bool skipping;         /* HTTP thread only: the line is too long, until its end */
    size_t line_number;    /* HTTP thread only */
};

static void free_line(struct line *line)
{
    request_release(&line->request);
    free(line);
}

static void free_batch(struct batch *batch)
{
    for (struct line *line = batch->head, *next; line; line = next) {
        next = line->next;
        free_line(line);
    }
    batch_socket_close(&batch->socket);
    strbuf_release(&batch->out);
    strbuf_release(&batch->partial);
    pthread_cond_destroy(&batch->wake);
    pthread_mutex_destroy(&batch->lock);
    free(batch);
}

/* ---- the conductor ---- */

static enum status query_work(struct store_job *job, struct store_conn *conn)
{
    struct line *line = (struct line *)(void *)((char *)job - offsetof(struct line, job));
    return line->request.route->query(&line->request, conn);
}

static void query_done(struct store_job *job, enum status status)
{
    struct line *line = (struct line *)(void *)((char *)job - offsetof(struct line, job));
    struct batch *batch = line->batch;
    pthread_mutex_lock(&batch->lock);
    line->status = status;
    line->state = LINE_DONE;
    batch->flying--;
    pthread_cond_signal(&batch->wake);
    pthread_mutex_unlock(&batch->lock);
}

/* The store's queue being full is what pushes back to the sender. */
static enum status submit(struct line *line)
{
    const struct app *app = line->request.app;
    int64_t tries = app->config->request_timeout_ms * 1000 / BUSY_US;
    line->job = (struct store_job){
        .work = query_work, .done = query_done, .error = &line->request.error, .write = line->request.write};
    while (store_submit(app->store, &line->job) != STATUS_OK) {
        if (tries-- == 0 || atomic_load(&app->draining))
            return error_set(&line->request.error, STATUS_UNAVAILABLE, "The database is too busy.");
        usleep(BUSY_US);
    }
    return STATUS_OK;
}

static void page_done(struct fetch_job *job)
{
    struct line *line = job->owner;
    struct batch *batch = line->batch;
    pthread_mutex_lock(&batch->lock);
    line->state = LINE_FETCHED;
    batch->fetched++;
    pthread_cond_signal(&batch->wake);
    pthread_mutex_unlock(&batch->lock);
}

/* A line's next station, now that this one ended with `status`. */
static void move_on(struct batch *batch, struct line *line, enum status status)
{
    struct request *request = &line->request;
    bool fetch = status == STATUS_OK && request->fetch && line->state == LINE_READ;
    bool store = status == STATUS_OK && !fetch && request->route->query;
    pthread_mutex_lock(&batch->lock);
    batch->flying += (fetch || store) - (line->state == LINE_FETCHED);
    line->state = fetch ? LINE_FETCHING : store ? LINE_STORING : LINE_DONE;
    line->status = status;
    pthread_mutex_unlock(&batch->lock);
    if (store && (status = submit(line)) != STATUS_OK)
        query_done(&line->job, status);
    if (!fetch)
        return;
    request->fetch->owner = line;
    request->fetch->done = page_done;
    if (fetch_submit(request->app->fetcher, request->fetch) != STATUS_OK) {
        request->fetch->status =
            error_set(&request->fetch->error, STATUS_UNAVAILABLE, "Too many pages wait to be fetched.");
        page_done(request->fetch);
    }
}

static void prepare(struct batch *batch, struct line *line)
{
    enum status status = line->status;
    if (status == STATUS_OK)
        status = line->request.route->prepare(&line->request);
    move_on(batch, line, status);
}

static struct line *find_fetched(const struct batch *batch)
{
    for (struct line *line = batch->head; line && batch->fetched; line = line->next)
        if (line->state == LINE_FETCHED)
            return line;
    return NULL;
}

static void write_result(struct batch *batch, struct line *line)
{
    struct request *request = &line->request;
    struct json json;
    if (line->status == STATUS_OK)
        line->status = request_answered(request);
    if (line->status != STATUS_OK)
        problem_answer(request, line->status);
    jsonw_init(&json, &batch->out);
    jsonw_object(&json);
    jsonw_key(&json, "line");
    jsonw_integer(&json, (int64_t)line->number);
    jsonw_key(&json, "status");
    jsonw_integer(&json, request->http);
    jsonw_key(&json, line->status == STATUS_OK ? "article" : "problem");
    jsonw_raw(&json, request->out.data, request->out.length);
    jsonw_end(&json);
    strbuf_putc(&batch->out, '\n');
    metrics_add(request->app->metrics, METRIC_BATCH_LINES, 0, 1);
}

static void note_gone(struct batch *batch)
{
    pthread_mutex_lock(&batch->lock);
    batch->gone = true;
    pthread_mutex_unlock(&batch->lock);
}

static void flush(struct batch *batch)
{
    int64_t patience_ms = batch->input.app->config->request_timeout_ms;
    if (batch->out.length && !batch_socket_write(&batch->socket, batch->out.data, batch->out.length, patience_ms))
        note_gone(batch);
    strbuf_clear(&batch->out);
}

/* With the lock held. */
static void resume_when_roomy(struct batch *batch)
{
    bool roomy = batch->waiting < BATCH_WAITING / 2 && !batch->ended;
    if (!batch->paused || (!roomy && !batch->gone && !batch->finished))
        return;
    batch->paused = false;
    batch->input.resume(batch->input.owner);
}

static struct line *pop_head(struct batch *batch)
{
    struct line *line = batch->head;
    batch->head = line->next;
    if (!batch->head)
        batch->tail = &batch->head;
    if (batch->unread == line)
        batch->unread = line->next;
    batch->lines++;
    batch->failed += line->status != STATUS_OK;
    return line;
}

/* Takes the key's token for a line, or notes when there will be one. */
static bool within_rate(struct batch *batch)
{
    int64_t now = timestamp_monotonic();
    if (now < batch->not_before)
        return false;
    int64_t wait = auth_take_line(batch->input.keyring, batch->input.key_id, now);
    if (wait)
        batch->not_before = now + wait;
    return wait == 0;
}

/* With the lock held: until there is something to do. */
static void rest(struct batch *batch)
{
    bool paced = batch->unread && batch->flying < BATCH_WINDOW && !batch->gone;
    const struct timespec until = {batch->not_before / 1000000, batch->not_before % 1000000 * 1000};
    if (paced)
        pthread_cond_timedwait(&batch->wake, &batch->lock, &until);
    else
        pthread_cond_wait(&batch->wake, &batch->lock);
}

/* One step of work, with the lock held at its begin and end. False: nothing to do now. */
static bool step(struct batch *batch)
{
    struct line *line = batch->head;
    if (line && line->state == LINE_DONE) {
        pop_head(batch);
        pthread_mutex_unlock(&batch->lock);
        write_result(batch, line);
        free_line(line);
        if (batch->out.length >= OUT_PIECE)
            flush(batch);
        pthread_mutex_lock(&batch->lock);
        return true;
    }
    line = find_fetched(batch);
    if (line) {
        batch->fetched--;
        pthread_mutex_unlock(&batch->lock);
        move_on(batch, line, line->request.route->fetched(&line->request));
        pthread_mutex_lock(&batch->lock);
        return true;
    }
    line = batch->unread;
    if (!line || batch->flying >= BATCH_WINDOW || batch->gone || !within_rate(batch))
        return false;
    batch->unread = line->next;
    batch->waiting -= line->request.body.length;
    resume_when_roomy(batch);
    pthread_mutex_unlock(&batch->lock);
    prepare(batch, line);
    pthread_mutex_lock(&batch->lock);
    return true;
}

static bool done(const struct batch *batch)
{
    return batch->flying == 0 && (batch->gone || (batch->ended && !batch->head));
}

static void work(struct batch *batch)
{
    pthread_mutex_lock(&batch->lock);
    while (!done(batch)) {
        if (step(batch))
            continue;
        if (batch->out.length) {
            pthread_mutex_unlock(&batch->lock);
            flush(batch);
            pthread_mutex_lock(&batch->lock);
            continue;
        }
        rest(batch);
    }
    pthread_mutex_unlock(&batch->lock);
}

static void *conduct(void *cls)
{
    struct batch *batch = cls;
    _Atomic int64_t *running = batch->input.running;
    work(batch);
    flush(batch);
    batch_socket_end(&batch->socket, batch->input.app->config->request_timeout_ms);
    pthread_mutex_lock(&batch->lock);
    batch->finished = true;
    resume_when_roomy(batch);
    bool last = batch->detached;
    pthread_mutex_unlock(&batch->lock);
    if (last)
        free_batch(batch);
    atomic_fetch_sub(running, 1);
    return NULL;
}

enum status batch_open(const struct batch_input *input, struct batch **ret_batch, struct error *error)
{
    struct batch *batch = calloc(1, sizeof *batch);
    pthread_attr_t attributes;
    pthread_condattr_t clock;
    pthread_t thread;
    if (!batch)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    batch->input = *input;
    batch->tail = &batch->head;
    pthread_mutex_init(&batch->lock, NULL);
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&batch->wake, &clock);
    pthread_condattr_destroy(&clock);
    strbuf_init(&batch->out, OUT_MAXIMUM);
    strbuf_init(&batch->partial, (size_t)input->app->config->body_maximum);
    bool started = batch_socket_open(&batch->socket, input->fd, input->tls, input->head, input->chunked);
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    atomic_fetch_add(input->running, 1);
    started = started && pthread_create(&thread, &attributes, conduct, batch) == 0;
    pthread_attr_destroy(&attributes);
    if (started) {
        *ret_batch = batch;
        return STATUS_OK;
    }
    atomic_fetch_sub(input->running, 1);
    free_batch(batch);
    return error_set(error, STATUS_UNAVAILABLE, "No thread can be had for this batch.");
}

/* ---- the HTTP thread ---- */

static struct line *new_line(struct batch *batch, enum status status)
{
    struct line *line = calloc(1, sizeof *line);
    if (!line)
        return NULL;
    request_init(&line->request, batch->input.app);
    line->request.route = batch->input.route;
    line->batch = batch;
    line->number = ++batch->line_number;
    line->status = status;
    snprintf(line->request.id, sizeof line->request.id, "%.100s.%zu", batch->input.request_id, line->number);
    return line;
}

static void enqueue(struct batch *batch, struct line *line)
{
    pthread_mutex_lock(&batch->lock);
    *batch->tail = line;
    batch->tail = &line->next;
    if (!batch->unread)
        batch->unread = line;
    batch->waiting += line->request.body.length;
    pthread_cond_signal(&batch->wake);
    pthread_mutex_unlock(&batch->lock);
}

static bool is_blank(const struct strbuf *buffer)
{
    return strspn(buffer->data, " \t\r") == buffer->length;
}

/* The partial line is complete. */
static size_t close_line(struct batch *batch)
{
    bool too_long = batch->skipping || !strbuf_ok(&batch->partial);
    batch->skipping = false;
    if (!too_long && is_blank(&batch->partial)) {
        batch->line_number++;
        strbuf_clear(&batch->partial);
        return 0;
    }
    struct line *line = new_line(batch, too_long ? STATUS_TOO_LARGE : STATUS_OK);
    if (line && too_long)
        error_set(&line->request.error, STATUS_TOO_LARGE, "The line is longer than %lld bytes.",
                  (long long)batch->input.app->config->body_maximum);
    if (line && !too_long)
        strbuf_append(&line->request.body, batch->partial.data, batch->partial.length);
    size_t maximum = batch->partial.maximum;
    if (too_long) {
        strbuf_release(&batch->partial);
        strbuf_init(&batch->partial, maximum);
    } else {
        strbuf_clear(&batch->partial);
    }
    if (line)
        enqueue(batch, line);
    return line ? 1 : 0;
}

size_t batch_feed(struct batch *batch, const char *bytes, size_t length)
{
    size_t completed = 0;
    for (const char *end = bytes + length; bytes < end;) {
        const char *newline = memchr(bytes, '\n', (size_t)(end - bytes));
        const char *stop = newline ? newline : end;
        if (!batch->skipping)
            strbuf_append(&batch->partial, bytes, (size_t)(stop - bytes));
        batch->skipping |= !strbuf_ok(&batch->partial);
        if (newline)
            completed += close_line(batch);
        bytes = stop + (newline != NULL);
    }
    return completed;
}

void batch_pause(struct batch *batch)
{
    pthread_mutex_lock(&batch->lock);
    if (batch->waiting > BATCH_WAITING && !batch->gone && !batch->paused) { /* chunks in its buffer still come */
        batch->paused = true;
        batch->input.pause(batch->input.owner);
    }
    pthread_mutex_unlock(&batch->lock);
}

bool batch_end(struct batch *batch, enum status status, const struct error *error)
{
    if (status == STATUS_OK && (batch->partial.length || batch->skipping))
        close_line(batch);
    if (status != STATUS_OK) {
        struct line *line = new_line(batch, status);
        if (line) {
            line->request.error = *error;
            enqueue(batch, line);
        }
    }
    pthread_mutex_lock(&batch->lock);
    batch->ended = true;
    bool finished = batch->finished;
    if (!finished && !batch->paused) {
        batch->paused = true;
        batch->input.pause(batch->input.owner);
    }
    pthread_cond_signal(&batch->wake);
    pthread_mutex_unlock(&batch->lock);
    return finished;
}

bool batch_finished(struct batch *batch)
{
    pthread_mutex_lock(&batch->lock);
    bool finished = batch->finished || batch->gone;
    pthread_mutex_unlock(&batch->lock);
    return finished;
}

struct batch_totals batch_detach(struct batch *batch)
{
    pthread_mutex_lock(&batch->lock);
    batch_socket_abandon(&batch->socket);
    struct batch_totals totals = {batch->lines, batch->failed, batch->socket.sent, batch->finished && !batch->gone};
    batch->gone |= !batch->finished;
    batch->detached = true;
    batch->paused = false;
    bool last = batch->finished;
    pthread_cond_signal(&batch->wake);
    pthread_mutex_unlock(&batch->lock);
    if (last)
        free_batch(batch);
    return totals;
}
