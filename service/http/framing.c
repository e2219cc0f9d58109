#include "service/http/framing.h"

#include <string.h>

/* BEGIN to BEGIN_LF: the request line; NAME_FIRST to HEAD_LF: headers; from SIZE_FIRST on: a chunk. */
enum {
    BEGIN,
    EMPTY_LF,
    METHOD,
    TARGET_FIRST,
    TARGET,
    VERSION,
    BEGIN_LF,
    NAME_FIRST,
    NAME,
    VALUE_FIRST,
    VALUE,
    VALUE_LF,
    HEAD_LF,
    BODY,
    SIZE_FIRST,
    SIZE,
    EXTENSION_BLANK,
    EXTENSION,
    SIZE_LF,
    CHUNK,
    CHUNK_CR,
    CHUNK_LF,
    REFUSED
};

enum { LENGTH = 1 << 0, CODING = 1 << 1 };

static const char *const names[] = {"content-length", "transfer-encoding"};
static const char version_word[] = "HTTP/1.1", chunked_word[] = "chunked";

static const char bad_line[] = "A request begins with a line of method, one blank, address, one blank and HTTP/1.1 "
                               "(RFC 9112), which ends in CRLF.";
static const char bad_name[] =
    "A header's name is empty or has a character that no name may have, such as a blank before "
    "the colon or at the beginning of the line.";
static const char bad_value[] = "A header has a control character in its value, or its line does not end in CRLF.";
static const char bad_length[] = "Content-Length must be one decimal number, without sign or blanks behind it.";
static const char long_length[] = "The body is longer than a number can say.";
static const char two_lengths[] = "The length of the body is given in more than one way.";
static const char bad_coding[] = "Of transfer codings chunked alone is known.";
static const char old_coding[] = "HTTP/1.0 has no transfer codings.";
static const char bad_size[] =
    "The size of a chunk must be a hexadecimal number of at most 15 digits on a line of its own, "
    "with at most 1024 bytes of extensions, that ends in CRLF.";
static const char bad_chunk[] = "A chunk is longer than its size says, or does not end in CRLF.";

static int refuse(struct framing *framing, enum status status, const char *fault)
{
    framing->status = status;
    framing->fault = fault;
    return REFUSED;
}

static int refuse_bad(struct framing *framing, const char *fault)
{
    return refuse(framing, STATUS_BAD_REQUEST, fault);
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static unsigned char lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : c;
}

/* RFC 9110, 5.6.2 */
static bool is_token(unsigned char c)
{
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool is_visible(unsigned char c)
{
    return c > ' ' && c != 0x7f;
}

static int hex_digit(unsigned char c)
{
    if (is_digit(c))
        return c - '0';
    return lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

static int at_begin(struct framing *framing, unsigned char c)
{
    framing->has_length = framing->is_chunked = framing->trailer = false;
    framing->left = 0;
    if (c == '\r')
        return EMPTY_LF;
    return is_token(c) ? METHOD : refuse_bad(framing, bad_line);
}

static int at_empty_lf(struct framing *framing, unsigned char c)
{
    return c == '\n' ? BEGIN : refuse_bad(framing, bad_line);
}

static int at_method(struct framing *framing, unsigned char c)
{
    if (c == ' ')
        return TARGET_FIRST;
    return is_token(c) ? METHOD : refuse_bad(framing, bad_line);
}

static int at_target_first(struct framing *framing, unsigned char c)
{
    return is_visible(c) ? TARGET : refuse_bad(framing, bad_line);
}

static int at_target(struct framing *framing, unsigned char c)
{
    if (c != ' ')
        return is_visible(c) ? TARGET : refuse_bad(framing, bad_line);
    framing->count = 0;
    framing->current = true;
    return VERSION;
}

/* Whether `c` continues the word; counts. */
static bool goes_on(struct framing *framing, const char *word, unsigned char c)
{
    return framing->count < strlen(word) && (unsigned char)word[framing->count++] == c;
}

/* Other versions than 1.1 are told by the library which of them it knows. */
static int at_version(struct framing *framing, unsigned char c)
{
    if (c == '\r') {
        framing->current &= framing->count == strlen(version_word);
        return BEGIN_LF;
    }
    framing->current &= goes_on(framing, version_word, c);
    return is_visible(c) ? VERSION : refuse_bad(framing, bad_line);
}

static int at_begin_lf(struct framing *framing, unsigned char c)
{
    return c == '\n' ? NAME_FIRST : refuse_bad(framing, bad_line);
}

/* Of names[], those that the name of this header may still become or, at its end, is. */
static void compare_name(struct framing *framing, unsigned char c)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (framing->count >= strlen(names[i]) || (unsigned char)names[i][framing->count] != lower(c))
            framing->names &= ~(1U << i);
    framing->count++;
}

static int at_name_first(struct framing *framing, unsigned char c)
{
    if (c == '\r')
        return HEAD_LF;
    framing->count = 0;
    framing->names = framing->trailer ? 0 : LENGTH | CODING;
    compare_name(framing, c);
    return is_token(c) ? NAME : refuse_bad(framing, bad_name);
}

/* Behind the colon. Afterwards `names` says whose value comes, and `count` is that of its characters. */
static int begin_value(struct framing *framing)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (framing->count != strlen(names[i]))
            framing->names &= ~(1U << i);
    framing->count = 0;
    if (!framing->names)
        return VALUE_FIRST;
    if (framing->has_length || framing->is_chunked)
        return refuse_bad(framing, two_lengths);
    if (framing->names == CODING && !framing->current)
        return refuse_bad(framing, old_coding);
    framing->has_length = framing->names == LENGTH;
    framing->is_chunked = framing->names == CODING;
    return VALUE_FIRST;
}

static int at_name(struct framing *framing, unsigned char c)
{
    if (c == ':')
        return begin_value(framing);
    compare_name(framing, c);
    return is_token(c) ? NAME : refuse_bad(framing, bad_name);
}

static int take_length(struct framing *framing, unsigned char c)
{
    if (!is_digit(c))
        return refuse_bad(framing, bad_length);
    if (++framing->count > FRAMING_LENGTH_DIGITS)
        return refuse(framing, STATUS_TOO_LARGE, long_length);
    framing->left = framing->left * 10 + (uint64_t)(c - '0');
    return VALUE;
}

static int end_value(struct framing *framing)
{
    if (framing->names == LENGTH && !framing->count)
        return refuse_bad(framing, bad_length);
    if (framing->names == CODING && framing->count != strlen(chunked_word))
        return refuse(framing, STATUS_NOT_IMPLEMENTED, bad_coding);
    return VALUE_LF;
}

static int at_value(struct framing *framing, unsigned char c)
{
    if (c == '\r')
        return end_value(framing);
    if (framing->names == LENGTH)
        return take_length(framing, c);
    if (framing->names == CODING && !goes_on(framing, chunked_word, lower(c)))
        return refuse(framing, STATUS_NOT_IMPLEMENTED, bad_coding);
    return is_visible(c) || c == ' ' || c == '\t' ? VALUE : refuse_bad(framing, bad_value);
}

static int at_value_first(struct framing *framing, unsigned char c)
{
    return c == ' ' || c == '\t' ? VALUE_FIRST : at_value(framing, c);
}

static int at_value_lf(struct framing *framing, unsigned char c)
{
    return c == '\n' ? NAME_FIRST : refuse_bad(framing, bad_value);
}

static int at_head_lf(struct framing *framing, unsigned char c)
{
    if (c != '\n')
        return refuse_bad(framing, bad_name);
    if (framing->trailer)
        return BEGIN;
    if (framing->is_chunked)
        return SIZE_FIRST;
    return framing->left ? BODY : BEGIN;
}

static int at_size_first(struct framing *framing, unsigned char c)
{
    framing->count = 1;
    framing->left = (uint64_t)hex_digit(c);
    return hex_digit(c) >= 0 ? SIZE : refuse_bad(framing, bad_size);
}

static int begin_extension(struct framing *framing, unsigned char c)
{
    framing->count = 0;
    return c == ';' ? EXTENSION : EXTENSION_BLANK;
}

static int at_size(struct framing *framing, unsigned char c)
{
    if (c == '\r')
        return SIZE_LF;
    if (c == ';' || c == ' ' || c == '\t')
        return begin_extension(framing, c);
    if (hex_digit(c) < 0 || ++framing->count > FRAMING_CHUNK_DIGITS)
        return refuse_bad(framing, bad_size);
    framing->left = framing->left * 16 + (uint64_t)hex_digit(c);
    return SIZE;
}

static int at_extension(struct framing *framing, unsigned char c)
{
    if (c == '\r')
        return SIZE_LF;
    bool allowed = is_visible(c) || c == ' ' || c == '\t';
    return allowed && ++framing->count <= FRAMING_EXTENSION ? EXTENSION : refuse_bad(framing, bad_size);
}

/* Blanks stand before the semicolon of an extension alone. */
static int at_extension_blank(struct framing *framing, unsigned char c)
{
    if (c == ';')
        return EXTENSION;
    bool allowed = c == ' ' || c == '\t';
    return allowed && ++framing->count <= FRAMING_EXTENSION ? EXTENSION_BLANK : refuse_bad(framing, bad_size);
}

static int at_size_lf(struct framing *framing, unsigned char c)
{
    if (c != '\n')
        return refuse_bad(framing, bad_size);
    framing->trailer = framing->left == 0;
    return framing->trailer ? NAME_FIRST : CHUNK;
}

static int at_chunk_cr(struct framing *framing, unsigned char c)
{
    return c == '\r' ? CHUNK_LF : refuse_bad(framing, bad_chunk);
}

static int at_chunk_lf(struct framing *framing, unsigned char c)
{
    return c == '\n' ? SIZE_FIRST : refuse_bad(framing, bad_chunk);
}

static int (*const steps[])(struct framing *framing, unsigned char c) = {
    [BEGIN] = at_begin,         [EMPTY_LF] = at_empty_lf,
    [METHOD] = at_method,       [TARGET_FIRST] = at_target_first,
    [TARGET] = at_target,       [VERSION] = at_version,
    [BEGIN_LF] = at_begin_lf,   [NAME_FIRST] = at_name_first,
    [NAME] = at_name,           [VALUE_FIRST] = at_value_first,
    [VALUE] = at_value,         [VALUE_LF] = at_value_lf,
    [HEAD_LF] = at_head_lf,     [SIZE_FIRST] = at_size_first,
    [SIZE] = at_size,           [EXTENSION_BLANK] = at_extension_blank,
    [EXTENSION] = at_extension, [SIZE_LF] = at_size_lf,
    [CHUNK_CR] = at_chunk_cr,   [CHUNK_LF] = at_chunk_lf,
};

/* What makes the library refuse a request of which it has seen all up to a byte in this state: a request line without
 * version, the end of the line and one without colon, a chunk's size that is no number. */
static const char *ending_of(int at)
{
    if (at <= BEGIN_LF)
        return "x x x\r\n";
    return at <= HEAD_LF ? "x\r\nx\r\n" : "x\r\n";
}

/* The bytes of a body that are at hand, which are not looked at. */
static size_t pass_body(struct framing *framing, size_t length)
{
    size_t passed = framing->left < length ? (size_t)framing->left : length;
    framing->left -= passed;
    if (framing->left == 0)
        framing->at = framing->at == BODY ? BEGIN : CHUNK_CR;
    return passed;
}

static size_t pass_ending(struct framing *framing, char *bytes, size_t room)
{
    size_t length = framing->ending ? strlen(framing->ending) : 0;
    if (length > room)
        length = room;
    if (!length)
        return 0;
    memcpy(bytes, framing->ending, length);
    framing->ending += length;
    return length;
}

void framing_init(struct framing *framing)
{
    *framing = (struct framing){.at = BEGIN, .status = STATUS_OK};
}

bool framing_is_over(const struct framing *framing)
{
    return framing->at == REFUSED && !*framing->ending;
}

size_t framing_filter(struct framing *framing, char *bytes, size_t length, size_t room)
{
    size_t kept = 0;
    for (size_t done = 0; done < length && framing->at != REFUSED;) {
        int before = framing->at;
        if (before == BODY || before == CHUNK) {
            size_t passed = pass_body(framing, length - done);
            memmove(bytes + kept, bytes + done, passed);
            kept += passed;
            done += passed;
            continue;
        }
        char byte = bytes[done++];
        framing->at = steps[before](framing, (unsigned char)byte);
        if (framing->at == REFUSED)
            framing->ending = ending_of(before);
        else if (framing->at != EXTENSION && framing->at != EXTENSION_BLANK)
            bytes[kept++] = byte;
    }
    return kept + pass_ending(framing, bytes + kept, room - kept);
}
