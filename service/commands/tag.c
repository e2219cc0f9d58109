#include "service/commands/commands.h"

#include "service/app/config.h"
#include "service/app/usage.h"
#include "service/base/encoding.h"
#include "service/base/json_read.h"
#include "service/edits/edits_file.h"
#include "service/json/annotation_json.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_MAXIMUM = 256 << 20, TREE_MAXIMUM = 256 << 20, /* bytes */ JSON_DEPTH = 256 };

static const char usage[] =
    "usage: alam tag [--gazetteer IMAGE] [--edits FILE] [--unit codepoint|utf16|byte] [--min-confidence N] [--explain] "
    "[FILE…]\n"
    "Reads one JSON object a line, {\"id\":…,\"text\":…,\"title\":…,\"language\":…}, of which only the text is needed, "
    "and\n"
    "writes one annotation object a line, in the same order. Needs no database. Without FILE, or where FILE is -, it "
    "reads\n"
    "standard input. The id may be any string, number, true, false or null, and is given back. A line that cannot be\n"
    "tagged is answered by {\"id\":…,\"error\":{…}} in its place, and the exit status is 1 at the end.\n"
    "  --edits            what editors changed, as `alam gazetteer export-edits` writes it\n"
    "  --unit             what offsets count (default: codepoint)\n"
    "  --min-confidence   leaves out mentions below N, a number from 0 to 1\n"
    "  --explain          adds to each mention why it was chosen\n";

struct run {
    struct gazetteer *gazetteer;
    struct tag_request request;
    struct arena tree;  /* the line as JSON */
    struct arena arena; /* the tagger's; its maximum follows the text's length */
    struct strbuf out;  /* the answer to one line */
    const char *path;   /* of the file that is read; NULL: it is the only input */
    size_t line;        /* number of the line, from 1 */
    bool failed;        /* some line was answered by an error */
};

/* The line's id, as it was given. */
static void write_id(struct json *json, const struct json_value *id)
{
    static const char *const words[] = {
        [JSON_KIND_NULL] = "null", [JSON_KIND_FALSE] = "false", [JSON_KIND_TRUE] = "true"};
    if (!id || id->kind > JSON_KIND_STRING)
        return;
    jsonw_key(json, "id");
    if (id->kind == JSON_KIND_STRING)
        jsonw_stringn(json, id->bytes, id->length);
    else if (id->kind == JSON_KIND_NUMBER)
        jsonw_raw(json, id->bytes, id->length);
    else
        jsonw_raw(json, words[id->kind], strlen(words[id->kind]));
}

static void write_error(struct run *run, const struct json_value *id, enum status status, const char *detail)
{
    struct json json;
    run->failed = true;
    strbuf_clear(&run->out);
    jsonw_init(&json, &run->out);
    jsonw_object(&json);
    write_id(&json, id);
    jsonw_key(&json, "error");
    jsonw_object(&json);
    jsonw_key(&json, "type");
    jsonw_string(&json, status_slug(status));
    jsonw_key(&json, "title");
    jsonw_string(&json, status_title(status));
    jsonw_key(&json, "detail");
    jsonw_string(&json, detail);
    if (run->path) {
        jsonw_key(&json, "file");
        jsonw_string(&json, run->path);
    }
    jsonw_key(&json, "line");
    jsonw_integer(&json, (int64_t)run->line);
    jsonw_end(&json);
    jsonw_end(&json);
}

/* ---- one line ---- */

static bool is_field(const char *key)
{
    static const char *const keys[] = {"id", "text", "title", "language"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

static bool holds_nul(const struct json_value *value)
{
    return value->kind == JSON_KIND_STRING && memchr(value->bytes, '\0', value->length);
}

/* What is wrong with the members of the line's object, or NULL. */
static const char *find_fault(const struct json_value *object)
{
    if (!object || object->kind != JSON_KIND_OBJECT)
        return "a line must be a JSON object";
    for (const struct json_value *member = json_read_members(object); member; member = member->next) {
        if (!is_field(member->key))
            return "only id, text, title and language may be given";
        if (strcmp(member->key, "id") == 0 && member->kind > JSON_KIND_STRING)
            return "id must be a string, a number, true, false or null";
        if (strcmp(member->key, "id") != 0 && member->kind != JSON_KIND_STRING && member->kind != JSON_KIND_NULL)
            return "text, title and language must be strings";
    }
    return json_read_string(json_read_member(object, "text")) ? NULL : "text is missing";
}

static enum status tag_object(struct run *run, const struct json_value *object, struct error *error)
{
    struct text fields[FIELD_COUNT] = {[FIELD_TITLE] = json_read_text(json_read_member(object, "title")),
                                       [FIELD_TEXT] = json_read_text(json_read_member(object, "text"))};
    struct annotation annotation;
    struct json json;
    run->request.title = fields[FIELD_TITLE];
    run->request.text = fields[FIELD_TEXT];
    run->request.language = json_read_string(json_read_member(object, "language"));
    run->arena.maximum = tag_arena_size(fields[FIELD_TITLE].length + fields[FIELD_TEXT].length);
    enum status status = tag(run->gazetteer, &run->request, &run->arena, &annotation, error);
    if (status != STATUS_OK)
        return status;
    jsonw_init(&json, &run->out);
    jsonw_object(&json);
    write_id(&json, json_read_member(object, "id"));
    annotation_write_members(&json, &annotation, fields);
    jsonw_end(&json);
    return STATUS_OK;
}

static void answer_object(struct run *run, const struct json_value *object)
{
    const char *fault = find_fault(object);
    struct error error;
    enum status status = fault ? error_set(&error, STATUS_INVALID_INPUT, "%s", fault) : tag_object(run, object, &error);
    if (status != STATUS_OK)
        write_error(run, json_read_member(object, "id"), status, error.detail);
}

/* Reads the line into run->tree. Malformed are here, besides what is not JSON, a value that is neither object nor array and
 * a string with NUL in it. */
static enum status read_line(struct run *run, char *line, size_t length, const struct json_value **ret_value,
                             struct error *error)
{
    const struct json_value *value = NULL;
    struct json_fault fault;
    if (json_read_utf8(line, length) != length)
        return error_set(error, STATUS_MALFORMED_JSON, "the line is not UTF-8 at byte %zu",
                         json_read_utf8(line, length));
    enum status status = json_read(line, length, JSON_DEPTH, &run->tree, &value, &fault);
    if (status == STATUS_OUT_OF_MEMORY)
        return error_set(error, status, "the line needs more memory than it may have");
    if (status != STATUS_OK)
        return error_set(error, status, "%s (column %zu)", fault.what, fault.column);
    if (value->kind != JSON_KIND_OBJECT && value->kind != JSON_KIND_ARRAY)
        return error_set(error, STATUS_MALFORMED_JSON, "a line must be a JSON object");
    for (const struct json_value *member = json_read_members(value); member; member = member->next)
        if (holds_nul(member))
            return error_set(error, STATUS_MALFORMED_JSON, "a NUL character (U+0000) may not be given");
    *ret_value = value;
    return STATUS_OK;
}

static void answer_line(struct run *run, char *line, size_t length)
{
    const struct json_value *value = NULL;
    struct error error;
    arena_reset(&run->arena);
    arena_reset(&run->tree);
    strbuf_clear(&run->out);
    enum status status = read_line(run, line, length, &value, &error);
    if (status == STATUS_OK)
        answer_object(run, value);
    else
        write_error(run, NULL, status, error.detail);
    strbuf_putc(&run->out, '\n');
}

/* ---- the run ---- */

/* False: nothing can be written any more. */
static bool tag_line(struct run *run, char *line, size_t length)
{
    size_t mark = encoding_mark(line, length);
    if (length - mark == strspn(line + mark, " \t\r\n"))
        return true;
    answer_line(run, line + mark, length - mark);
    return strbuf_ok(&run->out) && fwrite(run->out.data, 1, run->out.length, stdout) == run->out.length;
}

static bool complain(const struct run *run, const char *what)
{
    fprintf(stderr, "alam tag: %s%s%s\n", run->path ? run->path : "", run->path ? ": " : "", what);
    return false;
}

/* False after a message: the file cannot be read, or nothing can be written. */
static bool tag_file(struct run *run, FILE *file)
{
    char *line = NULL;
    size_t room = 0;
    bool sound = true;
    run->line = 0;
    for (ssize_t length; sound && (length = getline(&line, &room, file)) > 0;) {
        const char *foreign = ++run->line == 1 ? encoding_foreign(line, (size_t)length) : NULL;
        if (foreign)
            sound = complain(run, "this is not UTF-8 but UTF-16 or UTF-32: convert it first");
        else if (!tag_line(run, line, (size_t)length))
            sound = complain(run, "writing failed");
    }
    free(line);
    if (ferror(file))
        return complain(run, strerror(errno));
    return sound && (fflush(stdout) == 0 || complain(run, "writing failed"));
}

static bool tag_path(struct run *run, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "r");
    run->path = path;
    if (!file)
        return complain(run, strerror(errno));
    bool sound = tag_file(run, file);
    if (!standard)
        fclose(file);
    return sound;
}

static int tag_all(struct run *run, char **paths, int count)
{
    bool sound = count > 0 || tag_file(run, stdin);
    for (int i = 0; i < count; i++) /* a file that cannot be read does not stop those behind it */
        sound = tag_path(run, paths[i]) && sound;
    return sound && !run->failed ? 0 : 1;
}

static bool read_confidence(const char *text, double *ret_confidence)
{
    char *end;
    double confidence = strtod(text, &end);
    if (end == text || *end || !(confidence >= 0 && confidence <= 1))
        return false;
    *ret_confidence = confidence;
    return true;
}

/* False: the process ends with *ret_exit. */
static bool read_options(int argc, char **argv, struct tag_request *request, const char **path, const char **edits,
                         int *ret_exit)
{
    static const struct option options[] = {{"gazetteer", required_argument, NULL, 'g'},
                                            {"edits", required_argument, NULL, 'd'},
                                            {"unit", required_argument, NULL, 'u'},
                                            {"min-confidence", required_argument, NULL, 'c'},
                                            {"explain", no_argument, NULL, 'e'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    for (int option; (option = getopt_long(argc, argv, "g:d:u:c:eh", options, NULL)) != -1;) {
        bool sound = option != '?';
        *path = option == 'g' ? optarg : *path;
        *edits = option == 'd' ? optarg : *edits;
        if (option == 'u')
            sound = offset_unit_parse(optarg, &request->unit);
        if (option == 'c')
            sound = read_confidence(optarg, &request->min_confidence);
        request->explain |= option == 'e';
        if (sound && option != 'h')
            continue;
        *ret_exit = option == 'h'   ? 0
                    : option == 'u' ? usage_refuse("tag", "--unit", optarg, "codepoint, utf16 or byte")
                    : option == 'c' ? usage_refuse("tag", "--min-confidence", optarg, "a number from 0 to 1")
                                    : 2;
        if (option == 'h' || option == '?')
            fputs(usage, option == 'h' ? stdout : stderr);
        return false;
    }
    return true;
}

/* Opens the image, and puts what editors changed into it; *ret_base is to be freed after run->gazetteer. */
static bool open_gazetteer(struct run *run, const char *path, const char *edits, struct gazetteer **ret_base)
{
    struct error error;
    enum status status = gazetteer_open(path, &run->gazetteer, &error);
    if (status == STATUS_OK && edits) {
        *ret_base = run->gazetteer;
        status = edits_file_open(edits, *ret_base, &run->gazetteer, &error);
    }
    if (status == STATUS_OK)
        return true;
    fprintf(stderr, "alam tag: %s\n", error.detail);
    gazetteer_free(*ret_base);
    return false;
}

int command_tag(int argc, char **argv)
{
    struct run run = {.request = {.types = ENTITY_TYPES_ALL}};
    struct gazetteer *base = NULL;
    char found[CONFIG_TEXT_MAXIMUM];
    const char *path = found, *edits = NULL;
    int status;
    config_gazetteer_path(found, sizeof found);
    if (!read_options(argc, argv, &run.request, &path, &edits, &status))
        return status;
    if (!open_gazetteer(&run, path, edits, &base))
        return 1;
    arena_init(&run.tree, TREE_MAXIMUM);
    arena_init(&run.arena, 0);
    strbuf_init(&run.out, ANSWER_MAXIMUM);
    status = tag_all(&run, argv + optind, argc - optind);
    strbuf_release(&run.out);
    arena_release(&run.arena);
    arena_release(&run.tree);
    gazetteer_free(run.gazetteer);
    gazetteer_free(base);
    return status;
}
