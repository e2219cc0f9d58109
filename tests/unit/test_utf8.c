#include "service/base/utf8.h"

#include "tests/unit/rows.h"

static const struct code_point {
    const char *reason;
    uint32_t code_point;
    unsigned length; /* bytes */
} code_points[] = {
    {"NUL is one byte", 0, 1},
    {"the last of one byte", 0x7F, 1},
    {"the first of two bytes", 0x80, 2},
    {"an Arabic letter", 0x0639, 2},
    {"the last of two bytes", 0x7FF, 2},
    {"the first of three bytes", 0x800, 3},
    {"the last before the surrogates", 0xD7FF, 3},
    {"the first behind the surrogates", 0xE000, 3},
    {"the last of three bytes", 0xFFFF, 3},
    {"the first of four bytes", 0x10000, 4},
    {"the last code point", 0x10FFFF, 4},
};

static void what_is_written_is_read_again(void **state)
{
    ROW(struct code_point, row, state);
    char bytes[UTF8_MAXIMUM];
    uint32_t read = 0;
    assert_int_equal(utf8_encode(row->code_point, bytes), row->length);
    assert_int_equal(utf8_decode((uint8_t *)bytes, (uint8_t *)bytes + row->length, &read), row->length);
    assert_int_equal(read, row->code_point);
}

static const struct refused {
    const char *reason;
    const char *bytes;
    size_t length;
} refused[] = {
    {"a continuation byte alone", "\x80", 1},
    {"two bytes for an ASCII letter", "\xC1\x81", 2},
    {"three bytes for what fits two", "\xE0\x9F\xBF", 3},
    {"a surrogate", "\xED\xA0\x80", 3},
    {"past the last code point", "\xF4\x90\x80\x80", 4},
    {"a sequence cut short", "\xD8", 1},
    {"a lead byte that UTF-8 does not have", "\xF8\x88\x80\x80", 4},
};

static void what_is_no_utf8_is_refused(void **state)
{
    ROW(struct refused, row, state);
    uint32_t read = 0;
    assert_int_equal(utf8_decode((const uint8_t *)row->bytes, (const uint8_t *)row->bytes + row->length, &read), 0);
}

int main(void)
{
    int failures = RUN_ROWS("code points", code_points, what_is_written_is_read_again);
    failures += RUN_ROWS("refused", refused, what_is_no_utf8_is_refused);
    return failures;
}
