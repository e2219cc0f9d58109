#include "service/base/json_read.h"

#include "service/base/json_plain.h"
#include "service/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    PAIRWISE = 16, /* objects with more members are sorted to find a key twice */
    NUMBER_MAXIMUM = 64,
};

struct reader {
    const char *start;
    char *at, *end;
    int64_t depth; /* how many more arrays and objects may be opened */
    struct arena *arena;
    const char *fault; /* NULL: none */
    const char *fault_at;
    bool duplicate;
};

static bool parse_value(struct reader *reader, struct json_value *value);

static bool is_ascii(uint64_t eight)
{
    return (eight & 0x8080808080808080u) == 0;
}

/* Four characters of two bytes each, 110xxxxx 10xxxxxx, as most of an Arabic text is. The first comparison checks the fixed
 * bits; the sum carries into bit 15 of each pair unless its first byte is C0 or C1, which would be an overlong form. */
static bool is_four_pairs(uint64_t eight)
{
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && (eight & 0xC0E0C0E0C0E0C0E0u) == 0x80C080C080C080C0u &&
           (((eight & 0x001E001E001E001Eu) + 0x7FFE7FFE7FFE7FFEu) & 0x8000800080008000u) == 0x8000800080008000u;
}

size_t json_read_utf8(const char *bytes, size_t length)
{
    const uint8_t *start = (const uint8_t *)bytes, *at = start, *end = at + length;
    unsigned step = 1;
    while (at < end && step) {
        uint64_t eight;
        uint32_t ignored;
        if (end - at >= 8 && (memcpy(&eight, at, 8), is_ascii(eight) || is_four_pairs(eight)))
            step = 8;
        else
            step = utf8_decode(at, end, &ignored);
        at += step;
    }
    return (size_t)(at - start);
}

static bool fail(struct reader *reader, const char *what)
{
    if (!reader->fault) {
        reader->fault = what;
        reader->fault_at = reader->at;
    }
    return false;
}

static void skip_space(struct reader *reader)
{
    while (reader->at < reader->end &&
           (*reader->at == ' ' || *reader->at == '\n' || *reader->at == '\r' || *reader->at == '\t'))
        reader->at++;
}

static bool take(struct reader *reader, char wanted)
{
    bool there = reader->at < reader->end && *reader->at == wanted;
    reader->at += there;
    return there;
}

static int hex4(const char *at)
{
    int value = 0;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* Reads what follows "\u": four digits, and for a high surrogate the escape of the low one. Returns where the character
 * ends in `out`; NULL: the escape is broken. */
static char *unescape_unicode(struct reader *reader, char *out)
{
    int high = reader->end - reader->at >= 4 ? hex4(reader->at) : -1;
    uint32_t c = (uint32_t)high;
    if (high < 0)
        return fail(reader, "an escape is broken"), NULL;
    reader->at += 4;
    if (high >= 0xD800 && high <= 0xDFFF) {
        bool follows = high < 0xDC00 && reader->end - reader->at >= 6 && reader->at[0] == '\\' && reader->at[1] == 'u';
        int low = follows ? hex4(reader->at + 2) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return fail(reader, "half a surrogate pair stands alone"), NULL;
        c = 0x10000 + ((uint32_t)(high - 0xD800) << 10) + (uint32_t)(low - 0xDC00);
        reader->at += 6;
    }
    return out + utf8_encode(c, out);
}

static char *unescape(struct reader *reader, char *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = reader->at < reader->end ? *reader->at : '\0';
    const char *found = c ? strchr(from, c) : NULL;
    if (c == 'u') {
        reader->at++;
        return unescape_unicode(reader, out);
    }
    if (!found)
        return fail(reader, "an escape is broken"), NULL;
    reader->at++;
    *out++ = to[found - from];
    return out;
}

/* Reads what follows the opening quotation mark, unescapes it in place and ends it with NUL. */
static bool parse_string(struct reader *reader, char **ret_bytes, size_t *ret_length)
{
    char *start = reader->at, *out = start;
    for (;;) {
        char *plain = reader->at;
        size_t length = json_plain_length(plain, (size_t)(reader->end - plain));
        reader->at += length;
        if (out != plain)
            memmove(out, plain, length);
        out += length;
        if (reader->at == reader->end)
            return fail(reader, "a string does not end");
        char c = *reader->at;
        if (c == '"')
            break;
        if (c != '\\')
            return fail(reader, "a control character stands in a string");
        reader->at++;
        if (!(out = unescape(reader, out)))
            return false;
    }
    reader->at++;
    *out = '\0';
    *ret_bytes = start;
    *ret_length = (size_t)(out - start);
    return true;
}

static size_t skip_digits(struct reader *reader)
{
    char *start = reader->at;
    while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9')
        reader->at++;
    return (size_t)(reader->at - start);
}

static bool parse_number(struct reader *reader, struct json_value *value)
{
    char copy[NUMBER_MAXIMUM], *start = reader->at;
    take(reader, '-');
    bool zero = take(reader, '0');
    if (!zero && !skip_digits(reader))
        return fail(reader, "a value is not JSON");
    if (take(reader, '.') && !skip_digits(reader))
        return fail(reader, "a number is broken");
    if (take(reader, 'e') || take(reader, 'E')) {
        if (!take(reader, '+'))
            take(reader, '-');
        if (!skip_digits(reader))
            return fail(reader, "a number is broken");
    }
    value->kind = JSON_KIND_NUMBER;
    value->bytes = start;
    value->length = (size_t)(reader->at - start);
    if (value->length >= sizeof copy)
        return fail(reader, "a number is too long");
    memcpy(copy, start, value->length);
    copy[value->length] = '\0';
    value->number = strtod(copy, NULL);
    return isfinite(value->number) || fail(reader, "a number is too large");
}

static bool parse_word(struct reader *reader, struct json_value *value)
{
    static const struct word {
        const char *text;
        size_t length;
        enum json_kind kind;
    } words[] = {{"null", 4, JSON_KIND_NULL}, {"true", 4, JSON_KIND_TRUE}, {"false", 5, JSON_KIND_FALSE}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if ((size_t)(reader->end - reader->at) < words[i].length ||
            memcmp(reader->at, words[i].text, words[i].length) != 0)
            continue;
        reader->at += words[i].length;
        value->kind = words[i].kind;
        return true;
    }
    return parse_number(reader, value);
}

static int compare_keys(const void *left, const void *right)
{
    const struct json_value *a = *(const struct json_value *const *)left, *b = *(const struct json_value *const *)right;
    int order = memcmp(a->key, b->key, a->key_length < b->key_length ? a->key_length : b->key_length);
    return order ? order : (a->key_length > b->key_length) - (a->key_length < b->key_length);
}

static bool has_twice_sorted(struct reader *reader, const struct json_value *object)
{
    const struct json_value **members = arena_array(reader->arena, object->count, sizeof *members);
    size_t count = 0;
    for (const struct json_value *at = object->first; members && at; at = at->next)
        members[count++] = at;
    if (members)
        qsort(members, count, sizeof *members, compare_keys);
    for (size_t i = 1; i < count; i++)
        if (compare_keys(&members[i - 1], &members[i]) == 0)
            return true;
    return false;
}

static bool has_twice(struct reader *reader, const struct json_value *object)
{
    if (object->count > PAIRWISE)
        return has_twice_sorted(reader, object);
    for (const struct json_value *a = object->first; a; a = a->next)
        for (const struct json_value *b = a->next; b; b = b->next)
            if (compare_keys(&a, &b) == 0)
                return true;
    return false;
}

static bool parse_key(struct reader *reader, struct json_value *member)
{
    skip_space(reader);
    if (!take(reader, '"'))
        return fail(reader, "a key is missing");
    if (!parse_string(reader, &member->key, &member->key_length))
        return false;
    if (memchr(member->key, '\0', member->key_length))
        return fail(reader, "a key holds NUL");
    skip_space(reader);
    return take(reader, ':') || fail(reader, "a colon is missing");
}

/* Reads what follows the opening bracket of an array or object. */
static bool parse_children(struct reader *reader, struct json_value *value, char close)
{
    const struct json_value **tail = &value->first;
    skip_space(reader);
    if (take(reader, close))
        return true;
    do {
        struct json_value *child = arena_alloc(reader->arena, sizeof *child);
        if (!child)
            return fail(reader, "memory is out");
        if ((close == '}' && !parse_key(reader, child)) || !parse_value(reader, child))
            return false;
        *tail = child;
        tail = &child->next;
        value->count++;
        skip_space(reader);
    } while (take(reader, ','));
    if (!take(reader, close))
        return fail(reader, "a comma or closing bracket is missing");
    if (close == '}' && has_twice(reader, value)) {
        reader->duplicate = true;
        return fail(reader, "a key appears twice in one object");
    }
    return true;
}

static bool parse_value(struct reader *reader, struct json_value *value)
{
    skip_space(reader);
    char c = reader->at < reader->end ? *reader->at : '\0';
    if (c == '"') {
        reader->at++;
        value->kind = JSON_KIND_STRING;
        return parse_string(reader, &value->bytes, &value->length);
    }
    if (c != '{' && c != '[')
        return parse_word(reader, value);
    if (reader->depth == 0)
        return fail(reader, "it is nested too deep");
    reader->at++;
    reader->depth--;
    value->kind = c == '{' ? JSON_KIND_OBJECT : JSON_KIND_ARRAY;
    bool sound = parse_children(reader, value, c == '{' ? '}' : ']');
    reader->depth++;
    return sound;
}

static enum status refuse(const struct reader *reader, struct json_fault *ret_fault)
{
    struct json_fault fault = {.what = reader->fault, .line = 1, .column = 1};
    if (reader->arena->failed)
        return STATUS_OUT_OF_MEMORY;
    for (const char *at = reader->start; at < reader->fault_at; at++) {
        fault.column = *at == '\n' ? 1 : fault.column + 1;
        fault.line += *at == '\n';
    }
    *ret_fault = fault;
    return reader->duplicate ? STATUS_DUPLICATE_KEY : STATUS_MALFORMED_JSON;
}

enum status json_read(char *bytes, size_t length, int64_t depth_maximum, struct arena *arena,
                      const struct json_value **ret_value, struct json_fault *ret_fault)
{
    struct reader reader = {.start = bytes, .at = bytes, .end = bytes + length, .depth = depth_maximum, .arena = arena};
    struct json_value *value = arena_alloc(arena, sizeof *value);
    bool sound = value && parse_value(&reader, value);
    skip_space(&reader);
    if (sound && reader.at != reader.end)
        sound = fail(&reader, "something follows the value");
    if (!sound)
        return refuse(&reader, ret_fault);
    *ret_value = value;
    return STATUS_OK;
}

static bool is_kind(const struct json_value *value, enum json_kind kind)
{
    return value && value->kind == kind;
}

const struct json_value *json_read_member(const struct json_value *object, const char *key)
{
    for (const struct json_value *at = json_read_members(object); at; at = at->next)
        if (strcmp(at->key, key) == 0)
            return at;
    return NULL;
}

const struct json_value *json_read_items(const struct json_value *array)
{
    return is_kind(array, JSON_KIND_ARRAY) ? array->first : NULL;
}

const struct json_value *json_read_members(const struct json_value *object)
{
    return is_kind(object, JSON_KIND_OBJECT) ? object->first : NULL;
}

const char *json_read_string(const struct json_value *value)
{
    return is_kind(value, JSON_KIND_STRING) ? value->bytes : NULL;
}

struct text json_read_text(const struct json_value *value)
{
    return is_kind(value, JSON_KIND_STRING) ? (struct text){value->bytes, value->length} : (struct text){"", 0};
}

bool json_read_integer(const struct json_value *value, int64_t *ret_integer)
{
    static const double limit = 9223372036854775808.0; /* 2^63 */
    if (!is_kind(value, JSON_KIND_NUMBER) || !(value->number >= -limit && value->number < limit))
        return false;
    char copy[NUMBER_MAXIMUM];
    memcpy(copy, value->bytes, value->length);
    copy[value->length] = '\0';
    if (strpbrk(copy, ".eE"))
        return false;
    *ret_integer = strtoll(copy, NULL, 10);
    return true;
}
