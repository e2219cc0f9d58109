#include "handlers/input/paging.h"

#include "tests/unit/request_fixture.h"
#include "tests/unit/rows.h"

#define LONG_64 "0123456789012345678901234567890123456789012345678901234567890123"

static void give(struct request *request, const char *name, const char *value)
{
    if (value)
        request->parameters[request->parameter_count++] = (struct request_parameter){name, value};
}

static const struct limit {
    const char *reason;
    const char *value; /* NULL: absent */
    int64_t limit;
    bool refused;
} limits[] = {
    {"absent", NULL, FIXTURE_PAGE_DEFAULT, false},
    {"the least", "1", 1, false},
    {"the greatest", "100", 100, false},
    {"zeros in front", "007", 7, false},
    {"none", "0", FIXTURE_PAGE_DEFAULT, true},
    {"past the greatest", "101", FIXTURE_PAGE_DEFAULT, true},
    {"negative", "-1", FIXTURE_PAGE_DEFAULT, true},
    {"a sign", "+5", FIXTURE_PAGE_DEFAULT, true},
    {"a fraction", "1.5", FIXTURE_PAGE_DEFAULT, true},
    {"words", "ten", FIXTURE_PAGE_DEFAULT, true},
    {"empty counts as absent", "", FIXTURE_PAGE_DEFAULT, false},
    {"a blank", " 5", FIXTURE_PAGE_DEFAULT, true},
    {"Arabic-Indic digits", "٥", FIXTURE_PAGE_DEFAULT, true},
    {"more digits than 64 bits hold", "99999999999999999999", FIXTURE_PAGE_DEFAULT, true},
};

static void limit_is_read(void **state)
{
    ROW(struct limit, row, state);
    struct request_fixture fixture;
    struct request *request = request_fixture_init(&fixture);
    give(request, "limit", row->value);
    assert_int_equal(paging_limit(request), row->limit);
    assert_int_equal(paging_check(request), row->refused ? STATUS_INVALID_PARAMETER : STATUS_OK);
    request_fixture_release(&fixture);
}

static const struct parameter {
    const char *reason;
    const char *value;
    field_check *check;
    bool accepted;
    size_t faults;
} parameters[] = {
    {"absent is no fault", NULL, check_language, false, 0},
    {"accepted", "ar", check_language, true, 0},
    {"refused by its check", "arabic", check_language, false, 1},
    {"no check", "anything", NULL, true, 0},
    {"empty counts as absent", "", check_language, false, 0},
    {"of the greatest length", LONG_64, NULL, true, 0},
    {"one byte longer", LONG_64 "4", NULL, false, 1},
};

static void text_is_read(void **state)
{
    ROW(struct parameter, row, state);
    struct request_fixture fixture;
    struct request *request = request_fixture_init(&fixture);
    give(request, "p", row->value);
    const char *text = paging_text(request, "p", row->check);
    assert_int_equal(text != NULL, row->accepted);
    assert_int_equal(request->error_count, row->faults);
    if (row->faults)
        assert_string_equal(request->errors[0].pointer, "p");
    request_fixture_release(&fixture);
}

static void time_is_read(void **state)
{
    struct request_fixture fixture;
    struct request *request = request_fixture_init(&fixture);
    (void)state;
    give(request, "from", "1970-01-01T00:00:01.5Z");
    give(request, "to", "yesterday");
    assert_int_equal(*paging_time(request, "from"), 1500000);
    assert_null(paging_time(request, "until"));
    assert_int_equal(request->error_count, 0);
    assert_null(paging_time(request, "to"));
    assert_int_equal(paging_check(request), STATUS_INVALID_PARAMETER);
    request_fixture_release(&fixture);
}

static const struct position {
    const char *reason;
    const char *position;
} positions[] = {
    {"a number and an id", "1767225600000000 0b9b2f3e-7c1e-8f2b-9a53-1f2e3d4c5b6a"},
    {"an id of one byte less, for another padding", "1767225600000000 0b9b2f3e-7c1e-8f2b-9a53-1f2e3d4c5b6"},
    {"and of two bytes less", "1767225600000000 0b9b2f3e-7c1e-8f2b-9a53-1f2e3d4c5b"},
    {"letters beyond ASCII", "0 -3 person:فيروز"},
    {"nothing but the mark", ""},
};

static void cursor_comes_back_as_it_was_made(void **state)
{
    ROW(struct position, row, state);
    struct request_fixture fixture;
    struct request *request = request_fixture_init(&fixture);
    const char *cursor = paging_next(request, true, "a1 ", "%s", row->position);
    assert_non_null(cursor);
    assert_int_equal(strspn(cursor, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
                     strlen(cursor));
    give(request, "cursor", cursor);
    assert_string_equal(paging_cursor(request, "a1 "), row->position);
    request->parameter_count = 0;
    const size_t missing = (4 - strlen(cursor) % 4) % 4;
    give(request, "cursor", arena_printf(&request->arena, "%s%.*s", cursor, (int)missing, "=="));
    assert_string_equal(paging_cursor(request, "a1 "), row->position);
    assert_int_equal(paging_check(request), STATUS_OK);
    assert_null(paging_cursor(request, "e1 "));
    assert_int_equal(paging_check(request), STATUS_INVALID_PARAMETER);
    request_fixture_release(&fixture);
}

static void last_page_has_no_cursor(void **state)
{
    struct request_fixture fixture;
    struct request *request = request_fixture_init(&fixture);
    (void)state;
    assert_null(paging_next(request, false, "a1 ", "%d", 1));
    assert_null(paging_cursor(request, "a1 "));
    assert_int_equal(paging_check(request), STATUS_OK);
    request_fixture_release(&fixture);
}

static const struct wrong {
    const char *reason;
    const char *cursor;
} wrong_cursors[] = {
    {"nothing but padding", "===="},
    {"no base64url", "a1 17"},
    {"letters of plain base64", "YTEgP/8+"},
    {"cut", "YTEgM"},
    {"a mark cut off", "YTE="},
    {"a NUL inside", "YTEgADE3"},
    {"another mark", "ZTEgMTc="},
};

static void cursor_is_refused(void **state)
{
    ROW(struct wrong, row, state);
    struct request_fixture fixture;
    struct request *request = request_fixture_init(&fixture);
    give(request, "cursor", row->cursor);
    assert_null(paging_cursor(request, "a1 "));
    assert_string_equal(request->errors[0].pointer, "cursor");
    request_fixture_release(&fixture);
}

static void long_cursor_is_refused(void **state)
{
    enum { LENGTH = 8192 };
    struct request_fixture fixture;
    struct request *request = request_fixture_init(&fixture);
    char *cursor = arena_alloc(&request->arena, LENGTH + 1);
    (void)state;
    memset(cursor, 'Y', LENGTH);
    give(request, "cursor", cursor);
    assert_null(paging_cursor(request, "a1 "));
    assert_int_equal(request->error_count, 1);
    request_fixture_release(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_is_read),
        cmocka_unit_test(last_page_has_no_cursor),
        cmocka_unit_test(long_cursor_is_refused),
    };
    return RUN_ROWS("limit", limits, limit_is_read) + RUN_ROWS("texts", parameters, text_is_read) +
           RUN_ROWS("cursors", positions, cursor_comes_back_as_it_was_made) +
           RUN_ROWS("wrong cursors", wrong_cursors, cursor_is_refused) +
           cmocka_run_group_tests_name("paging", tests, NULL, NULL);
}
