#include "service/base/encoding.h"

#include <string.h>

static const struct mark {
    const char *encoding, *bytes;
    size_t length;
} marks[] = {
    {"UTF-32", "\xFF\xFE\0\0", 4}, /* before UTF-16, whose mark it begins with */
    {"UTF-32", "\0\0\xFE\xFF", 4},
    {"UTF-16", "\xFF\xFE", 2},
    {"UTF-16", "\xFE\xFF", 2},
};

size_t encoding_mark(const char *bytes, size_t length)
{
    return length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

const char *encoding_foreign(const char *bytes, size_t length)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (length >= marks[i].length && memcmp(bytes, marks[i].bytes, marks[i].length) == 0)
            return marks[i].encoding;
    return memchr(bytes, '\0', length < 2 ? length : 2) ? "UTF-16" : NULL;
}
