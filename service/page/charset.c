#include "service/page/charset.h"

#include "service/base/json_read.h"
#include "service/page/charset_labels.h"
#include "service/page/charset_letters.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    LOOK = 16 * 1024,    /* bytes of the page in which <meta> is looked for */
    PIECE = 16 * 1024,   /* bytes converted at a time */
    REPLACED_LEAST = 4,  /* characters that could not be read, from which on */
    REPLACED_SHARE = 100 /* one in so many bytes is too much */
};

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

static const struct mark {
    const char *bytes;
    size_t length;
    const char *name;
} marks[] = {{"\xEF\xBB\xBF", 3, "UTF-8"}, {"\xFE\xFF", 2, "UTF-16BE"}, {"\xFF\xFE", 2, "UTF-16LE"}};

/* The charset whose label follows `word` and "=" in the text; NULL: none does, or nobody knows it. */
static const char *label_after(const char *text, const char *end, const char *word)
{
    char label[CHARSET_LABEL_MAXIMUM];
    size_t size = strlen(word);
    for (const char *at = text; at + size < end; at++) {
        if (strncasecmp(at, word, size) != 0)
            continue;
        const char *value = at + size;
        while (value < end && *value && strchr(" \t\r\n=\"'", *value))
            value++;
        size_t length = 0;
        while (value + length < end && length + 1 < sizeof label && value[length] &&
               !strchr(" \t\r\n;\"'/>?", value[length]))
            length++;
        snprintf(label, sizeof label, "%.*s", (int)length, value);
        const char *name = charset_labels_find(label);
        if (name)
            return name;
    }
    return NULL;
}

/* What a tag that begins so says; one that names UTF-16 in ASCII is not UTF-16. */
static const char *tag_says(const char *bytes, size_t length, const char *tag, const char *word)
{
    const char *end = bytes + (length < LOOK ? length : LOOK);
    size_t size = strlen(tag);
    for (const char *at = bytes; at + size < end; at++) {
        if (*at != '<' || strncasecmp(at, tag, size) != 0)
            continue;
        const char *close = memchr(at, '>', (size_t)(end - at));
        const char *name = close ? label_after(at, close, word) : NULL;
        if (name)
            return strncmp(name, "UTF-16", 6) == 0 ? "UTF-8" : name;
    }
    return NULL;
}

static bool is_western(const char *name)
{
    return strcmp(name, "CP1252") == 0 || strcmp(name, "ISO-8859-15") == 0;
}

static bool is_arabic(const char *name)
{
    return strcmp(name, "CP1256") == 0 || strcmp(name, "ISO-8859-6") == 0;
}

/* What the bytes say against what was said of them; NULL: nothing. */
static const char *correct(const char *said, const char *bytes, size_t length)
{
    const char *pairs = charset_letters_utf16(bytes, length);
    if (pairs)
        return pairs;
    if (charset_letters_utf8(bytes, length))
        return "UTF-8";
    bool doubtful = !said || strcmp(said, "UTF-8") == 0 || is_western(said) || is_arabic(said);
    return doubtful ? charset_letters_arabic(bytes, length) : NULL;
}

static const char *decide(const char *bytes, size_t length, const char *content_type)
{
    const char *said[] = {label_after(content_type, content_type + strlen(content_type), "charset"),
                          tag_says(bytes, length, "<meta", "charset"), tag_says(bytes, length, "<?xml", "encoding")};
    bool utf8 = json_read_utf8(bytes, length) == length;
    const char *first = NULL, *believed = NULL;
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        first = first ? first : said[i];
        /* UTF-8 is what servers say of everything: where the bytes disprove it, what the page says counts */
        if (!believed && said[i] && (utf8 || strcmp(said[i], "UTF-8") != 0))
            believed = said[i];
    }
    believed = believed ? believed : first;
    const char *corrected = correct(believed, bytes, length);
    return corrected ? corrected : believed ? believed : utf8 ? "UTF-8" : "CP1252";
}

/* Appends what iconv made. It lets code points past U+10FFFF and surrogates through, which become U+FFFD here. */
static void append_valid(struct strbuf *out, const char *bytes, size_t length, size_t *replaced)
{
    while (length) {
        size_t valid = json_read_utf8(bytes, length), skip = valid;
        strbuf_append(out, bytes, valid);
        if (valid < length) {
            strbuf_append(out, REPLACEMENT, sizeof REPLACEMENT - 1);
            ++*replaced;
            for (skip++; skip < length && ((unsigned char)bytes[skip] & 0xC0) == 0x80;)
                skip++;
        }
        bytes += skip;
        length -= skip;
    }
}

/* Whether so much could not be read that what is left is no text. */
static bool is_garbled(size_t replaced, size_t length)
{
    return replaced >= REPLACED_LEAST && replaced * REPLACED_SHARE > length;
}

static enum status convert(const char *name, const char *bytes, size_t length, struct strbuf *out, struct error *error)
{
    iconv_t converter = iconv_open("UTF-8", name);
    char *in = (char *)(uintptr_t)bytes, piece[PIECE];
    const size_t unit = strncmp(name, "UTF-16", 6) == 0 ? 2 : 1, before = out->length;
    size_t replaced = 0;
    if (converter == (iconv_t)-1 && errno != EINVAL)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    if (converter == (iconv_t)-1)
        return error_set(error, STATUS_UNSUPPORTED_MEDIA_TYPE, "The page's charset is not known.");
    while (length && strbuf_ok(out)) {
        char *to = piece;
        size_t room = sizeof piece, result = iconv(converter, &in, &length, &to, &room);
        append_valid(out, piece, sizeof piece - room, &replaced);
        if (result != (size_t)-1 || errno == E2BIG)
            continue;
        strbuf_append(out, REPLACEMENT, sizeof REPLACEMENT - 1);
        replaced++;
        in += unit < length ? unit : length;
        length -= unit < length ? unit : length;
    }
    iconv_close(converter);
    if (out->starved)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    if (!strbuf_ok(out))
        return error_set(error, STATUS_TOO_LARGE, "The page is too large.");
    if (!is_garbled(replaced, out->length - before))
        return STATUS_OK;
    strbuf_truncate(out, before);
    return error_set(error, STATUS_UNSUPPORTED_MEDIA_TYPE,
                     "The page's letters cannot be read: its bytes are not in the charset that it says, nor in another "
                     "that alam can tell.");
}

enum status charset_to_utf8(const char *bytes, size_t length, const char *content_type, struct strbuf *out,
                            struct error *error)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (length >= marks[i].length && memcmp(bytes, marks[i].bytes, marks[i].length) == 0)
            return convert(marks[i].name, bytes + marks[i].length, length - marks[i].length, out, error);
    return convert(decide(bytes, length, content_type), bytes, length, out, error);
}
