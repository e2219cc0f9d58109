/* The spool of a batch: bytes come out as they went in, whatever part of them is in the file, and bounds hold. */
#include "service/http/batch/spool.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PIECE = 100 * 1000, MAXIMUM = 2 * 1000 * 1000 };

static char piece[PIECE], taken[PIECE];

static void fill(unsigned number)
{
    for (size_t i = 0; i < sizeof piece; i++)
        piece[i] = (char)(number * 31 + i * 7);
}

static bool put(struct spool *spool, unsigned number)
{
    fill(number);
    return spool_put(spool, piece, sizeof piece);
}

/* Takes one whole piece, in whatever portions it comes. */
static void expect(struct spool *spool, unsigned number)
{
    for (size_t got = 0; got < sizeof taken;) {
        ssize_t length = spool_take(spool, taken + got, sizeof taken - got);
        assert_true(length > 0);
        got += (size_t)length;
    }
    fill(number);
    assert_memory_equal(taken, piece, sizeof piece);
}

static void test_bytes_keep_their_order_through_memory_and_file(void **state)
{
    struct spool spool;
    unsigned in = 0, out = 0;
    (void)state;
    spool_init(&spool, "/tmp", 10 * MAXIMUM);
    for (unsigned round = 0; round < 20; round++) {
        for (unsigned i = 0; i < 1 + round % 13; i++)
            assert_true(put(&spool, in++));
        for (unsigned i = 0; i < 1 + round % 5 && out < in; i++)
            expect(&spool, out++);
        if (round % 7 == 6)
            while (out < in)
                expect(&spool, out++);
    }
    while (out < in)
        expect(&spool, out++);
    assert_true(spool_is_empty(&spool));
    assert_int_equal(spool_take(&spool, taken, sizeof taken), 0);
    spool_release(&spool);
}

static void test_a_full_file_refuses_until_it_is_empty(void **state)
{
    struct spool spool;
    unsigned in = 0, out = 0;
    (void)state;
    spool_init(&spool, "/tmp", MAXIMUM);
    while (put(&spool, in))
        in++;
    assert_int_equal(spool.fault, EFBIG);
    assert_int_equal(in, SPOOL_MEMORY / PIECE + MAXIMUM / PIECE);
    while (out < in)
        expect(&spool, out++);
    assert_true(put(&spool, in));
    expect(&spool, in);
    spool_release(&spool);
}

static void test_without_a_directory_memory_is_used_and_an_empty_spool_takes_anything(void **state)
{
    struct spool spool;
    unsigned in = 0;
    char *large = calloc(1, 3 * SPOOL_MEMORY);
    (void)state;
    spool_init(&spool, "/nonexistent", MAXIMUM);
    while (put(&spool, in))
        in++;
    assert_int_equal(spool.fault, ENOENT);
    for (unsigned out = 0; out < in; out++)
        expect(&spool, out);
    assert_true(spool_put(&spool, large, 3 * SPOOL_MEMORY));
    assert_false(put(&spool, 0));
    for (size_t left = 3 * SPOOL_MEMORY; left;)
        left -= (size_t)spool_take(&spool, taken, sizeof taken);
    assert_true(put(&spool, 1));
    free(large);
    spool_release(&spool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes_keep_their_order_through_memory_and_file),
        cmocka_unit_test(test_a_full_file_refuses_until_it_is_empty),
        cmocka_unit_test(test_without_a_directory_memory_is_used_and_an_empty_spool_takes_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
