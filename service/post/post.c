#include "service/post/post.h"

#include "service/base/json_read.h"
#include "service/base/timestamp.h"
#include "service/post/progress.h"
#include "service/post/state.h"
#include "service/post/transfer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    WAIT_MS = 200,            /* for answers, between two looks at what else there is to do */
    PAUSE_US = 500 * 1000,    /* before the second try; doubled each time */
    PAUSE_MAXIMUM = 30000000, /* microseconds */
    AHEAD = 2                 /* parcels in memory for each connection */
};

struct run {
    const struct post_options *options;
    struct state state;
    struct input input;
    size_t file; /* that is read */
    bool open;   /* it is open */
    struct parcel *head, **tail;
    size_t parcels;
    struct transfers transfers;
    struct progress progress;
    struct post_totals totals;
    FILE *refused;
    enum status status; /* other than STATUS_OK: the run stops */
    struct error *error;
};

static bool fail(struct run *run, enum status status)
{
    if (run->status == STATUS_OK)
        run->status = status;
    return false;
}

/* ---- reading ---- */

/* Opens the next file if none is open. False: there is none, or it cannot be read. */
static bool open_next(struct run *run)
{
    if (run->open)
        return true;
    if (run->file == run->options->count)
        return false;
    enum status status =
        input_open(&run->input, run->options->files[run->file], &run->state.places[run->file], run->error);
    run->open = run->input.file != NULL;
    return status == STATUS_OK || fail(run, status);
}

static void close_file(struct run *run)
{
    input_close(&run->input);
    run->open = false;
    run->file++;
}

/* Reads another parcel. False: there is nothing left to read. A parcel without lines to send is delivered already. */
static bool read_parcel(struct run *run)
{
    if (!open_next(run))
        return false;
    struct parcel *parcel = parcel_new(run->input.path, run->file);
    if (!parcel)
        return fail(run, error_set(run->error, STATUS_OUT_OF_MEMORY, "out of memory"));
    int64_t before = run->input.place.offset;
    enum status status = parcel_fill(parcel, &run->input, (size_t)run->options->lines, run->error);
    run->progress.bytes += run->input.place.offset - before;
    parcel->state = parcel->lines.count ? PARCEL_WAITING : PARCEL_DELIVERED;
    *run->tail = parcel;
    run->tail = &parcel->next;
    run->parcels++;
    if (run->input.ended)
        close_file(run);
    return status == STATUS_OK || fail(run, status);
}

/* ---- delivering ---- */

/* Without a file for refused lines, each is named on standard error. */
static void name_refused(const struct parcel *parcel)
{
    for (const char *at = parcel->refused.data; at && *at; at = strchr(at, '\n') + 1) {
        const struct json_value *record = NULL;
        struct json_fault fault;
        struct arena arena;
        int64_t line = 0, status = 0;
        size_t length = strcspn(at, "\n");
        arena_init(&arena, 4 * length + 4096);
        char *copy = arena_strndup(&arena, at, length);
        if (copy && json_read(copy, length, 16, &arena, &record, &fault) == STATUS_OK) {
            const char *detail = json_read_string(json_read_member(json_read_member(record, "problem"), "detail"));
            json_read_integer(json_read_member(record, "line"), &line);
            json_read_integer(json_read_member(record, "status"), &status);
            fprintf(stderr, "%s:%lld: %lld %s\n", parcel->path, (long long)line, (long long)status,
                    detail ? detail : "");
        }
        arena_release(&arena);
    }
}

static bool keep_refused(struct run *run, const struct parcel *parcel)
{
    if (!parcel->refused.length)
        return true;
    if (!run->refused) {
        progress_pause(&run->progress);
        name_refused(parcel);
        return true;
    }
    errno = 0;
    if (fwrite(parcel->refused.data, 1, parcel->refused.length, run->refused) == parcel->refused.length &&
        fflush(run->refused) == 0)
        return true;
    return fail(run, error_set(run->error, STATUS_IO, "%s: %s", run->options->refused, strerror(errno)));
}

static void drop_head(struct run *run)
{
    struct parcel *parcel = run->head;
    run->head = parcel->next;
    if (!run->head)
        run->tail = &run->head;
    run->parcels--;
    parcel_free(parcel);
}

/* Notes the delivered parcels at the head, in their order. */
static void settle(struct run *run)
{
    bool moved = false;
    while (run->head && run->head->state == PARCEL_DELIVERED && keep_refused(run, run->head)) {
        const struct post_totals *totals = &run->head->totals;
        run->totals.lines += totals->lines;
        run->totals.stored += totals->stored;
        run->totals.existing += totals->existing;
        run->totals.refused += totals->refused;
        run->state.places[run->head->file] = run->head->end;
        drop_head(run);
        moved = true;
    }
    enum status status = moved ? state_write(&run->state, run->error) : STATUS_OK;
    if (status != STATUS_OK)
        fail(run, status);
}

static void judge(struct run *run, struct parcel *parcel)
{
    int64_t pause = (int64_t)PAUSE_US << (parcel->tries < 16 ? parcel->tries - 1 : 15);
    if (parcel->state == PARCEL_DELIVERED)
        return;
    parcel->not_before = timestamp_monotonic() + (pause < PAUSE_MAXIMUM ? pause : PAUSE_MAXIMUM);
    if (parcel->state == PARCEL_WAITING && parcel->tries < run->options->tries)
        return;
    fail(run, error_set(run->error, STATUS_UNAVAILABLE, "%s%s", parcel->reason,
                        parcel->http == 413 ? " (send fewer lines at once, with --lines)" : ""));
}

/* ---- the run ---- */

/* Sends parcels that wait, in their order, while connections are free. */
static void send_waiting(struct run *run)
{
    int64_t now = timestamp_monotonic();
    for (struct parcel *parcel = run->head; parcel; parcel = parcel->next) {
        if (run->transfers.flying >= (size_t)run->options->connections)
            return;
        if (parcel->state == PARCEL_WAITING && parcel->not_before <= now && !transfer_begin(&run->transfers, parcel))
            fail(run, error_set(run->error, STATUS_OUT_OF_MEMORY, "out of memory"));
    }
}

static void deliver_all(struct run *run)
{
    size_t ahead = AHEAD * (size_t)run->options->connections;
    while (run->status == STATUS_OK) {
        while (run->status == STATUS_OK && run->parcels < ahead && read_parcel(run))
            ;
        send_waiting(run);
        settle(run);
        if (!run->head)
            return;
        struct parcel *parcel = transfers_next(&run->transfers, WAIT_MS);
        if (parcel)
            judge(run, parcel);
        settle(run);
        progress_show(&run->progress, &run->totals);
    }
}

/* Every file is tried before the first line is sent. */
static enum status look_at_files(struct run *run)
{
    bool known = true;
    for (size_t i = 0; i < run->options->count; i++) {
        struct input input;
        if (strcmp(run->options->files[i], "-") == 0) {
            known = false;
            continue;
        }
        enum status status = input_open(&input, run->options->files[i], &run->state.places[i], run->error);
        known &= input.size > 0;
        run->progress.size += input.size - run->state.places[i].offset;
        input_close(&input);
        if (status != STATUS_OK)
            return status;
    }
    run->progress.size = known ? run->progress.size : 0;
    return STATUS_OK;
}

static enum status prepare(struct run *run)
{
    const struct post_options *options = run->options;
    run->state =
        (struct state){.path = options->state, .url = options->url, .files = options->files, .count = options->count};
    run->state.places = calloc(options->count, sizeof *run->state.places);
    if (!run->state.places)
        return error_set(run->error, STATUS_OUT_OF_MEMORY, "out of memory");
    enum status status = state_read(&run->state, run->error);
    if (status == STATUS_OK)
        status = look_at_files(run);
    if (status == STATUS_OK && options->refused && !(run->refused = fopen(options->refused, "ae")))
        status = error_set(run->error, STATUS_IO, "%s: %s", options->refused, strerror(errno));
    return status;
}

enum status post_run(const struct post_options *options, struct post_totals *ret_totals, struct error *error)
{
    struct run run = {.options = options, .error = error};
    run.tail = &run.head;
    progress_init(&run.progress, options->quiet);
    run.status = transfers_init(&run.transfers, options->url, options->key, options->authorities, error);
    if (run.status == STATUS_OK)
        run.status = prepare(&run);
    deliver_all(&run);
    progress_pause(&run.progress);
    transfers_release(&run.transfers);
    while (run.head)
        drop_head(&run);
    if (run.open)
        input_close(&run.input);
    if (run.refused)
        fclose(run.refused);
    free(run.state.places);
    *ret_totals = run.totals;
    return run.status;
}
