/* What is known of entities by their subtype. */
#include "nlp/image/subtype.h"

#include "tests/unit/rows.h"

struct subtype_row {
    const char *reason;
    struct subtype expected;
};

static const struct subtype_row rows[] = {
    {"a subtype that is in no row is ordinary", {"poet", PRIOR_DEFAULT, 0}},
    {"no subtype is ordinary", {"", PRIOR_DEFAULT, 0}},
    {"the beginning of a row's name is another subtype", {"coac", PRIOR_DEFAULT, 0}},
    {"the first row is found", {"athlete", PRIOR_DEFAULT, SUBTYPE_SPORT}},
    {"the last row is found", {"village", 60, 0}},
    {"a country is named more than a neighbourhood", {"country", 250, SUBTYPE_COUNTRY}},
    {"a club is of sport, bears a town's name, and is said by its head",
     {"club", PRIOR_DEFAULT, SUBTYPE_SPORT | SUBTYPE_CLUB | SUBTYPE_SAID}},
    {"a news agency is a medium", {"news-agency", PRIOR_DEFAULT, SUBTYPE_MEDIA | SUBTYPE_SAID}},
};

static void a_subtype_is_found(void **state)
{
    ROW(struct subtype_row, row, state);
    struct subtype found = subtype_find(row->expected.name);
    assert_string_equal(found.name, row->expected.name);
    assert_int_equal(found.prior, row->expected.prior);
    assert_int_equal(found.kinds, row->expected.kinds);
}

/* Weights speak of subtypes by number: a number given away twice, or a row moved, would give them another meaning. */
static void numbers_stay(void **state)
{
    (void)state;
    assert_string_equal(subtype_numbered(0), "university");
    assert_string_equal(subtype_numbered(78), "label");
    size_t count = 0;
    for (; subtype_numbered(count); count++)
        for (size_t i = 0; i < count; i++)
            assert_string_not_equal(subtype_numbered(i), subtype_numbered(count));
    assert_in_range(count, 199, 250);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_stay)};
    int failed = RUN_ROWS("subtypes", rows, a_subtype_is_found);
    return cmocka_run_group_tests_name("numbers of subtypes", tests, NULL, NULL) + failed;
}
