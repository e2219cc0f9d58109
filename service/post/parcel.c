#include "service/post/parcel.h"

#include "service/base/encoding.h"
#include "service/base/json.h"
#include "service/base/json_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_LINE_MAXIMUM = 1 << 20, TREE_MAXIMUM = 64 << 20, REFUSED_MAXIMUM = 1 << 30, JSON_DEPTH = 16 };

struct parcel_line {
    size_t start, length; /* in the body */
    int64_t number;       /* in the file, from 1 */
};

/* What is answered for a request or a line that may succeed later, as it is. */
static const int for_now[] = {408, 425, 429, 500, 502, 503, 504};

struct parcel *parcel_new(const char *path, size_t file)
{
    struct parcel *parcel = calloc(1, sizeof *parcel);
    if (!parcel)
        return NULL;
    parcel->path = path;
    parcel->file = file;
    parcel->lines.size = sizeof(struct parcel_line);
    strbuf_init(&parcel->body, PARCEL_BYTES + INPUT_LINE_MAXIMUM + 2);
    strbuf_init(&parcel->refused, REFUSED_MAXIMUM);
    strbuf_init(&parcel->answer, ANSWER_LINE_MAXIMUM);
    arena_init(&parcel->arena, TREE_MAXIMUM);
    return parcel;
}

void parcel_free(struct parcel *parcel)
{
    strbuf_release(&parcel->body);
    strbuf_release(&parcel->refused);
    strbuf_release(&parcel->answer);
    array_release(&parcel->lines);
    arena_release(&parcel->arena);
    free(parcel);
}

/* ---- the lines ---- */

/* Begins the record of a refused line, up to its problem. */
static void begin_refused(struct parcel *parcel, struct json *json, int64_t number, int64_t status)
{
    parcel->totals.refused++;
    jsonw_init(json, &parcel->refused);
    jsonw_object(json);
    jsonw_key(json, "file");
    jsonw_string(json, parcel->path);
    jsonw_key(json, "line");
    jsonw_integer(json, number);
    jsonw_key(json, "status");
    jsonw_integer(json, status);
    jsonw_key(json, "problem");
    jsonw_object(json);
}

static void refuse_too_long(struct parcel *parcel, int64_t number)
{
    struct json json;
    begin_refused(parcel, &json, number, 413);
    jsonw_key(&json, "detail");
    jsonw_string(&json, "The line is longer than 64 MiB. It was not sent.");
    jsonw_end(&json);
    jsonw_end(&json);
    strbuf_putc(&parcel->refused, '\n');
    parcel->totals.lines++;
}

static bool add_line(struct parcel *parcel, const struct strbuf *text, int64_t number)
{
    size_t mark = number == 1 ? encoding_mark(text->data, text->length) : 0;
    if (strspn(text->data + mark, " \t\r") == text->length - mark)
        return true;
    struct parcel_line line = {parcel->body.length, text->length - mark, number};
    strbuf_append(&parcel->body, text->data + mark, line.length);
    strbuf_putc(&parcel->body, '\n');
    return strbuf_ok(&parcel->body) && array_append(&parcel->lines, &line, 1);
}

enum status parcel_fill(struct parcel *parcel, struct input *input, size_t maximum, struct error *error)
{
    struct strbuf text;
    enum status status = STATUS_OK;
    strbuf_init(&text, INPUT_LINE_MAXIMUM);
    while (parcel->lines.count < maximum && parcel->body.length < PARCEL_BYTES) {
        status = input_next(input, &text, error);
        if (status != STATUS_OK || input->ended)
            break;
        if (input->too_long)
            refuse_too_long(parcel, input->place.line);
        else if (!add_line(parcel, &text, input->place.line))
            status = error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    }
    strbuf_release(&text);
    parcel->end = input->place;
    parcel->refused_before = parcel->refused.length;
    parcel->totals_before = parcel->totals;
    return status;
}

/* ---- the answer ---- */

void parcel_begin(struct parcel *parcel)
{
    parcel->state = PARCEL_FLYING;
    parcel->tries++;
    parcel->http = 0;
    parcel->again = parcel->done = false;
    parcel->totals = parcel->totals_before;
    strbuf_truncate(&parcel->refused, parcel->refused_before);
    strbuf_clear(&parcel->answer);
}

static bool is_for_now(long http)
{
    for (size_t i = 0; i < sizeof for_now / sizeof *for_now; i++)
        if (for_now[i] == http)
            return true;
    return false;
}

static void set_reason(struct parcel *parcel, int64_t line, long http, const struct json_value *problem)
{
    const char *detail = json_read_string(json_read_member(problem, "detail"));
    const char *title = json_read_string(json_read_member(problem, "title"));
    int length = line ? snprintf(parcel->reason, sizeof parcel->reason, "%s:%lld: ", parcel->path, (long long)line) : 0;
    if (length >= 0 && length < (int)sizeof parcel->reason)
        snprintf(parcel->reason + length, sizeof parcel->reason - (size_t)length, "%ld %s", http,
                 detail && *detail ? detail
                 : title           ? title
                                   : "was answered");
}

static void copy_string(struct json *json, const struct json_value *object, const char *key)
{
    const char *value = json_read_string(json_read_member(object, key));
    if (!value)
        return;
    jsonw_key(json, key);
    jsonw_string(json, value);
}

static void copy_errors(struct json *json, const struct json_value *errors)
{
    if (!errors)
        return;
    jsonw_key(json, "errors");
    jsonw_array(json);
    for (const struct json_value *item = json_read_items(errors); item; item = item->next) {
        jsonw_object(json);
        copy_string(json, item, "pointer");
        copy_string(json, item, "detail");
        jsonw_end(json);
    }
    jsonw_end(json);
}

static void refuse(struct parcel *parcel, const struct parcel_line *line, int64_t status,
                   const struct json_value *problem)
{
    const char *sent = parcel->body.data + line->start;
    struct json json;
    begin_refused(parcel, &json, line->number, status);
    copy_string(&json, problem, "type");
    copy_string(&json, problem, "detail");
    copy_errors(&json, json_read_member(problem, "errors"));
    jsonw_end(&json);
    if (json_read_utf8(sent, line->length) == line->length) {
        jsonw_key(&json, "sent");
        jsonw_stringn(&json, sent, line->length);
    }
    jsonw_end(&json);
    strbuf_putc(&parcel->refused, '\n');
}

static void take_result(struct parcel *parcel, const struct json_value *result)
{
    const struct parcel_line *lines = parcel->lines.items;
    int64_t number, status;
    if (!json_read_integer(json_read_member(result, "line"), &number) || number < 1 ||
        number > (int64_t)parcel->lines.count || !json_read_integer(json_read_member(result, "status"), &status))
        return;
    const struct parcel_line *line = &lines[number - 1];
    const struct json_value *problem = json_read_member(result, "problem");
    parcel->totals.lines++;
    parcel->totals.stored += status == 201;
    parcel->totals.existing += status == 200;
    if (problem && (status == 429 || status == 503)) {
        parcel->again = true;
        set_reason(parcel, line->number, (long)status, problem);
    } else if (problem) {
        refuse(parcel, line, status, problem);
    }
}

static void take_line(struct parcel *parcel)
{
    const struct json_value *value = NULL;
    struct json_fault fault;
    arena_reset(&parcel->arena);
    if (strbuf_ok(&parcel->answer) &&
        json_read_utf8(parcel->answer.data, parcel->answer.length) == parcel->answer.length &&
        json_read(parcel->answer.data, parcel->answer.length, JSON_DEPTH, &parcel->arena, &value, &fault) ==
            STATUS_OK) {
        if (json_read_member(value, "done"))
            parcel->done = true;
        else
            take_result(parcel, value);
    }
    strbuf_clear(&parcel->answer);
}

void parcel_take_answer(struct parcel *parcel, long http, const char *bytes, size_t length)
{
    parcel->http = http;
    for (const char *end = bytes + length; bytes < end;) {
        const char *newline = http == 200 ? memchr(bytes, '\n', (size_t)(end - bytes)) : NULL;
        const char *stop = newline ? newline : end;
        strbuf_append(&parcel->answer, bytes, (size_t)(stop - bytes));
        if (newline)
            take_line(parcel);
        bytes = stop + (newline != NULL);
    }
}

/* The whole request was refused: the answer is a problem document, or a proxy's page. */
static void read_refusal(struct parcel *parcel)
{
    const struct json_value *problem = NULL;
    struct json_fault fault;
    arena_reset(&parcel->arena);
    if (json_read_utf8(parcel->answer.data, parcel->answer.length) != parcel->answer.length ||
        json_read(parcel->answer.data, parcel->answer.length, JSON_DEPTH, &parcel->arena, &problem, &fault) !=
            STATUS_OK)
        problem = NULL;
    set_reason(parcel, 0, parcel->http, problem);
}

void parcel_end(struct parcel *parcel, const char *fault)
{
    const struct post_totals *totals = &parcel->totals;
    int64_t answered = totals->lines - parcel->totals_before.lines;
    bool sound = strbuf_ok(&parcel->refused);
    bool whole = !fault && parcel->http == 200 && parcel->done && answered == (int64_t)parcel->lines.count;
    parcel->state = whole && !parcel->again && sound ? PARCEL_DELIVERED : PARCEL_WAITING;
    if (parcel->state == PARCEL_DELIVERED)
        return;
    if (parcel->http && parcel->http != 200) {
        read_refusal(parcel);
        if (!is_for_now(parcel->http))
            parcel->state = PARCEL_HOPELESS;
    } else if (!parcel->again || !whole) {
        snprintf(parcel->reason, sizeof parcel->reason, "%s",
                 fault   ? fault
                 : sound ? "the answer is not complete"
                         : "out of memory");
    }
}
