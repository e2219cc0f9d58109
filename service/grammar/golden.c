#include "service/grammar/golden.h"

#include "service/base/tsv.h"
#include "service/base/utf8.h"
#include "service/gazetteer/files.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMN_TEXT, COLUMN_EXPECTED, COLUMN_COUNT, MENTIONS_MAXIMUM = 64 };

static const char *const columns[COLUMN_COUNT] = {"text", "expected"};

/* What the part of an id before its colon says of the type. */
static const struct {
    const char *prefix;
    enum entity_type type;
} prefixes[] = {
    {"person", ENTITY_PERSON}, {"org", ENTITY_ORGANIZATION}, {"place", ENTITY_PLACE},
    {"iso", ENTITY_PLACE},     {"gn", ENTITY_PLACE},
};

static bool type_of(struct text id, enum entity_type *ret_type)
{
    char name[16];
    struct text prefix = text_split(&id, ':'), type = text_split(&id, '=');
    if ((text_equals(prefix, "unknown") || text_equals(prefix, "any")) &&
        entity_type_parse(text_copy(type, name, sizeof name), ret_type))
        return true;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (text_equals(prefix, prefixes[i].prefix)) {
            *ret_type = prefixes[i].type;
            return true;
        }
    return false;
}

/* Reads the mentions into `spans`, of which there is room for MENTIONS_MAXIMUM. False: one has no type or is not in the text. */
static bool read_mentions(struct text text, struct text expected, struct scored_span *spans, size_t *ret_count)
{
    size_t count = 0, from = 0;
    while (expected.length) {
        struct text mention = text_split(&expected, '|'), id = text_split(&mention, '@');
        const char *at = memmem(text.bytes + from, text.length - from, mention.bytes, mention.length);
        struct scored_span span = {0};
        if (count == MENTIONS_MAXIMUM || mention.length == 0 || !at || !type_of(id, &span.type))
            return false;
        from = (size_t)(at - text.bytes);
        span.start = (uint32_t)utf8_count(text.bytes, from, 0);
        span.end = span.start + (uint32_t)utf8_count(mention.bytes, mention.length, 0);
        from += mention.length;
        spans[count++] = span;
    }
    *ret_count = count;
    return true;
}

enum status golden_read(const char *path,
                        enum status (*take)(void *owner, const struct labelled_article *article, struct error *error),
                        void *owner, struct error *error)
{
    char *bytes;
    size_t length;
    struct text line, cells[COLUMN_COUNT];
    struct scored_span spans[MENTIONS_MAXIMUM];
    enum status status = STATUS_OK;
    if (!file_read(path, &bytes, &length))
        return error_set(error, STATUS_IO, "%s: cannot be read", path);
    struct tsv tsv = {
        .rest = tsv_skip_mark((struct text){bytes, length}), .names = columns, .name_count = COLUMN_COUNT};
    if (tsv_line(&tsv, &line))
        tsv_header(&tsv, line);
    while (status == STATUS_OK && tsv_line(&tsv, &line)) {
        struct labelled_article article = {.id = "", .spans = spans};
        tsv_row(&tsv, line, cells);
        article.text = cells[COLUMN_TEXT];
        if (read_mentions(article.text, cells[COLUMN_EXPECTED], spans, &article.span_count))
            status = take(owner, &article, error);
        else
            status = error_set(error, STATUS_BAD_SOURCE, "%s:%zu: a mention has no type or is not in the text", path,
                               tsv.line);
    }
    free(bytes);
    return status;
}
