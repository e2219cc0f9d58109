#include "service/app/budget.h"
#include "service/base/timestamp.h"
#include "tests/unit/rows.h"

#include <stdbool.h>

enum { LIMIT = 1000 };
#define LATER (timestamp_monotonic() + 60 * INT64_C(1000000))

/* Shares that count how often they were told, and what. */
struct one {
    struct share share;
    int granted, refused;
};

static void told(struct share *share, bool granted)
{
    struct one *one = (struct one *)share;
    one->granted += granted;
    one->refused += !granted;
}

static struct one fresh(void)
{
    return (struct one){.share.told = told};
}

static void what_fits_is_counted_at_once(void **state)
{
    struct budget *budget = budget_new(LIMIT, NULL);
    struct one a = fresh(), b = fresh();
    (void)state;
    assert_true(budget_try(budget, &a.share, 600));
    assert_true(budget_try(budget, &a.share, 100)); /* it holds more already */
    assert_false(budget_try(budget, &b.share, 401));
    assert_true(budget_try(budget, &b.share, 400));
    budget_set(budget, &a.share, 100);
    assert_true(budget_try(budget, &b.share, 900));
    budget_leave(budget, &a.share);
    assert_true(budget_try(budget, &b.share, LIMIT));
    budget_leave(budget, &b.share);
    budget_free(budget);
}

static void those_that_wait_are_served_in_order(void **state)
{
    struct budget *budget = budget_new(LIMIT, NULL);
    struct one a = fresh(), b = fresh(), c = fresh(), d = fresh(), e = fresh();
    (void)state;
    assert_true(budget_try(budget, &a.share, LIMIT));
    budget_wait(budget, &b.share, 900, LATER); /* the first may go beyond the budget */
    assert_int_equal(b.granted, 1);
    budget_wait(budget, &c.share, 800, LATER);
    budget_wait(budget, &d.share, 100, LATER);
    assert_false(budget_try(budget, &e.share, 1)); /* nobody passes those that wait */
    budget_set(budget, &a.share, 0);
    assert_true(c.granted == 0 && d.granted == 0); /* b holds 900: 800 do not fit, and 100 come after them */
    budget_leave(budget, &b.share);
    assert_true(c.granted == 1 && d.granted == 1);
    budget_leave(budget, &c.share);
    budget_leave(budget, &d.share);
    budget_leave(budget, &e.share);
    budget_free(budget);
}

/* Two hold a part of what they need, and together all there is: one of them goes on to its end, then the other. */
static void parts_that_are_held_lock_nobody_up(void **state)
{
    struct budget *budget = budget_new(LIMIT, NULL);
    struct one a = fresh(), b = fresh();
    (void)state;
    assert_true(budget_try(budget, &a.share, 500) && budget_try(budget, &b.share, 500));
    budget_wait(budget, &a.share, 5 * LIMIT, LATER);
    budget_wait(budget, &b.share, 800, LATER);
    assert_true(a.granted == 1 && b.granted == 0);
    assert_true(budget_try(budget, &a.share, 9 * LIMIT));
    budget_wait(budget, &a.share, 10 * LIMIT, LATER); /* though b waits already */
    assert_int_equal(a.granted, 2);
    budget_set(budget, &a.share, 900); /* worked, but not at its end */
    assert_int_equal(b.granted, 0);
    budget_settle(budget, &a.share, 900); /* the next one may go beyond */
    assert_int_equal(b.granted, 1);
    budget_leave(budget, &a.share);
    budget_leave(budget, &b.share);
    budget_free(budget);
}

static void waiting_ends(void **state)
{
    struct budget *budget = budget_new(LIMIT, NULL);
    struct one a = fresh(), b = fresh(), c = fresh(), d = fresh();
    (void)state;
    budget_set(budget, &a.share, 2 * LIMIT);
    budget_wait(budget, &b.share, 10, LATER); /* beyond */
    budget_wait(budget, &c.share, 10, timestamp_monotonic());
    budget_wait(budget, &d.share, 10, LATER);
    budget_expire(budget);
    assert_true(c.refused == 1 && c.granted == 0 && d.refused == 0);
    budget_close(budget);
    assert_true(d.refused == 1);
    budget_wait(budget, &c.share, 10, LATER);
    assert_true(c.refused == 2);
    budget_leave(budget, &a.share);
    budget_leave(budget, &b.share);
    assert_true(budget_try(budget, &c.share, LIMIT));
    budget_leave(budget, &c.share);
    budget_leave(budget, &d.share);
    budget_free(budget);
}

static void who_leaves_waits_no_more(void **state)
{
    struct budget *budget = budget_new(LIMIT, NULL);
    struct one a = fresh(), b = fresh(), c = fresh();
    (void)state;
    budget_set(budget, &a.share, LIMIT);
    budget_wait(budget, &b.share, 10, LATER);
    budget_wait(budget, &c.share, 10, LATER);
    budget_leave(budget, &c.share);
    budget_leave(budget, &a.share);
    assert_true(c.granted == 0 && c.refused == 0);
    budget_leave(budget, &b.share);
    budget_free(budget);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fits_is_counted_at_once),       cmocka_unit_test(those_that_wait_are_served_in_order),
        cmocka_unit_test(parts_that_are_held_lock_nobody_up), cmocka_unit_test(waiting_ends),
        cmocka_unit_test(who_leaves_waits_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
