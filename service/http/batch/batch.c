#include "service/http/batch/batch.h"

#include "service/base/container.h"
#include "service/base/encoding.h"
#include "service/base/timestamp.h"
#include "service/http/batch/batch_state.h"
#include "service/http/batch/conductor.h"
#include "service/http/batch/line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OUT_MAXIMUM = 1 << 30 };

static bool copy_parameters(struct batch *batch)
{
    size_t count = batch->input.parameter_count;
    struct request_parameter *copy = arena_array(&batch->arena, count, sizeof *copy);
    for (size_t i = 0; copy && i < count; i++)
        copy[i] = (struct request_parameter){arena_strdup(&batch->arena, batch->input.parameters[i].name),
                                             arena_strdup(&batch->arena, batch->input.parameters[i].value)};
    batch->parameters = copy;
    return !batch->arena.failed;
}

static struct budget *budget_of(const struct batch *batch)
{
    return batch->input.app->budget;
}

/* Called with the lock held: the client has left, or the server ends, which must not find the connection paused. */
static bool is_over(const struct batch *batch)
{
    return batch->gone || atomic_load(batch->input.stopping);
}

static void memory_came(struct share *share, bool granted)
{
    struct batch *batch = CONTAINER_OF(share, struct batch, reading);
    (void)granted; /* only once the server stops it is not */
    wake_lock(&batch->wake);
    batch->hungry = false;
    conductor_resume_reading(batch);
    wake_unlock(&batch->wake);
}

enum status batch_open(const struct batch_input *input, struct batch **ret_batch, struct error *error)
{
    struct batch *batch = calloc(1, sizeof *batch);
    if (!batch)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    batch->input = *input;
    batch->opened = timestamp_monotonic();
    batch->tail = &batch->head;
    batch->reading.told = memory_came;
    wake_init(&batch->wake);
    strbuf_init(&batch->out, OUT_MAXIMUM);
    strbuf_init(&batch->partial, (size_t)input->app->config->body_maximum);
    arena_init(&batch->arena, (size_t)input->app->config->request_memory);
    if (copy_parameters(batch) && conductor_start(batch)) {
        *ret_batch = batch;
        return STATUS_OK;
    }
    conductor_free(batch);
    return error_set(error, STATUS_UNAVAILABLE, "No thread can be had for this batch.");
}

static struct line *new_line(struct batch *batch, enum status status)
{
    struct line *line = calloc(1, sizeof *line);
    if (!line)
        return NULL;
    request_init(&line->request, batch->input.app);
    line->request.route = batch->input.route;
    line->request.minimal = batch->input.minimal;
    line->request.parameter_count = batch->input.parameter_count;
    memcpy(line->request.parameters, batch->parameters, batch->input.parameter_count * sizeof *batch->parameters);
    line->batch = batch;
    line->number = ++batch->line_number;
    steps_init(&line->steps, &line->request, conductor_resumed);
    if (status != STATUS_OK)
        steps_end(&line->steps, status);
    snprintf(line->request.id, sizeof line->request.id, "%.100s.%zu", batch->input.request_id, line->number);
    return line;
}

/* NULL: there was no memory for the line. */
static void enqueue(struct batch *batch, struct line *line)
{
    wake_lock(&batch->wake);
    if (line) {
        *batch->tail = line;
        batch->tail = &line->next;
        batch->waiting += sizeof *line + line->request.body.length;
    }
    if (!batch->unread)
        batch->unread = line;
    batch->broken |= !line;
    wake_one(&batch->wake);
    wake_unlock(&batch->wake);
}

static bool is_blank(const struct strbuf *buffer)
{
    size_t mark = encoding_mark(buffer->data, buffer->length);
    return mark + strspn(buffer->data + mark, " \t\r") == buffer->length;
}

/* The line in `partial` is complete. Returns how many lines were added: none when it is blank. */
static size_t close_line(struct batch *batch)
{
    bool too_long = batch->skipping || !strbuf_ok(&batch->partial), starved = batch->partial.starved;
    batch->skipping = false;
    if (!too_long && is_blank(&batch->partial)) {
        batch->line_number++;
        strbuf_clear(&batch->partial);
        return 0;
    }
    struct line *line = new_line(batch, starved ? STATUS_OUT_OF_MEMORY : too_long ? STATUS_TOO_LARGE : STATUS_OK);
    if (line && too_long && !starved)
        error_set(&line->request.error, STATUS_TOO_LARGE, "The line is longer than %lld bytes.",
                  (long long)batch->input.app->config->body_maximum);
    if (line && !too_long)
        strbuf_append(&line->request.body, batch->partial.data, batch->partial.length);
    if (line && !strbuf_ok(&line->request.body))
        steps_end(&line->steps, STATUS_OUT_OF_MEMORY);
    if (line)
        line_count_memory(line);
    size_t maximum = batch->partial.maximum;
    if (too_long) {
        strbuf_release(&batch->partial);
        strbuf_init(&batch->partial, maximum);
    } else {
        strbuf_clear(&batch->partial);
    }
    enqueue(batch, line);
    return 1;
}

/* Called with the lock held. */
static void pause_reading(struct batch *batch)
{
    if (batch->paused)
        return;
    batch->paused = true;
    batch->input.pause(batch->input.owner);
}

bool batch_has_room(struct batch *batch, size_t length)
{
    size_t need = batch->partial.length + length;
    if (need <= BUDGET_SMALL || budget_try(budget_of(batch), &batch->reading, need))
        return true;
    wake_lock(&batch->wake);
    bool asked = batch->hungry, over = is_over(batch);
    batch->hungry = !over;
    if (!over)
        pause_reading(batch);
    wake_unlock(&batch->wake);
    if (!asked && !over)
        budget_wait(budget_of(batch), &batch->reading, need, INT64_MAX);
    return over;
}

/* Whether so many lines wait that no more are to be made of what has been read. */
static bool is_full(struct batch *batch)
{
    wake_lock(&batch->wake);
    bool full = batch->waiting > BATCH_WAITING && !is_over(batch);
    wake_unlock(&batch->wake);
    return full;
}

size_t batch_feed(struct batch *batch, const char *bytes, size_t *length)
{
    size_t completed = 0;
    const char *at = bytes, *end = bytes + *length;
    sender_heard(&batch->sender);
    while (at < end && !is_full(batch)) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline ? newline : end;
        if (!batch->skipping)
            strbuf_append(&batch->partial, at, (size_t)(stop - at));
        batch->skipping |= !strbuf_ok(&batch->partial);
        if (newline)
            completed += close_line(batch);
        at = stop + (newline != NULL);
    }
    *length = (size_t)(at - bytes);
    size_t held = batch->partial.capacity;
    if (held > BUDGET_SMALL || batch->reading.held)
        budget_settle(budget_of(batch), &batch->reading, held);
    return completed;
}

bool batch_pause(struct batch *batch)
{
    wake_lock(&batch->wake);
    if (batch->waiting > BATCH_WAITING && !is_over(batch))
        pause_reading(batch);
    bool paused = batch->paused;
    wake_unlock(&batch->wake);
    return paused;
}

bool batch_end(struct batch *batch, enum status status, const struct error *error)
{
    if (status == STATUS_OK && (batch->partial.length || batch->skipping))
        close_line(batch);
    if (status != STATUS_OK) {
        struct line *line = new_line(batch, status);
        if (line)
            line->request.error = *error;
        enqueue(batch, line);
    }
    wake_lock(&batch->wake);
    batch->ended = true;
    batch->ended_at = timestamp_monotonic();
    bool finished = batch->finished || is_over(batch);
    if (!finished)
        pause_reading(batch);
    wake_one(&batch->wake);
    wake_unlock(&batch->wake);
    return finished;
}

bool batch_finished(struct batch *batch)
{
    wake_lock(&batch->wake);
    bool finished = batch->finished || batch->gone;
    wake_unlock(&batch->wake);
    return finished;
}

size_t batch_detach(struct batch *batch, bool *ret_delivered)
{
    wake_lock(&batch->wake);
    size_t sent = sender_abandon(&batch->sender);
    *ret_delivered = batch->finished && !batch->gone;
    batch->gone |= !batch->finished;
    batch->detached = true;
    batch->paused = false;
    bool last = batch->finished;
    wake_one(&batch->wake);
    wake_unlock(&batch->wake);
    if (last)
        conductor_free(batch);
    return sent;
}
