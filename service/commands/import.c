#include "service/commands/commands.h"

#include "handlers/article_body.h"
#include "service/app/usage.h"
#include "service/base/time_input.h"
#include "service/commands/database.h"
#include "service/store/articles/archive.h"
#include "service/store/articles/article_id.h"
#include "service/store/articles/article_write.h"
#include "service/work/edits_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 32, FAULTS_TOLD = 10, FIELDS_MAXIMUM = 32 };

static const char usage[] =
    "usage: alam import [FILE...]\n"
    "Stores what `alam export --format archive` wrote, also that of --format post, in the database of DATABASE_URL or\n"
    "PG*, which is migrated; without FILE, or as -, it reads standard input. Articles keep their ids, times and\n"
    "revisions; their entities are found anew. An article that is stored already stays as it is, so that an import "
    "can\n"
    "be run again. No subscription is told. Exit status 1 when a line was refused, or when there was none.\n";

/* A line of an export: what a post takes, and what else is known of the article. `body` is first, so that the table of its
 * fields serves here too. */
struct line {
    struct article_body body;
    const char *id, *received_at, *updated_at, *revision;
};

/* A number counts as the string of its digits for a BODY_TIME, so revision is read as one. */
static const char *check_id(const char *value, size_t length)
{
    char id[UUID_LENGTH + 1];
    (void)length;
    return uuid_parse(value, id) ? NULL : "This must be a UUID.";
}

static const char *check_revision(const char *value, size_t length)
{
    (void)length;
    return atoll(value) >= 1 && atoll(value) < INT32_MAX ? NULL : "This must be a number from 1 on.";
}

static const struct body_field further[] = {
    BODY_FIELD(struct line, id, BODY_STRING, .check = check_id),
    BODY_FIELD(struct line, received_at, BODY_TIME, .check = check_timestamp),
    BODY_FIELD(struct line, updated_at, BODY_TIME, .check = check_timestamp),
    BODY_FIELD(struct line, revision, BODY_TIME, .check = check_revision),
};

enum { FURTHER_COUNT = sizeof further / sizeof *further };

/* An article between its line and its commit. */
struct item {
    struct request request;
    struct line line;
    struct article article;
    struct article_write write;
    size_t number; /* of the line */
};

struct run {
    struct command_conn *db;
    struct app app;
    struct body_field fields[FIELDS_MAXIMUM];
    size_t field_count;
    struct recent recent;
    struct arena scratch;
    struct item *items[BATCH];
    size_t item_count;
    int file_count;
    char **files;
    const char *file;
    int64_t stored, existing, refused;
};

static void refuse(struct run *run, size_t number, const char *pointer, const char *reason)
{
    if (run->refused++ < FAULTS_TOLD)
        fprintf(stderr, "%s:%zu: %s%s%s\n", run->file, number, pointer, *pointer ? ": " : "", reason);
}

static void refuse_item(struct run *run, const struct item *item)
{
    const struct request *request = &item->request;
    if (request->error_count)
        refuse(run, item->number, request->errors[0].pointer, request->errors[0].detail);
    else
        refuse(run, item->number, "", *request->error.detail ? request->error.detail : "it cannot be stored");
}

static void free_item(struct item *item)
{
    request_release(&item->request);
    free(item);
}

static void drop_items(struct run *run)
{
    for (size_t i = 0; i < run->item_count; i++)
        free_item(run->items[i]);
    run->item_count = 0;
}

static int64_t time_of(const char *text, int64_t otherwise)
{
    int64_t time;
    return text && !time_input_read(text, strlen(text), &time) ? time : otherwise;
}

/* Counts what became of the articles, and gives new ones their old revisions. */
static enum status finish(struct run *run, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < run->item_count && status == STATUS_OK; i++) {
        const struct item *item = run->items[i];
        int64_t updated_at = time_of(item->line.updated_at, 0);
        bool created = item->write.outcome == WRITE_CREATED;
        *(created ? &run->stored : &run->existing) += 1;
        if (item->line.revision)
            status = archive_restore_article(&run->db->conn, item->write.current.id, atoll(item->line.revision),
                                             item->line.updated_at ? &updated_at : NULL, &run->scratch, error);
    }
    drop_items(run);
    return status;
}

/* Takes the article that the database refused out of the batch. */
static void drop_culprit(struct run *run, const struct article_write *culprit, const struct error *error)
{
    for (size_t i = 0; i < run->item_count; i++) {
        struct item *item = run->items[i];
        if (&item->write != culprit)
            continue;
        item->request.error = *error;
        refuse_item(run, item);
        free_item(item);
        memmove(&run->items[i], &run->items[i + 1], (--run->item_count - i) * sizeof *run->items);
        return;
    }
}

static enum status flush(struct run *run, struct error *error)
{
    while (run->item_count > 0) {
        struct article_write *writes[BATCH];
        int culprit;
        for (size_t i = 0; i < run->item_count; i++)
            writes[i] = &run->items[i]->write;
        arena_reset(&run->scratch);
        enum status status =
            article_write_run(&run->db->conn, &run->recent, writes, run->item_count, &run->scratch, &culprit, error);
        if (status == STATUS_OK)
            return finish(run, error);
        conn_rollback(&run->db->conn);
        if (culprit == NO_CULPRIT)
            return status;
        drop_culprit(run, writes[culprit], error);
    }
    return STATUS_OK;
}

/* Dates the article as it was dated when it came. */
static void restore_times(const struct config *config, const struct line *line, struct article *article)
{
    article->received_at = time_of(line->received_at, article->received_at);
    bool ahead = article->published && article->published_at - article->received_at > config->published_ahead_ms * 1000;
    article->dated_at = article->published && !ahead ? article->published_at : article->received_at;
}

static enum status prepare(struct run *run, struct item *item)
{
    struct request *request = &item->request;
    enum status status = json_body_read(request, run->fields, run->field_count, &item->line);
    if (status == STATUS_OK && !item->line.body.text.bytes)
        request_add_error(request, "/text", "This field is needed.");
    if (status == STATUS_OK && !item->line.id) /* an id says what it is known by, also where that may be no more */
        article_body_check_identity(request, &item->line.body);
    if (status == STATUS_OK)
        article_body_check_authors(request, &item->line.body);
    if (status != STATUS_OK || request->error_count)
        return STATUS_INVALID_INPUT;
    status = article_body_make(request, &item->line.body, &item->article);
    if (status != STATUS_OK)
        return status;
    char former[ARTICLE_ID_LENGTH + 1];
    article_id_derive(&item->article, former);
    if (item->line.id)
        uuid_parse(item->line.id, item->article.id);
    restore_times(run->app.config, &item->line, &item->article);
    status = article_prepare(&item->write, &item->article, &request->arena, &request->error);
    memcpy(item->write.former, item->line.id ? "" : former, item->line.id ? 1 : sizeof former);
    item->write.if_exists = IF_EXISTS_KEEP;
    item->write.quiet = true;
    item->write.language_given = item->line.body.language != NULL;
    return status;
}

static bool is_in_batch(const struct run *run, const char *id)
{
    for (size_t i = 0; i < run->item_count; i++)
        if (strcmp(run->items[i]->article.id, id) == 0)
            return true;
    return false;
}

static enum status take_article(struct run *run, const char *line, size_t length, size_t number, struct error *error)
{
    struct item *item = calloc(1, sizeof *item);
    if (!item)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    request_init(&item->request, &run->app);
    item->number = number;
    strbuf_append(&item->request.body, line, length);
    if (prepare(run, item) != STATUS_OK) {
        refuse_item(run, item);
        free_item(item);
        return STATUS_OK;
    }
    enum status status = is_in_batch(run, item->article.id) ? flush(run, error) : STATUS_OK;
    run->items[run->item_count++] = item;
    return status == STATUS_OK && run->item_count == BATCH ? flush(run, error) : status;
}

/* Lines that stand before their articles. */
static const struct history {
    const char *begins, *pointer, *fault;
    enum status (*restore)(struct store_conn *conn, const char *json, struct arena *arena, struct error *error);
} histories[] = {
    {"{\"former_revision\":", "/former_revision", "this is no former revision of an article", archive_restore_revision},
    {"{\"verdict\":", "/verdict", "this is no verdict on an article", archive_restore_verdict},
};

static enum status take_history(struct run *run, const struct history *history, const char *line, size_t number,
                                struct error *error)
{
    arena_reset(&run->scratch);
    enum status status = history->restore(&run->db->conn, line, &run->scratch, error);
    if (status != STATUS_INTERNAL)
        return status;
    refuse(run, number, history->pointer, history->fault);
    return STATUS_OK;
}

static enum status take_line(struct run *run, const char *line, size_t length, size_t number, struct error *error)
{
    if (length == 0)
        return STATUS_OK;
    for (size_t i = 0; i < sizeof histories / sizeof *histories; i++)
        if (strncmp(line, histories[i].begins, strlen(histories[i].begins)) == 0)
            return take_history(run, &histories[i], line, number, error);
    return take_article(run, line, length, number, error);
}

static enum status read_file(struct run *run, const char *path, struct error *error)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *in = standard ? stdin : fopen(path, "re");
    char *line = NULL;
    size_t room = 0, number = 0;
    enum status status = STATUS_OK;
    run->file = standard ? "standard input" : path;
    if (!in)
        return error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
    for (ssize_t length; status == STATUS_OK && (length = getline(&line, &room, in)) >= 0;) {
        while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
            line[--length] = '\0';
        status = take_line(run, line, (size_t)length, ++number, error);
    }
    if (status == STATUS_OK && ferror(in))
        status = error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
    free(line);
    if (!standard)
        fclose(in);
    return status == STATUS_OK ? flush(run, error) : status;
}

static void init_fields(struct run *run)
{
    _Static_assert(sizeof further / sizeof *further < FIELDS_MAXIMUM, "FIELDS_MAXIMUM is too small");
    for (size_t i = 0; i < article_body_field_count && i < FIELDS_MAXIMUM - FURTHER_COUNT; i++)
        run->fields[run->field_count++] = article_body_fields[i];
    for (size_t i = 0; i < FURTHER_COUNT; i++)
        run->fields[run->field_count++] = further[i];
}

static enum status import_all(struct command_conn *db, void *context, struct error *error)
{
    struct run *run = context;
    struct gazetteer *gazetteer;
    enum status status = gazetteer_open(db->app.config->gazetteer, &gazetteer, error);
    if (status != STATUS_OK)
        return status;
    run->db = db;
    run->app = db->app;
    recent_init(&run->recent);
    arena_init(&run->scratch, (size_t)db->app.config->request_memory);
    status = edits_read_views(&db->conn, gazetteer, (size_t)db->app.config->request_memory, &run->app.views, error);
    db->app.views = run->app.views;
    for (int i = 0; i < run->file_count && status == STATUS_OK; i++)
        status = read_file(run, run->files[i], error);
    if (run->file_count == 0 && status == STATUS_OK)
        status = read_file(run, "-", error);
    drop_items(run);
    arena_release(&run->scratch);
    recent_release(&run->recent);
    views_free(run->app.views);
    gazetteer_free(gazetteer);
    return status;
}

int command_import(int argc, char **argv)
{
    struct run run = {.file_count = argc - 1, .files = argv + 1};
    struct error error = {""};
    for (int i = 1; i < argc; i++) {
        bool help = usage_is_help(argv[i]);
        if (argv[i][0] != '-' || !argv[i][1])
            continue;
        if (!help)
            fprintf(stderr, "alam import: there is no such option: %s\n", argv[i]);
        fputs(usage, help ? stdout : stderr);
        return help ? 0 : 2;
    }
    init_fields(&run);
    enum status status = database_run(import_all, &run, &error);
    if (status != STATUS_OK)
        fprintf(stderr, "alam import: %s\n", *error.detail ? error.detail : status_title(status));
    fprintf(stderr, "alam import: %lld stored, %lld were there, %lld lines refused\n", (long long)run.stored,
            (long long)run.existing, (long long)run.refused);
    bool nothing = status == STATUS_OK && run.stored + run.existing + run.refused == 0;
    if (nothing)
        fputs("alam import: there is no article to import\n", stderr);
    return status != STATUS_OK || run.refused || nothing ? 1 : 0;
}
