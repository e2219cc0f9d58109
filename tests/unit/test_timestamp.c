#include "service/base/timestamp.h"

#include "tests/unit/rows.h"

#include <string.h>

static const struct reading {
    const char *reason;
    const char *text;
    const char *expected; /* printed again; NULL: not accepted */
} readings[] = {
    {"the epoch", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
    {"a time in UTC", "2025-03-09T21:30:05Z", "2025-03-09T21:30:05Z"},
    {"Cairo's offset is taken off", "2025-03-09T01:30:00+02:00", "2025-03-08T23:30:00Z"},
    {"an offset west of Greenwich is added", "2024-12-31T20:00:00-05:00", "2025-01-01T01:00:00Z"},
    {"an offset with minutes", "2025-01-01T00:00:00+05:30", "2024-12-31T18:30:00Z"},
    {"an offset of zero", "2025-01-01T00:00:00+00:00", "2025-01-01T00:00:00Z"},
    {"before the epoch", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
    {"half a second before the epoch", "1969-12-31T23:59:59.500000Z", "1969-12-31T23:59:59.500000Z"},
    {"the first year", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
    {"the last year", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
    {"29 February of a leap year", "2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z"},
    {"29 February of 2000, which was one", "2000-02-29T12:00:00Z", "2000-02-29T12:00:00Z"},
    {"a leap second is the next second's start", "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
    {"digits past microseconds are cut", "2025-01-01T00:00:00.1234569Z", "2025-01-01T00:00:00.123456Z"},
    {"29 February of another year does not exist", "2025-02-29T12:00:00Z", NULL},
    {"29 February of 1900 does not exist", "1900-02-29T12:00:00Z", NULL},
    {"31 April does not exist", "2025-04-31T00:00:00Z", NULL},
    {"month 0", "2025-00-01T00:00:00Z", NULL},
    {"month 13", "2025-13-01T00:00:00Z", NULL},
    {"day 0", "2025-01-00T00:00:00Z", NULL},
    {"hour 24", "2025-01-01T24:00:00Z", NULL},
    {"minute 60", "2025-01-01T00:60:00Z", NULL},
    {"second 61", "2025-01-01T00:00:61Z", NULL},
    {"year 0", "0000-01-01T00:00:00Z", NULL},
    {"a date alone", "2025-03-09", NULL},
    {"no offset: nobody knows which time that is", "2025-03-09T21:30:05", NULL},
    {"an offset without its colon", "2025-03-09T21:30:05+0200", NULL},
    {"a fraction without digits", "2025-03-09T21:30:05.Z", NULL},
    {"a sign in front", "+2025-03-09T21:30:05Z", NULL},
    {"something behind", "2025-03-09T21:30:05Z ", NULL},
    {"blanks instead of digits", "2025- 3-09T21:30:05Z", NULL},
    {"Arabic-Indic digits", "٢٠٢٥-03-09T21:30:05Z", NULL},
    {"nothing", "", NULL},
};

static void is_read_strictly_and_printed_in_utc(void **state)
{
    ROW(struct reading, row, state);
    size_t length = strlen(row->text);
    char *exact = malloc(length + !length); /* no NUL behind it: the sanitizer sees a read too far */
    memcpy(exact, row->text, length);
    int64_t microseconds = 0;
    bool read = timestamp_parse(exact, length, &microseconds);
    free(exact);
    assert_int_equal(read, row->expected != NULL);
    char buffer[TIMESTAMP_LENGTH];
    if (read)
        assert_string_equal(timestamp_format(microseconds, buffer), row->expected);
}

static void every_part_of_a_time_is_refused_and_leaves_the_result_alone(void **state)
{
    (void)state;
    static const char whole[] = "2025-03-09T21:30:05.25+02:00";
    for (size_t length = 0; length < sizeof whole - 1; length++) {
        int64_t untouched = 42;
        assert_false(timestamp_parse(whole, length, &untouched));
        assert_int_equal(untouched, 42);
    }
}

static void a_time_printed_and_read_again_is_the_same(void **state)
{
    (void)state;
    for (int64_t time = INT64_C(-62135596800000000); time < INT64_C(253402300799000000);
         time += INT64_C(86399987654321)) {
        char buffer[TIMESTAMP_LENGTH];
        int64_t again = 0;
        timestamp_format(time, buffer);
        assert_true(timestamp_parse(buffer, strlen(buffer), &again));
        assert_true(again == time);
    }
}

static void the_monotonic_clock_does_not_go_back(void **state)
{
    (void)state;
    int64_t before = timestamp_monotonic();
    for (int i = 0; i < 1000; i++) {
        int64_t after = timestamp_monotonic();
        assert_true(after >= before);
        before = after;
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_of_a_time_is_refused_and_leaves_the_result_alone),
        cmocka_unit_test(a_time_printed_and_read_again_is_the_same),
        cmocka_unit_test(the_monotonic_clock_does_not_go_back),
    };
    int failed = RUN_ROWS("timestamp readings", readings, is_read_strictly_and_printed_in_utc);
    return failed + cmocka_run_group_tests_name("timestamp", tests, NULL, NULL);
}
