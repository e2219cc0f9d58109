/* The strides of eight bytes find what a look at each byte finds: every byte at every place of short strings, and pairs of
 * bytes that may or may not be UTF-8. */
#include "service/base/json_plain.h"
#include "service/base/json_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LONGEST = 33, ROUNDS = 200000 };

static size_t slow_plain_length(const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length && json_plain_byte((unsigned char)bytes[at]))
        at++;
    return at;
}

static void every_byte_at_every_place_is_judged(void **state)
{
    (void)state;
    for (size_t length = 0; length <= LONGEST; length++)
        for (size_t at = 0; at < (length ? length : 1); at++)
            for (int byte = 0; byte < 256; byte++) {
                char *text = malloc(length + 1); /* to its very end: a read past it is seen */
                memset(text, byte & 1 ? 0xD8 : 'a', length);
                if (length)
                    text[at] = (char)byte;
                char *exact = malloc(length ? length : 1);
                memcpy(exact, text, length);
                assert_int_equal(json_plain_length(exact, length), slow_plain_length(exact, length));
                free(exact);
                free(text);
            }
}

/* RFC 3629, one character at a time. */
static size_t slow_utf8(const unsigned char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length) {
        unsigned lead = bytes[at], low = 0x80, high = 0xBF;
        size_t size = lead < 0x80                   ? 1
                      : lead >= 0xC2 && lead < 0xE0 ? 2
                      : lead >= 0xE0 && lead < 0xF0 ? 3
                      : lead >= 0xF0 && lead < 0xF5 ? 4
                                                    : 0;
        low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : low;
        high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : high;
        if (size == 0 || at + size > length)
            return at;
        for (size_t i = 1; i < size; i++, low = 0x80, high = 0xBF)
            if (bytes[at + i] < low || bytes[at + i] > high)
                return at;
        at += size;
    }
    return at;
}

static void random_pairs_are_judged_as_one_by_one(void **state)
{
    static const unsigned char likely[] = {'a',  ' ',  0xD8, 0xD9, 0xA7, 0x80, 0xBF, 0xC0, 0xC1,
                                           0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF};
    unsigned seed = 1;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        unsigned char bytes[24];
        size_t length = (seed = seed * 1103515245 + 12345) >> 16 & 15;
        length += 8;
        for (size_t i = 0; i < length; i++) { /* Arabic, with now and then something else */
            seed = seed * 1103515245 + 12345;
            bytes[i] = seed >> 16 & 15 ? (i & 1 ? 0xA7 : 0xD8) : likely[(seed >> 20) % sizeof likely];
        }
        assert_int_equal(json_read_utf8((const char *)bytes, length), slow_utf8(bytes, length));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_byte_at_every_place_is_judged),
                                       cmocka_unit_test(random_pairs_are_judged_as_one_by_one)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
