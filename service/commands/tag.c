/* alam tag: NDJSON on standard input, annotation objects on standard output, in order. No database, no network. */
#include "service/app/config.h"
#include "service/commands/commands.h"
#include "service/json/annotation_json.h"

#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAXIMUM = 256 << 20 };

static const char usage[] =
    "usage: alam tag [--gazetteer IMAGE] [--unit codepoint|utf16|byte] [--min-confidence N] [--explain]\n"
    "Reads lines of {\"id\", \"text\", \"title\"?, \"language\"?} and writes one annotation object a line, in the same "
    "order.\n"
    "A bad line is answered by {\"id\"?, \"error\": {…}} in its place; the exit status is then 1.\n";

struct run {
    struct gazetteer *gazetteer;
    struct tag_request request;
    struct arena arena;
    struct strbuf out;
    size_t line;
    bool failed;
};

static void write_error(struct run *run, const char *id, enum status status, const char *detail)
{
    struct json json;
    run->failed = true;
    strbuf_clear(&run->out);
    jsonw_init(&json, &run->out);
    jsonw_object(&json);
    if (id) {
        jsonw_key(&json, "id");
        jsonw_string(&json, id);
    }
    jsonw_key(&json, "error");
    jsonw_object(&json);
    jsonw_key(&json, "type");
    jsonw_string(&json, status_slug(status));
    jsonw_key(&json, "title");
    jsonw_string(&json, status_title(status));
    jsonw_key(&json, "detail");
    jsonw_string(&json, detail);
    jsonw_key(&json, "line");
    jsonw_integer(&json, (int64_t)run->line);
    jsonw_end(&json);
    jsonw_end(&json);
}

static bool known_key(const char *key)
{
    static const char *const keys[] = {"id", "text", "title", "language"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

/* What is wrong with the members of the line's object, or NULL. */
static const char *find_fault(json_t *object)
{
    const char *key;
    json_t *value;
    if (!json_is_object(object))
        return "a line must be a JSON object";
    json_object_foreach(object, key, value)
    {
        if (!known_key(key))
            return "only id, text, title and language may be given";
        if (!json_is_string(value))
            return "id, text, title and language must be strings";
    }
    return json_object_get(object, "text") ? NULL : "text is missing";
}

static struct text text_of(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    return (struct text){json_string_value(value), json_string_length(value)};
}

static void answer_object(struct run *run, json_t *object)
{
    const char *id = json_string_value(json_object_get(object, "id")), *fault = find_fault(object);
    if (fault) {
        write_error(run, id, STATUS_INVALID_INPUT, fault);
        return;
    }
    struct text fields[FIELD_COUNT] = {
        [FIELD_TITLE] = text_of(object, "title"), [FIELD_TEXT] = text_of(object, "text")};
    struct annotation annotation;
    struct error error;
    run->request.title = fields[FIELD_TITLE];
    run->request.text = fields[FIELD_TEXT];
    run->request.language = json_string_value(json_object_get(object, "language"));
    run->arena.maximum = tag_arena_size(fields[FIELD_TITLE].length + fields[FIELD_TEXT].length);
    enum status status = tag(run->gazetteer, &run->request, &run->arena, &annotation, &error);
    if (status != STATUS_OK) {
        write_error(run, id, status, error.detail);
        return;
    }
    struct json json;
    jsonw_init(&json, &run->out);
    annotation_write_json(&json, &annotation, fields, id);
}

static void answer_line(struct run *run, const char *line, size_t length)
{
    json_error_t fault;
    json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, &fault);
    arena_reset(&run->arena);
    strbuf_clear(&run->out);
    if (object)
        answer_object(run, object);
    else
        write_error(run, NULL,
                    json_error_code(&fault) == json_error_duplicate_key ? STATUS_DUPLICATE_KEY : STATUS_MALFORMED_JSON,
                    fault.text);
    json_decref(object);
    strbuf_putc(&run->out, '\n');
}

static int tag_lines(struct run *run)
{
    char *line = NULL;
    size_t room = 0;
    int status = 0;
    for (ssize_t length; status == 0 && (length = getline(&line, &room, stdin)) > 0;) {
        run->line++;
        if (length == 1 && line[0] == '\n')
            continue;
        answer_line(run, line, (size_t)length);
        if (!strbuf_ok(&run->out) || fwrite(run->out.data, 1, run->out.length, stdout) != run->out.length)
            status = 1;
    }
    free(line);
    if (ferror(stdin) || fflush(stdout) != 0 || status) {
        fprintf(stderr, "alam tag: reading or writing failed at line %zu\n", run->line);
        return 1;
    }
    return run->failed;
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

int command_tag(int argc, char **argv)
{
    static const struct option options[] = {{"gazetteer", required_argument, NULL, 'g'},
                                            {"unit", required_argument, NULL, 'u'},
                                            {"min-confidence", required_argument, NULL, 'c'},
                                            {"explain", no_argument, NULL, 'e'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    char found[CONFIG_TEXT_MAXIMUM];
    const char *path = found;
    config_gazetteer_path(found, sizeof found);
    struct run run = {.request = {.types = ENTITY_TYPES_ALL}};
    for (int option; (option = getopt_long(argc, argv, "g:u:c:eh", options, NULL)) != -1;) {
        bool sound = option != '?';
        path = option == 'g' ? optarg : path;
        if (option == 'u')
            sound = offset_unit_parse(optarg, &run.request.unit);
        if (option == 'c')
            sound = read_confidence(optarg, &run.request.min_confidence);
        run.request.explain |= option == 'e';
        if (!sound || option == 'h') {
            fputs(usage, option == 'h' ? stdout : stderr);
            return option == 'h' ? 0 : 2;
        }
    }
    struct error error;
    if (gazetteer_open(path, &run.gazetteer, &error) != STATUS_OK) {
        fprintf(stderr, "alam tag: %s\n", error.detail);
        return 1;
    }
    arena_init(&run.arena, 0);
    strbuf_init(&run.out, LINE_MAXIMUM);
    int status = tag_lines(&run);
    strbuf_release(&run.out);
    arena_release(&run.arena);
    gazetteer_free(run.gazetteer);
    return status;
}
