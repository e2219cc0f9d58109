#include "service/page/charset.h"

#include "service/base/json_read.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    NAME_MAXIMUM = 64, /* bytes of a label, NUL included */
    META_LOOK = 4096,  /* bytes of the page in which <meta> is looked for */
    PIECE = 16 * 1024, /* bytes converted at a time */
};

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

static const struct mark {
    const char *bytes;
    size_t length;
    const char *name;
} marks[] = {{"\xEF\xBB\xBF", 3, "UTF-8"}, {"\xFE\xFF", 2, "UTF-16BE"}, {"\xFF\xFE", 2, "UTF-16LE"}};

/* Labels that mean something else on the web than to iconv (Encoding standard, section 4.2). */
static const struct label {
    const char *label, *name;
} labels[] = {{"iso-8859-1", "windows-1252"}, {"latin1", "windows-1252"}, {"us-ascii", "windows-1252"},
              {"ascii", "windows-1252"},      {"utf8", "UTF-8"},          {"utf-16", "UTF-16LE"},
              {"arabic", "ISO-8859-6"},       {"cp1256", "windows-1256"}, {"x-cp1256", "windows-1256"},
              {"iso-8859-9", "windows-1254"}};

/* Copies the label that follows "charset=" in the text. False: there is none. */
static bool label_after(const char *text, const char *end, char name[NAME_MAXIMUM])
{
    for (const char *at = text; at + 8 < end; at++) {
        if (strncasecmp(at, "charset", 7) != 0)
            continue;
        const char *value = at + 7;
        while (value < end && strchr(" \t=\"'", *value))
            value++;
        size_t length = 0;
        while (value + length < end && length + 1 < NAME_MAXIMUM && value[length] &&
               !strchr(" \t;\"'/>", value[length]))
            length++;
        snprintf(name, NAME_MAXIMUM, "%.*s", (int)length, value);
        return length > 0;
    }
    return false;
}

static bool find_meta(const char *bytes, size_t length, char name[NAME_MAXIMUM])
{
    const char *end = bytes + (length < META_LOOK ? length : META_LOOK);
    for (const char *at = bytes; at + 5 < end; at++) {
        if (strncasecmp(at, "<meta", 5) != 0)
            continue;
        const char *close = memchr(at, '>', (size_t)(end - at));
        if (close && label_after(at, close, name))
            return true;
    }
    return false;
}

static const char *canonical(const char *label)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcasecmp(labels[i].label, label) == 0)
            return labels[i].name;
    return label;
}

/* Appends what iconv made. It lets code points past U+10FFFF and surrogates through, which become U+FFFD here. */
static void append_valid(struct strbuf *out, const char *bytes, size_t length)
{
    while (length) {
        size_t valid = json_read_utf8(bytes, length), skip = valid;
        strbuf_append(out, bytes, valid);
        if (valid < length) {
            strbuf_append(out, REPLACEMENT, sizeof REPLACEMENT - 1);
            for (skip++; skip < length && ((unsigned char)bytes[skip] & 0xC0) == 0x80;)
                skip++;
        }
        bytes += skip;
        length -= skip;
    }
}

/* How many bytes to leave out where something cannot be converted, so that what follows stays in step. */
static size_t unit_of(const char *name)
{
    if (strncasecmp(name, "utf-16", 6) == 0 || strncasecmp(name, "utf16", 5) == 0 || strncasecmp(name, "ucs-2", 5) == 0)
        return 2;
    bool four = strncasecmp(name, "utf-32", 6) == 0 || strncasecmp(name, "utf32", 5) == 0 ||
                strncasecmp(name, "ucs-4", 5) == 0 || strncasecmp(name, "ucs4", 4) == 0;
    return four ? 4 : 1;
}

static enum status convert(const char *name, const char *bytes, size_t length, struct strbuf *out, struct error *error)
{
    iconv_t converter = iconv_open("UTF-8", name);
    char *in = (char *)(uintptr_t)bytes, piece[PIECE];
    const size_t unit = unit_of(name);
    if (converter == (iconv_t)-1)
        return error_set(error, STATUS_UNSUPPORTED_MEDIA_TYPE, "The page's charset is not known.");
    while (length && strbuf_ok(out)) {
        char *to = piece;
        size_t room = sizeof piece, result = iconv(converter, &in, &length, &to, &room);
        append_valid(out, piece, sizeof piece - room);
        if (result != (size_t)-1 || errno == E2BIG)
            continue;
        strbuf_append(out, REPLACEMENT, sizeof REPLACEMENT - 1);
        in += unit < length ? unit : length;
        length -= unit < length ? unit : length;
    }
    iconv_close(converter);
    return strbuf_ok(out) ? STATUS_OK : error_set(error, STATUS_TOO_LARGE, "The page is too large.");
}

enum status charset_to_utf8(const char *bytes, size_t length, const char *content_type, struct strbuf *out,
                            struct error *error)
{
    char name[NAME_MAXIMUM];
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (length >= marks[i].length && memcmp(bytes, marks[i].bytes, marks[i].length) == 0)
            return convert(marks[i].name, bytes + marks[i].length, length - marks[i].length, out, error);
    if (label_after(content_type, content_type + strlen(content_type), name))
        return convert(canonical(name), bytes, length, out, error);
    if (find_meta(bytes, length, name)) /* a page that names UTF-16 in ASCII is not UTF-16 */
        return convert(strncasecmp(name, "utf-16", 6) == 0 ? "UTF-8" : canonical(name), bytes, length, out, error);
    bool utf8 = json_read_utf8(bytes, length) == length;
    return convert(utf8 ? "UTF-8" : "windows-1256", bytes, length, out, error);
}
