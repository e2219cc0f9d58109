#include "service/http/batch/conductor.h"

#include "service/auth/auth.h"
#include "service/base/container.h"
#include "service/base/json.h"
#include "service/base/timestamp.h"
#include "service/route/problem.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { OUT_PIECE = 64 * 1024, BUSY_US = 5000 };

static void free_line(struct line *line)
{
    request_release(&line->request);
    free(line);
}

void conductor_free(struct batch *batch)
{
    for (struct line *line = batch->head, *next; line; line = next) {
        next = line->next;
        free_line(line);
    }
    batch_socket_close(&batch->socket);
    strbuf_release(&batch->out);
    strbuf_release(&batch->partial);
    wake_release(&batch->wake);
    free(batch);
}

void conductor_resumed(struct steps *steps)
{
    struct line *line = CONTAINER_OF(steps, struct line, steps);
    struct batch *batch = line->batch;
    bool ended = steps->at == STEPS_ENDED;
    wake_lock(&batch->wake);
    line->state = ended ? LINE_DONE : LINE_READY;
    batch->flying -= ended;
    batch->ready += !ended;
    wake_one(&batch->wake);
    wake_unlock(&batch->wake);
}

/* While the store's queue is full this waits, and takes up no other line: that is what slows the sender down. */
static enum status submit_patiently(struct line *line)
{
    const struct app *app = line->request.app;
    int64_t tries = app->config->request_timeout_ms * 1000 / BUSY_US;
    enum status status;
    while ((status = steps_submit(&line->steps)) != STATUS_OK && line->steps.at == STEPS_STORE) {
        if (tries-- == 0 || atomic_load(&app->draining))
            return error_set(&line->request.error, STATUS_UNAVAILABLE, "The database is too busy.");
        usleep(BUSY_US);
    }
    return status;
}

static void advance(struct batch *batch, struct line *line)
{
    bool ended = steps_advance(&line->steps) == STEPS_ENDED;
    wake_lock(&batch->wake);
    batch->flying += !ended;
    batch->flying -= line->state == LINE_READY;
    line->state = ended ? LINE_DONE : LINE_WAITING;
    wake_unlock(&batch->wake);
    if (ended)
        return;
    enum status status = submit_patiently(line);
    if (status == STATUS_OK)
        return;
    steps_end(&line->steps, status);
    conductor_resumed(&line->steps);
}

static struct line *find_ready(const struct batch *batch)
{
    for (struct line *line = batch->head; line && batch->ready; line = line->next)
        if (line->state == LINE_READY)
            return line;
    return NULL;
}

static void write_result(struct batch *batch, struct line *line)
{
    struct request *request = &line->request;
    struct json json;
    enum status status = line->steps.status;
    if (status != STATUS_OK)
        problem_answer(request, status);
    jsonw_init(&json, &batch->out);
    jsonw_object(&json);
    jsonw_key(&json, "line");
    jsonw_integer(&json, (int64_t)line->number);
    jsonw_key(&json, "status");
    jsonw_integer(&json, request->http);
    jsonw_key(&json, status == STATUS_OK ? "article" : "problem");
    jsonw_raw(&json, request->out.data, request->out.length);
    jsonw_end(&json);
    strbuf_putc(&batch->out, '\n');
    metrics_add(request->app->metrics, METRIC_BATCH_LINES, 0, 1);
}

static void flush(struct batch *batch)
{
    int64_t patience_ms = batch->input.app->config->request_timeout_ms;
    if (batch->out.length && !batch_socket_write(&batch->socket, batch->out.data, batch->out.length, patience_ms)) {
        wake_lock(&batch->wake);
        batch->gone = true;
        wake_unlock(&batch->wake);
    }
    strbuf_clear(&batch->out);
}

/* Called with the lock held. */
static void resume_when_roomy(struct batch *batch)
{
    bool roomy = batch->waiting < BATCH_WAITING / 2 && !batch->ended;
    if (!batch->paused || (!roomy && !batch->gone && !batch->finished))
        return;
    batch->paused = false;
    batch->input.resume(batch->input.owner);
}

/* Takes a token of the API key's rate for a line. False: there is none; notes when there will be one. */
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

/* Takes the oldest line out if it is done; NULL otherwise. This and take_work are called with the lock held. */
static struct line *take_done(struct batch *batch)
{
    struct line *line = batch->head;
    if (!line || line->state != LINE_DONE)
        return NULL;
    batch->head = line->next;
    if (!batch->head)
        batch->tail = &batch->head;
    batch->lines++;
    batch->failed += line->steps.status != STATUS_OK;
    return line;
}

/* A line whose next step can run now; NULL: there is none. */
static struct line *take_work(struct batch *batch)
{
    struct line *line = find_ready(batch);
    if (line) {
        batch->ready--;
        return line;
    }
    line = batch->unread;
    if (!line || batch->flying >= BATCH_WINDOW || batch->gone || !within_rate(batch))
        return NULL;
    batch->unread = line->next;
    batch->waiting -= line->request.body.length;
    resume_when_roomy(batch);
    return line;
}

static void write_line(struct batch *batch, struct line *line)
{
    write_result(batch, line);
    free_line(line);
    if (batch->out.length >= OUT_PIECE)
        flush(batch);
}

/* Does one thing, with the lock given up meanwhile. False: there is nothing to do now. */
static bool work_once(struct batch *batch)
{
    struct line *done = take_done(batch), *line = done ? NULL : take_work(batch);
    if (!done && !line && !batch->out.length)
        return false;
    wake_unlock(&batch->wake);
    if (done)
        write_line(batch, done);
    else if (line)
        advance(batch, line);
    else
        flush(batch);
    wake_lock(&batch->wake);
    return true;
}

static bool all_done(const struct batch *batch)
{
    return batch->flying == 0 && (batch->gone || (batch->ended && !batch->head));
}

static void rest(struct batch *batch)
{
    bool paced = batch->unread && batch->flying < BATCH_WINDOW && !batch->gone;
    if (paced)
        wake_wait_until(&batch->wake, batch->not_before);
    else
        wake_wait(&batch->wake);
}

static void *conduct(void *cls)
{
    struct batch *batch = cls;
    _Atomic int64_t *running = batch->input.running;
    wake_lock(&batch->wake);
    while (!all_done(batch))
        if (!work_once(batch))
            rest(batch);
    wake_unlock(&batch->wake);
    flush(batch);
    batch_socket_end(&batch->socket, batch->input.app->config->request_timeout_ms);
    wake_lock(&batch->wake);
    batch->finished = true;
    resume_when_roomy(batch);
    bool last = batch->detached;
    wake_unlock(&batch->wake);
    if (last)
        conductor_free(batch);
    atomic_fetch_sub(running, 1);
    return NULL;
}

bool conductor_start(struct batch *batch)
{
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    atomic_fetch_add(batch->input.running, 1);
    bool started = pthread_create(&thread, &attributes, conduct, batch) == 0;
    if (!started)
        atomic_fetch_sub(batch->input.running, 1);
    pthread_attr_destroy(&attributes);
    return started;
}
