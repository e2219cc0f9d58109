#include "service/grammar/labelled.h"

#include "service/base/encoding.h"
#include "service/base/json_read.h"
#include "service/base/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { JSON_DEPTH = 16, LINE_ARENA = 1 << 30 };

enum status labelled_open(struct labelled_reader *reader, const char *path, struct error *error)
{
    *reader = (struct labelled_reader){.path = path, .file = fopen(path, "r")};
    if (!reader->file)
        return error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
    arena_init(&reader->arena, LINE_ARENA);
    return STATUS_OK;
}

void labelled_close(struct labelled_reader *reader)
{
    if (!reader->file)
        return;
    fclose(reader->file);
    free(reader->line);
    arena_release(&reader->arena);
}

static enum status fault(const struct labelled_reader *reader, struct error *error, const char *reason)
{
    return error_set(error, STATUS_BAD_SOURCE, "%s:%zu: %s", reader->path, reader->number, reason);
}

static const char *string_of(const struct json_value *object, const char *key)
{
    const struct json_value *value = json_read_member(object, key);
    return value && value->kind == JSON_KIND_STRING ? value->bytes : NULL;
}

/* A code point offset of at most `most`. */
static bool offset_of(const struct json_value *value, size_t most, uint32_t *ret_offset)
{
    if (!value || value->kind != JSON_KIND_NUMBER || !(value->number >= 0 && value->number <= (double)most) ||
        value->number != (double)(uint32_t)value->number)
        return false;
    *ret_offset = (uint32_t)value->number;
    return true;
}

static enum status read_span(struct labelled_reader *reader, const struct json_value *entity, size_t points,
                             struct error *error)
{
    struct scored_span span = {.name = string_of(entity, "name")};
    const char *type = string_of(entity, "type");
    if (!offset_of(json_read_member(entity, "start"), points, &span.start) ||
        !offset_of(json_read_member(entity, "end"), points, &span.end) || span.end <= span.start)
        return fault(reader, error, "an entity's start and end must be code points of the text, end behind start");
    if (!type)
        return fault(reader, error, "an entity has no type");
    if (entity_type_parse(type, &span.type)) /* other kinds of labels are nobody's error */
        reader->article.spans[reader->article.span_count++] = span;
    return STATUS_OK;
}

static enum status read_spans(struct labelled_reader *reader, const struct json_value *entities, size_t points,
                              struct error *error)
{
    if (!entities || entities->kind != JSON_KIND_ARRAY)
        return fault(reader, error, "entities must be a list");
    reader->article.spans = arena_array(&reader->arena, entities->count + 1, sizeof *reader->article.spans);
    if (!reader->article.spans)
        return fault(reader, error, "out of memory");
    for (const struct json_value *entity = entities->first; entity; entity = entity->next) {
        enum status status = read_span(reader, entity, points, error);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status read_others(struct labelled_reader *reader, const struct json_value *others, size_t points,
                               struct error *error)
{
    if (!others)
        return STATUS_OK;
    reader->article.others = arena_array(&reader->arena, others->count + 1, sizeof *reader->article.others);
    if (!reader->article.others)
        return fault(reader, error, "out of memory");
    for (const struct json_value *pair = others->first; pair; pair = pair->next) {
        struct labelled_range *range = &reader->article.others[reader->article.other_count++];
        if (pair->count != 2 || !offset_of(pair->first, points, &range->start) ||
            !offset_of(pair->first->next, points, &range->end))
            return fault(reader, error, "other must be a list of [start, end]");
    }
    return STATUS_OK;
}

static enum status read_line(struct labelled_reader *reader, size_t length, struct error *error)
{
    const struct json_value *object;
    struct json_fault place;
    arena_reset(&reader->arena);
    reader->article = (struct labelled_article){0};
    size_t mark = encoding_mark(reader->line, length);
    if (encoding_foreign(reader->line, length))
        return fault(reader, error, "the line is UTF-16 or UTF-32; convert the file to UTF-8");
    if (json_read_utf8(reader->line, length) != length)
        return fault(reader, error, "the line is not UTF-8");
    if (json_read(reader->line + mark, length - mark, JSON_DEPTH, &reader->arena, &object, &place) != STATUS_OK)
        return error_set(error, STATUS_BAD_SOURCE, "%s:%zu: column %zu: %s", reader->path, reader->number, place.column,
                         place.what);
    const struct json_value *text = json_read_member(object, "text");
    if (!text || text->kind != JSON_KIND_STRING)
        return fault(reader, error, "text is missing or no string");
    const char *id = string_of(object, "id");
    reader->article.id = id ? id : "";
    reader->article.text = (struct text){text->bytes, text->length};
    size_t points = utf8_count(text->bytes, text->length, 0);
    enum status status = read_spans(reader, json_read_member(object, "entities"), points, error);
    return status == STATUS_OK ? read_others(reader, json_read_member(object, "other"), points, error) : status;
}

static bool is_blank(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r' && line[i] != '\n')
            return false;
    return true;
}

enum status labelled_next(struct labelled_reader *reader, const struct labelled_article **ret_article,
                          struct error *error)
{
    *ret_article = NULL;
    for (ssize_t length; (length = getline(&reader->line, &reader->room, reader->file)) > 0;) {
        reader->number++;
        if (is_blank(reader->line, (size_t)length))
            continue;
        enum status status = read_line(reader, (size_t)length, error);
        if (status == STATUS_OK)
            *ret_article = &reader->article;
        return status;
    }
    return ferror(reader->file) ? error_set(error, STATUS_IO, "%s: %s", reader->path, strerror(errno)) : STATUS_OK;
}
