#include "service/page/loose_json.h"

#include "service/base/utf8.h"
#include "service/page/entities.h"

#include <stdlib.h>
#include <string.h>

struct reader {
    const char *at;
    struct arena *arena;
};

static bool skip_until(struct reader *reader, const char *begin, const char *end)
{
    size_t length = strlen(begin);
    if (strncmp(reader->at, begin, length) != 0)
        return false;
    const char *found = strstr(reader->at + length, end);
    reader->at = found ? found + strlen(end) : reader->at + strlen(reader->at);
    return true;
}

static bool skip_mark(struct reader *reader, const char *mark)
{
    size_t length = strlen(mark);
    if (strncmp(reader->at, mark, length) != 0)
        return false;
    reader->at += length;
    return true;
}

static void skip_blanks(struct reader *reader)
{
    for (;;) {
        while (*reader->at && ((unsigned char)*reader->at <= ' ' || *reader->at == ';'))
            reader->at++;
        if (!skip_until(reader, "/*", "*/") && !skip_mark(reader, "//<![CDATA[") && !skip_mark(reader, "<![CDATA[") &&
            !skip_mark(reader, "//]]>") && !skip_mark(reader, "]]>") && !skip_mark(reader, "<!--") &&
            !skip_mark(reader, "-->") && !skip_mark(reader, "\xEF\xBB\xBF") && !skip_mark(reader, "\xC2\xA0") &&
            !skip_until(reader, "//", "\n"))
            return;
    }
}

/* Whether the quote at `at` ends the string: what follows it could not stand in the middle of a sentence. */
static bool ends_string(const char *at)
{
    at++;
    at += strspn(at, " \t\r\n");
    return !*at || strchr(",:}];", *at) || strncmp(at, "//", 2) == 0 || strncmp(at, "/*", 2) == 0;
}

static int hex4(const char *at)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        const char *digits = "0123456789abcdef",
                   *found = at[i] ? strchr(digits, at[i] >= 'A' && at[i] <= 'F' ? at[i] | 0x20 : at[i]) : NULL;
        if (!found)
            return -1;
        value = value * 16 + (int)(found - digits);
    }
    return value;
}

/* Reads what follows "\u"; returns behind it. */
static const char *read_code(const char *at, char **out)
{
    int first = hex4(at), second = -1;
    if (first < 0)
        return at;
    at += 4;
    if (first >= 0xD800 && first < 0xDC00 && at[0] == '\\' && at[1] == 'u' && (second = hex4(at + 2)) >= 0xDC00 &&
        second < 0xE000) {
        first = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        at += 6;
    } else if (first >= 0xD800 && first < 0xE000)
        first = 0xFFFD;
    *out += entities_put((uint32_t)first, *out);
    return at;
}

static const char *read_escape(const char *at, char **out)
{
    static const char names[] = "nrtbf", values[] = "\n\n\t  ";
    if (*at == 'u')
        return read_code(at + 1, out);
    const char *found = *at ? strchr(names, *at) : NULL;
    if (*at)
        *(*out)++ = found ? values[found - names] : *at++;
    return found ? at + 1 : at;
}

static const char *string_end(const char *at, char quote)
{
    while (*at && !(*at == quote && ends_string(at)))
        at += at[0] == '\\' && at[1] ? 2 : 1;
    return at;
}

static char *read_string(struct reader *reader)
{
    char quote = *reader->at;
    const char *at = reader->at + 1, *end = string_end(at, quote);
    /* nothing grows: an escape of six bytes becomes at most three, a pair of twelve four */
    char *string = arena_array_raw(reader->arena, (size_t)(end - at) + 1, 1), *out = string;
    reader->at = *end ? end + 1 : end;
    if (!string)
        return NULL;
    while (at < end)
        if (*at == '\\')
            at = read_escape(at + 1, &out);
        else
            *out++ = *at++;
    *out = '\0';
    return string;
}

static bool is_bare(char byte)
{
    return byte && (unsigned char)byte > ' ' && !strchr(",:;{}[]\"", byte);
}

static char *read_bare(struct reader *reader)
{
    const char *from = reader->at;
    while (is_bare(*reader->at))
        reader->at++;
    return arena_strndup(reader->arena, from, (size_t)(reader->at - from));
}

static void set_scalar(struct json_value *value, char *word)
{
    static const struct {
        const char *word;
        enum json_kind kind;
    } known[] = {
        {"null", JSON_KIND_NULL}, {"undefined", JSON_KIND_NULL}, {"true", JSON_KIND_TRUE}, {"false", JSON_KIND_FALSE}};
    value->kind = JSON_KIND_STRING;
    value->bytes = word;
    value->length = word ? strlen(word) : 0;
    for (size_t i = 0; word && i < sizeof known / sizeof *known; i++)
        if (strcmp(word, known[i].word) == 0)
            value->kind = known[i].kind;
}

static struct json_value *read_value(struct reader *reader, int depth);

static char *read_key(struct reader *reader)
{
    char *key = *reader->at == '"' || *reader->at == '\'' ? read_string(reader) : read_bare(reader);
    skip_blanks(reader);
    if (*reader->at != ':')
        return NULL;
    reader->at++;
    skip_blanks(reader);
    return key;
}

/* Reads items up to the bracket that closes, or the end. */
static void read_items(struct reader *reader, struct json_value *into, char close, int depth)
{
    const struct json_value **end = &into->first;
    for (;;) {
        skip_blanks(reader);
        const char *before = reader->at;
        if (!*before)
            return;
        if (*before == '}' || *before == ']') {
            reader->at += close != 0 || depth == 0;
            if (close)
                return;
            continue;
        }
        char *key = close == '}' ? read_key(reader) : NULL;
        struct json_value *item =
            (close != '}' || key) && *reader->at && !strchr(",}]", *reader->at) ? read_value(reader, depth + 1) : NULL;
        if (item) {
            item->key = key;
            item->key_length = key ? strlen(key) : 0;
            *end = item;
            end = &item->next;
            into->count++;
        }
        if (reader->at == before || *reader->at == ',')
            reader->at += *reader->at && !strchr("}]", *reader->at);
    }
}

static struct json_value *read_value(struct reader *reader, int depth)
{
    char byte = *reader->at;
    bool nested = byte == '{' || byte == '[';
    struct json_value *value = nested && depth > LOOSE_JSON_DEPTH ? NULL : arena_alloc(reader->arena, sizeof *value);
    if (!value)
        return NULL;
    if (nested) {
        reader->at++;
        value->kind = byte == '{' ? JSON_KIND_OBJECT : JSON_KIND_ARRAY;
        read_items(reader, value, byte == '{' ? '}' : ']', depth);
        return value;
    }
    if (byte == '"' || byte == '\'') {
        value->kind = JSON_KIND_STRING;
        value->bytes = read_string(reader);
        value->length = value->bytes ? entities_decode(value->bytes) : 0;
        return value->bytes ? value : NULL;
    }
    set_scalar(value, read_bare(reader));
    return value->bytes && value->length ? value : NULL;
}

const struct json_value *loose_json_read(struct arena *arena, const char *text)
{
    struct reader reader = {text, arena};
    struct json_value *all = arena_alloc(arena, sizeof *all);
    if (!all)
        return NULL;
    all->kind = JSON_KIND_ARRAY;
    read_items(&reader, all, 0, 0);
    return arena->failed ? NULL : all;
}
