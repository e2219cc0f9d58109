#include "service/commands/commands.h"

#include "service/app/usage.h"
#include "service/base/json.h"
#include "service/base/timestamp.h"
#include "service/commands/database.h"
#include "service/store/articles/archive.h"

#include <getopt.h>
#include <string.h>

enum { LINE_MAXIMUM = 1 << 30 };

static const char usage[] =
    "usage: alam export [--format post|archive|tag] [--after ID]\n"
    "Writes every article as one line of JSON, ordered by id, as the archive was at one moment.\n"
    "  --format post   what POST /v1/articles takes: sent as application/x-ndjson it loads the archive back (default)\n"
    "  --format archive  everything, for `alam import`: also ids, received_at, revisions\n"
    "  --format tag    what `alam tag` takes: id, title, text, language\n"
    "  --after ID      only the articles behind that one\n"
    "An export that fails says on standard error with which --after it can be continued.\n";

enum format { FORMAT_POST, FORMAT_ARCHIVE, FORMAT_TAG };

static const char *const formats[] = {"post", "archive", "tag"};

struct run {
    enum format format;
    char after[ARTICLE_ID_LENGTH + 1]; /* the article printed last, "": none */
    int64_t count;                     /* articles printed */
    char safe[ARTICLE_ID_LENGTH + 1];  /* the last of them that has left the process, not only its buffer */
    int64_t safe_count;
};

static void write_member(struct json *json, const char *key, const char *value)
{
    if (!value)
        return;
    jsonw_key(json, key);
    jsonw_string(json, value);
}

static void write_list(struct json *json, const char *key, struct text_list list)
{
    if (list.count == 0)
        return;
    jsonw_key(json, key);
    jsonw_array(json);
    for (size_t i = 0; i < list.count; i++)
        jsonw_string(json, list.items[i]);
    jsonw_end(json);
}

static void write_rest(struct json *json, const struct article *article)
{
    char buffer[TIMESTAMP_LENGTH];
    write_list(json, "authors", article->authors);
    write_member(json, "section", article->section);
    write_list(json, "tags", article->tags);
    write_member(json, "source", article->source);
    write_member(json, "external_id", article->external_id);
    write_member(json, "url", article->url);
    write_member(json, "published_at", article->published ? timestamp_format(article->published_at, buffer) : NULL);
    write_member(json, "modified_at", article->modified ? timestamp_format(article->modified_at, buffer) : NULL);
}

static void write_history(struct json *json, const struct article *article)
{
    char buffer[TIMESTAMP_LENGTH];
    write_member(json, "received_at", timestamp_format(article->received_at, buffer));
    write_member(json, "updated_at", article->updated ? timestamp_format(article->updated_at, buffer) : NULL);
    if (article->revision == 1)
        return;
    jsonw_key(json, "revision");
    jsonw_integer(json, article->revision);
}

static enum status write_objects(const char *member, const struct text_list *objects)
{
    for (size_t i = 0; i < objects->count; i++)
        if (printf("{\"%s\":%s}\n", member, objects->items[i]) < 0)
            return STATUS_IO;
    return STATUS_OK;
}

/* Before the articles that they are of, so that an export that goes on behind an article has all of that. */
static enum status write_history_of(struct command_conn *db, const struct archive_page *page, struct error *error)
{
    struct text_list revisions = {.count = 0}, verdicts = {.count = 0};
    enum status status = archive_revisions(&db->conn, page, &db->arena, &revisions, error);
    if (status == STATUS_OK)
        status = archive_verdicts(&db->conn, page, &db->arena, &verdicts, error);
    if (status == STATUS_OK)
        status = write_objects("former_revision", &revisions);
    return status == STATUS_OK ? write_objects("verdict", &verdicts) : status;
}

static enum status write_article(struct run *run, const struct article *article, struct strbuf *out)
{
    struct json json;
    strbuf_clear(out);
    jsonw_init(&json, out);
    jsonw_object(&json);
    if (run->format != FORMAT_POST)
        write_member(&json, "id", article->id);
    write_member(&json, "title", article->title);
    jsonw_key(&json, "text");
    jsonw_stringn(&json, article->text.bytes, article->text.length);
    write_member(&json, "language", article->language);
    if (run->format != FORMAT_TAG)
        write_rest(&json, article);
    if (run->format == FORMAT_ARCHIVE)
        write_history(&json, article);
    jsonw_end(&json);
    strbuf_putc(out, '\n');
    bool written = strbuf_ok(out) && fwrite(out->data, 1, out->length, stdout) == out->length;
    if (!written)
        return STATUS_IO;
    memcpy(run->after, article->id, sizeof run->after);
    run->count++;
    return STATUS_OK;
}

static enum status write_page(struct run *run, struct command_conn *db, struct strbuf *out, size_t *ret_count,
                              struct error *error)
{
    struct archive_page page = {.count = 0};
    arena_reset(&db->arena);
    enum status status = archive_next(&db->conn, run->after, &db->arena, &page, error);
    if (status == STATUS_OK && run->format == FORMAT_ARCHIVE)
        status = write_history_of(db, &page, error);
    for (size_t i = 0; i < page.count && status == STATUS_OK; i++)
        status = write_article(run, &page.articles[i], out);
    if (status == STATUS_OK && fflush(stdout) != 0)
        status = STATUS_IO;
    if (status == STATUS_OK) {
        memcpy(run->safe, run->after, sizeof run->safe);
        run->safe_count = run->count;
    }
    *ret_count = page.count;
    return status == STATUS_IO ? error_set(error, status, "writing failed") : status;
}

static enum status write_all(struct command_conn *db, void *context, struct error *error)
{
    struct run *run = context;
    struct strbuf out;
    size_t count = 1;
    strbuf_init(&out, LINE_MAXIMUM);
    enum status status = archive_begin(&db->conn, error);
    while (status == STATUS_OK && count > 0)
        status = write_page(run, db, &out, &count, error);
    if (status == STATUS_OK)
        status = archive_end(&db->conn, error);
    strbuf_release(&out);
    return status;
}

static bool read_format(const char *name, enum format *ret_format)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(formats[i], name) != 0)
            continue;
        *ret_format = (enum format)i;
        return true;
    }
    return false;
}

static bool read_options(int argc, char **argv, struct run *run, int *ret_exit)
{
    static const struct option options[] = {{"format", required_argument, NULL, 'f'},
                                            {"after", required_argument, NULL, 'a'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    for (int option; (option = getopt_long(argc, argv, "f:a:h", options, NULL)) != -1;) {
        bool sound =
            option == 'f' ? read_format(optarg, &run->format) : option == 'a' && uuid_parse(optarg, run->after);
        if (sound)
            continue;
        *ret_exit = option == 'h'   ? 0
                    : option == 'f' ? usage_refuse("export", "--format", optarg, "post, archive or tag")
                    : option == 'a' ? usage_refuse("export", "--after", optarg, "the id of an article, a UUID")
                                    : 2;
        if (option == 'h' || option == '?')
            fputs(usage, option == 'h' ? stdout : stderr);
        return false;
    }
    return true;
}

int command_export(int argc, char **argv)
{
    struct run run = {.count = 0};
    struct error error = {""};
    int exit_status;
    if (!read_options(argc, argv, &run, &exit_status))
        return exit_status;
    memcpy(run.safe, run.after, sizeof run.safe);
    enum status status = database_run(write_all, &run, &error);
    if (status == STATUS_OK)
        return 0;
    fprintf(stderr, "alam export: %s\n", *error.detail ? error.detail : status_title(status));
    if (*run.safe)
        fprintf(stderr, "alam export: %lld articles written; go on with --after %s\n", (long long)run.safe_count,
                run.safe);
    return 1;
}
