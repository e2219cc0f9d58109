#include "service/base/rate.h"

#include "tests/unit/rows.h"

#include <stdio.h>

enum { SECOND = 1000000, BEGIN = 1000 * SECOND };

/* A bucket of burst 20 that gains 10 a second: `taken` tokens at the begin, then one more try `after` microseconds. */
static const struct bucket {
    const char *reason;
    int taken;
    int64_t after;
    bool patient;
    bool allowed;
    struct rate_state state;
} buckets[] = {
    {"the first token", 0, 0, false, true, {.limit = 20, .window = 2, .remaining = 19, .reset = 1}},
    {"the last token", 19, 0, false, true, {.limit = 20, .window = 2, .remaining = 0, .reset = 2}},
    {"an empty bucket",
     20,
     0,
     false,
     false,
     {.limit = 20, .window = 2, .remaining = 0, .reset = 2, .retry = 1, .wait = 100000}},
    {"just before a token is there",
     20,
     99999,
     false,
     false,
     {.limit = 20, .window = 2, .remaining = 0, .reset = 2, .retry = 1, .wait = 1}},
    {"just when it is", 20, 100000, false, true, {.limit = 20, .window = 2, .remaining = 0, .reset = 2}},
    {"a second gives ten", 20, SECOND, false, true, {.limit = 20, .window = 2, .remaining = 9, .reset = 2}},
    {"no bucket holds more than its burst",
     20,
     3600LL * SECOND,
     false,
     true,
     {.limit = 20, .window = 2, .remaining = 19, .reset = 1}},
    {"a patient caller leaves a tenth of the burst",
     17,
     0,
     true,
     true,
     {.limit = 20, .window = 2, .remaining = 2, .reset = 2}},
    {"and waits for more than that",
     18,
     0,
     true,
     false,
     {.limit = 20, .window = 2, .remaining = 2, .reset = 2, .retry = 1, .wait = 100000}},
    {"while others still get theirs", 18, 0, false, true, {.limit = 20, .window = 2, .remaining = 1, .reset = 2}},
};

static void token_is_given_or_refused(void **state)
{
    ROW(struct bucket, row, state);
    struct rates *rates = rates_new(10, 20);
    struct rate_state got;
    for (int i = 0; i < row->taken; i++)
        assert_true(rates_take(rates, "key", BEGIN, &got));
    bool allowed = (row->patient ? rates_take_patiently : rates_take)(rates, "key", BEGIN + row->after, &got);
    assert_int_equal(allowed, row->allowed);
    assert_int_equal(got.limit, row->state.limit);
    assert_int_equal(got.window, row->state.window);
    assert_int_equal(got.remaining, row->state.remaining);
    assert_int_equal(got.reset, row->state.reset);
    assert_int_equal(got.retry, row->state.retry);
    assert_int_equal(got.wait, row->state.wait);
    rates_free(rates);
}

static void names_have_buckets_of_their_own(void **state)
{
    struct rates *rates = rates_new(1, 1);
    struct rate_state got;
    (void)state;
    assert_true(rates_take(rates, "a", BEGIN, &got));
    assert_false(rates_take(rates, "a", BEGIN, &got));
    assert_true(rates_take(rates, "b", BEGIN, &got));
    rates_free(rates);
}

static void rate_of_zero_is_no_limit(void **state)
{
    struct rates *rates = rates_new(0, 5);
    struct rate_state got;
    (void)state;
    for (int i = 0; i < 100; i++)
        assert_true(rates_take(rates, "a", BEGIN, &got));
    assert_int_equal(got.limit, 0);
    rates_free(rates);
}

static void burst_is_at_least_the_rate(void **state)
{
    struct rates *rates = rates_new(10, 1);
    struct rate_state got;
    (void)state;
    for (int i = 0; i < 10; i++)
        assert_true(rates_take(rates, "a", BEGIN, &got));
    assert_false(rates_take(rates, "a", BEGIN, &got));
    assert_int_equal(got.limit, 10);
    rates_free(rates);
}

/* More names than the table has room for: each still gets a token, for the longest idle one makes room. */
static void full_table_errs_to_the_side_of_letting_through(void **state)
{
    enum { NAMES = 20000 };
    struct rates *rates = rates_new(1, 1);
    struct rate_state got;
    char name[16];
    (void)state;
    for (int i = 0; i < NAMES; i++) {
        snprintf(name, sizeof name, "%d", i);
        assert_true(rates_take(rates, name, BEGIN + i, &got));
    }
    assert_false(rates_take(rates, name, BEGIN + NAMES, &got));
    rates_free(rates);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_buckets_of_their_own),
        cmocka_unit_test(rate_of_zero_is_no_limit),
        cmocka_unit_test(burst_is_at_least_the_rate),
        cmocka_unit_test(full_table_errs_to_the_side_of_letting_through),
    };
    return RUN_ROWS("token buckets", buckets, token_is_given_or_refused) +
           cmocka_run_group_tests_name("rates", tests, NULL, NULL);
}
