#include "service/http/batch/conductor.h"

#include "service/auth/auth.h"
#include "service/base/container.h"
#include "service/base/json.h"
#include "service/base/timestamp.h"
#include "service/http/batch/line.h"
#include "service/route/problem.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { OUT_PIECE = 64 * 1024, BUSY_US = 5000, LOOK_US = 200 * 1000 };

void conductor_free(struct batch *batch)
{
    for (struct line *line = batch->head, *next; line; line = next) {
        next = line->next;
        line_free(line);
    }
    budget_leave(batch->input.app->budget, &batch->reading);
    budget_leave(batch->input.app->budget, &batch->results);
    sender_release(&batch->sender);
    strbuf_release(&batch->out);
    strbuf_release(&batch->partial);
    arena_release(&batch->arena);
    wake_release(&batch->wake);
    free(batch);
}

void conductor_resumed(struct steps *steps)
{
    struct line *line = CONTAINER_OF(steps, struct line, steps);
    struct batch *batch = line->batch;
    bool ended = steps->at == STEPS_ENDED;
    if (ended)
        line_count_memory(line);
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

static void memory_came(struct share *share, bool granted)
{
    struct line *line = CONTAINER_OF(share, struct line, share);
    if (!granted)
        steps_end(&line->steps, error_set(&line->request.error, STATUS_UNAVAILABLE,
                                          "Other requests hold all memory that ALAM_MEMORY_IN_FLIGHT allows."));
    conductor_resumed(&line->steps);
}

static void advance(struct batch *batch, struct line *line)
{
    if (!line_has_memory(line, memory_came))
        return;
    bool ended = steps_advance(&line->steps) == STEPS_ENDED;
    line_count_memory(line);
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

/* What the route has written is an object of its own members: these become members of the result. */
static void write_minimal(struct batch *batch, const struct line *line)
{
    const struct strbuf *out = &line->request.out;
    strbuf_printf(&batch->out, "{\"line\":%zu,", line->number);
    strbuf_append(&batch->out, out->data + 1, out->length - 1);
}

static void write_whole(struct batch *batch, const struct line *line, const char *member)
{
    const struct request *request = &line->request;
    struct json json;
    jsonw_init(&json, &batch->out);
    jsonw_object(&json);
    jsonw_key(&json, "line");
    jsonw_integer(&json, (int64_t)line->number);
    jsonw_key(&json, "status");
    jsonw_integer(&json, request->http);
    jsonw_key(&json, member);
    jsonw_raw(&json, request->out.data, request->out.length);
    jsonw_end(&json);
}

static void write_result(struct batch *batch, struct line *line)
{
    struct request *request = &line->request;
    enum status status = line->steps.status;
    if (status != STATUS_OK)
        problem_answer(request, status);
    if (status == STATUS_OK && request->minimal)
        write_minimal(batch, line);
    else
        write_whole(batch, line, status == STATUS_OK ? "article" : "problem");
    strbuf_putc(&batch->out, '\n');
    metrics_add(request->app->metrics, METRIC_BATCH_LINES, 0, 1);
}

static void warn_full(struct batch *batch)
{
    if (batch->warned)
        return;
    batch->warned = true;
    log_write(batch->input.app->log, LOG_WARNING, "batch-spool-full",
              (struct log_field[]){LOG_TEXT("request_id", batch->input.request_id),
                                   LOG_TEXT("detail", strerrordesc_np(sender_fault(&batch->sender))),
                                   LOG_TEXT("advice", "let the client read its answer while it writes, or send Prefer: "
                                                      "return=minimal, or raise ALAM_BATCH_SPOOL"),
                                   LOG_END});
}

static void set_full(struct batch *batch, bool full, bool broken)
{
    wake_lock(&batch->wake);
    batch->full = full;
    batch->broken |= broken;
    wake_unlock(&batch->wake);
}

/* Moves the results to the spool. What it refuses is kept in `out`, and no line is taken up until sender_changed, which
 * may come before sender_put has returned. */
static void flush(struct batch *batch)
{
    bool sound = strbuf_ok(&batch->out);
    set_full(batch, true, false);
    if (sound && !sender_put(&batch->sender, batch->out.data, batch->out.length)) {
        warn_full(batch);
        return;
    }
    strbuf_clear(&batch->out);
    set_full(batch, false, !sound);
}

/* Called by the sender: the spool is empty, or the client has left. */
static void sender_changed(void *owner)
{
    struct batch *batch = owner;
    bool gone = sender_is_gone(&batch->sender);
    wake_lock(&batch->wake);
    batch->full = false;
    batch->gone |= gone;
    wake_one(&batch->wake);
    wake_unlock(&batch->wake);
}

void conductor_resume_reading(struct batch *batch)
{
    bool roomy = batch->waiting < BATCH_WAITING / 2 && !batch->ended && !batch->hungry;
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
    batch->totals.lines++;
    if (line->steps.status != STATUS_OK)
        batch->totals.failed++;
    else if (line->request.http == 201)
        batch->totals.stored++;
    else
        batch->totals.existing++;
    return line;
}

static bool may_take_up(const struct batch *batch)
{
    return batch->unread && batch->flying < BATCH_WINDOW && !batch->full && !batch->gone && !batch->broken;
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
    if (!may_take_up(batch) || !within_rate(batch))
        return NULL;
    batch->unread = line->next;
    batch->waiting -= sizeof *line + line->request.body.length;
    conductor_resume_reading(batch);
    return line;
}

/* Results wait when the spool is full. */
static void count_results(struct batch *batch)
{
    size_t held = batch->out.capacity;
    if (held > BUDGET_SMALL * 2 || batch->results.held)
        budget_set(batch->input.app->budget, &batch->results, held);
}

static void write_line(struct batch *batch, struct line *line)
{
    write_result(batch, line);
    line_free(line);
    count_results(batch);
    if (batch->out.length >= OUT_PIECE && !batch->full)
        flush(batch);
}

/* Does one thing, with the lock given up meanwhile. False: there is nothing to do now. */
static bool work_once(struct batch *batch)
{
    struct line *done = take_done(batch), *line = done ? NULL : take_work(batch);
    if (!done && !line && (!batch->out.length || batch->full))
        return false;
    wake_unlock(&batch->wake);
    if (done)
        write_line(batch, done);
    else if (line)
        advance(batch, line);
    else
        flush(batch);
    batch->busy_at = timestamp_monotonic();
    wake_lock(&batch->wake);
    return true;
}

static bool all_done(const struct batch *batch)
{
    return batch->flying == 0 && (batch->gone || batch->broken || (batch->ended && !batch->head && !batch->out.length));
}

/* When the answer may begin (timestamp_monotonic), were nothing to happen until then. INT64_MAX: not yet. */
static int64_t begins_at(const struct batch *batch)
{
    int64_t hold = BATCH_HOLD_MS * INT64_C(1000), quiet = batch->busy_at + BATCH_QUIET_MS * INT64_C(1000);
    if (batch->ended)
        return batch->input.chunked ? batch->ended_at : batch->ended_at + hold;
    if (!batch->input.early || batch->totals.lines == 0)
        return INT64_MAX;
    return !batch->head && quiet < batch->opened + hold ? quiet : batch->opened + hold;
}

/* The server ends: whatever is not done is given up, and the connection must not stay paused. */
static void give_up_if_stopping(struct batch *batch)
{
    batch->gone |= atomic_load(batch->input.stopping);
    if (batch->gone)
        conductor_resume_reading(batch);
}

/* Sleeps until there may be something to do. */
static void rest(struct batch *batch)
{
    int64_t begins = sender_has_begun(&batch->sender) ? INT64_MAX : begins_at(batch);
    if (begins <= timestamp_monotonic()) {
        sender_begin(&batch->sender);
        begins = INT64_MAX;
    }
    int64_t until = may_take_up(batch) && batch->not_before < begins ? batch->not_before : begins;
    int64_t look = timestamp_monotonic() + LOOK_US; /* whether the server ends */
    wake_wait_until(&batch->wake, until < look ? until : look);
}

/* The last line of the answer. */
static void write_totals(struct batch *batch)
{
    const struct batch_totals *totals = &batch->totals;
    strbuf_printf(&batch->out, "{\"done\":true,\"lines\":%zu,\"stored\":%zu,\"existing\":%zu,\"failed\":%zu}\n",
                  totals->lines, totals->stored, totals->existing, totals->failed);
}

/* Runs until no line is left whose result is not in the spool. Called with the lock held. */
static void work_all(struct batch *batch)
{
    while (!all_done(batch)) {
        give_up_if_stopping(batch);
        if (!work_once(batch))
            rest(batch);
    }
}

static void *conduct(void *cls)
{
    struct batch *batch = cls;
    _Atomic int64_t *running = batch->input.running;
    (void)setpriority(PRIO_PROCESS, (id_t)gettid(), CONDUCTOR_NICE); /* of this thread; a sandbox may forbid it */
    wake_lock(&batch->wake);
    work_all(batch);
    write_totals(batch);
    work_all(batch);
    bool complete = !batch->gone && !batch->broken;
    wake_unlock(&batch->wake);
    bool sent = sender_end(&batch->sender, complete);
    wake_lock(&batch->wake);
    batch->gone |= !sent;
    batch->finished = true;
    conductor_resume_reading(batch);
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
    bool sending = sender_start(&batch->sender, &batch->input, sender_changed, batch);
    bool started = sending && pthread_create(&thread, &attributes, conduct, batch) == 0;
    if (!started) {
        sender_end(&batch->sender, false);
        atomic_fetch_sub(batch->input.running, 1);
    }
    pthread_attr_destroy(&attributes);
    return started;
}
