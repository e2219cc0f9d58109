#include "service/work/change_streams.h"

#include "handlers/output/change_json.h"
#include "service/base/container.h"
#include "service/base/strbuf.h"
#include "service/base/timestamp.h"
#include "service/base/wake.h"
#include "service/store/store.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA = 1 << 20, EVENTS = 1 << 20 /* bytes: of a page of changes, far more than it takes */ };

struct stream {
    struct answer_stream answer;
    struct change_streams *streams;
    struct stream *next;
    struct change_position position;
    struct strbuf bytes; /* not taken yet, from `taken` on */
    size_t taken;
    int64_t opened, written; /* timestamp_monotonic */
    bool waiting;            /* `ready` is to be called */
    bool ended, closed;
    bool due; /* to be given what is behind its position, in this turn */
};

struct change_streams {
    const struct app *app;
    pthread_t thread;
    struct wake wake; /* guards all that follows, and every stream */
    struct stream *first;
    int64_t count;
    bool ending, stopped;
    bool reading; /* the store has `job`, and what follows */
    enum status status;
    struct store_job job;
    struct arena arena;
    struct change_position after;
    struct change_page page;
    struct error error;
};

/* ---- what a reader calls ---- */

static ssize_t take(struct answer_stream *self, char *buffer, size_t size)
{
    struct stream *stream = CONTAINER_OF(self, struct stream, answer);
    struct wake *wake = &stream->streams->wake;
    wake_lock(wake);
    size_t left = stream->bytes.length - stream->taken;
    ssize_t taken = (ssize_t)(left < size ? left : size);
    memcpy(buffer, stream->bytes.data + stream->taken, (size_t)taken);
    stream->taken += (size_t)taken;
    if (!taken && stream->ended)
        taken = -1;
    wake_unlock(wake);
    return taken;
}

static bool wait(struct answer_stream *self)
{
    struct stream *stream = CONTAINER_OF(self, struct stream, answer);
    struct wake *wake = &stream->streams->wake;
    wake_lock(wake);
    stream->waiting = !stream->ended && stream->taken == stream->bytes.length;
    bool waits = stream->waiting;
    wake_unlock(wake);
    return waits;
}

static void close_stream(struct answer_stream *self)
{
    struct stream *stream = CONTAINER_OF(self, struct stream, answer);
    struct change_streams *streams = stream->streams;
    wake_lock(&streams->wake);
    stream->closed = true;
    stream->waiting = false;
    wake_all(&streams->wake);
    wake_unlock(&streams->wake);
}

/* ---- what the thread does; the lock is held where nothing else is said ---- */

static void notify(struct stream *stream)
{
    bool waiting = stream->waiting;
    stream->waiting = false;
    if (waiting)
        stream->answer.ready(stream->answer.owner);
}

static void put(struct stream *stream, const char *bytes, size_t length)
{
    if (stream->taken == stream->bytes.length) {
        strbuf_clear(&stream->bytes);
        stream->taken = 0;
    }
    strbuf_append(&stream->bytes, bytes, length);
    stream->ended |= !strbuf_ok(&stream->bytes);
    stream->written = timestamp_monotonic();
    notify(stream);
}

static void end(struct stream *stream)
{
    stream->ended = true;
    notify(stream);
}

static void show_count(const struct change_streams *streams)
{
    metrics_set(streams->app->metrics, METRIC_STREAMS, 0, streams->count);
}

static void free_closed(struct change_streams *streams)
{
    for (struct stream **at = &streams->first; *at;) {
        struct stream *stream = *at;
        if (!stream->closed) {
            at = &stream->next;
            continue;
        }
        *at = stream->next;
        streams->count--;
        strbuf_release(&stream->bytes);
        free(stream);
    }
    show_count(streams);
}

static enum status read_page(struct store_job *job, struct store_conn *conn)
{
    struct change_streams *streams = CONTAINER_OF(job, struct change_streams, job);
    arena_reset(&streams->arena);
    return changes_list(conn, &streams->after, CHANGE_STREAMS_PAGE, &streams->arena, &streams->page, &streams->error);
}

static void was_read(struct store_job *job, enum status status)
{
    struct change_streams *streams = CONTAINER_OF(job, struct change_streams, job);
    wake_lock(&streams->wake);
    streams->status = status;
    streams->reading = false;
    wake_all(&streams->wake);
    wake_unlock(&streams->wake);
}

/* Reads the changes behind a position into `page`. The lock is left meanwhile. */
static enum status read_behind(struct change_streams *streams, const struct change_position *after)
{
    streams->after = *after;
    streams->reading = true;
    streams->job = (struct store_job){
        .work = read_page, .done = was_read, .error = &streams->error, .patient = true, .reads = true};
    wake_unlock(&streams->wake);
    bool taken = store_submit(streams->app->store, &streams->job) == STATUS_OK;
    wake_lock(&streams->wake);
    streams->reading &= taken;
    while (streams->reading)
        wake_wait(&streams->wake);
    return taken ? streams->status : STATUS_UNAVAILABLE;
}

/* One event for each change of the page. */
static void write_events(struct change_streams *streams, struct strbuf *events)
{
    struct json json;
    for (size_t i = 0; i < streams->page.count; i++) {
        const struct change *change = &streams->page.changes[i];
        const char *cursor = change_cursor_write(&streams->arena, &change->position);
        strbuf_printf(events, "id: %s\nevent: change\ndata: ", cursor ? cursor : "");
        jsonw_init(&json, events);
        change_json_write(&json, change);
        strbuf_puts(events, "\n\n");
    }
}

static bool same(const struct change_position *a, const struct change_position *b)
{
    return a->transaction == b->transaction && a->changed_at == b->changed_at && strcmp(a->article, b->article) == 0;
}

/* Gives the page to every stream that is due and has read as far as `after`. */
static void hand_out(struct change_streams *streams, enum status status)
{
    struct strbuf events;
    strbuf_init(&events, EVENTS);
    if (status == STATUS_OK)
        write_events(streams, &events);
    for (struct stream *stream = streams->first; stream; stream = stream->next) {
        if (!stream->due || !same(&stream->position, &streams->after))
            continue;
        stream->due = false;
        if (status == STATUS_GONE || streams->arena.failed || !strbuf_ok(&events))
            end(stream);
        if (status != STATUS_OK || stream->ended)
            continue;
        stream->position = streams->page.next;
        if (events.length)
            put(stream, events.data, events.length);
    }
    strbuf_release(&events);
}

static struct stream *find_due(struct change_streams *streams)
{
    struct stream *stream = streams->first;
    while (stream && !stream->due)
        stream = stream->next;
    return stream;
}

static void take_turn(struct change_streams *streams)
{
    const struct config *config = streams->app->config;
    int64_t now = timestamp_monotonic();
    for (struct stream *stream = streams->first; stream; stream = stream->next) {
        if (!stream->ended && now > stream->opened + config->stream_time_ms * 1000)
            end(stream);
        stream->due = !stream->ended && stream->taken == stream->bytes.length;
    }
    for (struct stream *stream; !streams->ending && (stream = find_due(streams));)
        hand_out(streams, read_behind(streams, &stream->position));
    for (struct stream *stream = streams->first; stream; stream = stream->next)
        if (!stream->ended && stream->taken == stream->bytes.length &&
            now > stream->written + config->stream_heartbeat_ms * 1000)
            put(stream, ":\n\n", 3);
}

static void *work(void *cls)
{
    struct change_streams *streams = cls;
    wake_lock(&streams->wake);
    while (!streams->stopped) {
        free_closed(streams);
        if (streams->first)
            take_turn(streams);
        int64_t until = timestamp_monotonic() + (int64_t)CHANGE_STREAMS_MS * 1000;
        while (!streams->stopped && (!streams->first || timestamp_monotonic() < until))
            if (streams->first)
                wake_wait_until(&streams->wake, until);
            else
                wake_wait(&streams->wake);
    }
    wake_unlock(&streams->wake);
    return NULL;
}

/* ---- life ---- */

enum status change_streams_start(const struct app *app, struct change_streams **ret_streams, struct error *error)
{
    struct change_streams *streams = calloc(1, sizeof *streams);
    if (!streams)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    streams->app = app;
    arena_init(&streams->arena, ARENA);
    wake_init(&streams->wake);
    if (pthread_create(&streams->thread, NULL, work, streams) == 0) {
        *ret_streams = streams;
        return STATUS_OK;
    }
    wake_release(&streams->wake);
    free(streams);
    return error_set(error, STATUS_INTERNAL, "the thread of the streams cannot be started");
}

static struct stream *new_stream(struct change_streams *streams, const struct change_position *after)
{
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        return NULL;
    stream->answer = (struct answer_stream){.take = take, .wait = wait, .close = close_stream};
    stream->streams = streams;
    stream->position = *after;
    stream->opened = stream->written = timestamp_monotonic();
    strbuf_init(&stream->bytes, EVENTS);
    stream->next = streams->first;
    streams->first = stream;
    streams->count++;
    show_count(streams);
    return stream;
}

struct answer_stream *change_streams_open(struct change_streams *streams, const struct change_position *after)
{
    struct stream *stream = NULL;
    wake_lock(&streams->wake);
    if (!streams->ending && streams->count < streams->app->config->streams)
        stream = new_stream(streams, after);
    wake_all(&streams->wake);
    wake_unlock(&streams->wake);
    return stream ? &stream->answer : NULL;
}

void change_streams_end(struct change_streams *streams)
{
    if (!streams)
        return;
    wake_lock(&streams->wake);
    streams->ending = true;
    for (struct stream *stream = streams->first; stream; stream = stream->next)
        end(stream);
    wake_unlock(&streams->wake);
}

void change_streams_stop(struct change_streams *streams)
{
    if (!streams)
        return;
    wake_set(&streams->wake, &streams->stopped);
    pthread_join(streams->thread, NULL);
}

void change_streams_free(struct change_streams *streams)
{
    if (!streams)
        return;
    for (struct stream *stream = streams->first; stream; stream = stream->next)
        stream->closed = true;
    free_closed(streams);
    arena_release(&streams->arena);
    wake_release(&streams->wake);
    free(streams);
}
