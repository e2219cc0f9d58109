#include "service/base/status.h"

#include "tests/unit/rows.h"

#include <string.h>

static const struct meaning {
    const char *reason;
    enum status status;
    int http;
    const char *slug;
} meanings[] = {
    {"success is 200", STATUS_OK, 200, "ok"},
    {"text that is not JSON is the client's mistake", STATUS_MALFORMED_JSON, 400, "malformed-json"},
    {"text that is not UTF-8 is the client's mistake", STATUS_INVALID_UTF8, 400, "invalid-utf8"},
    {"an unknown id is 404", STATUS_NOT_FOUND, 404, "not-found"},
    {"well-formed input with a wrong meaning is 422", STATUS_INVALID_INPUT, 422, "invalid-input"},
    {"a body that is too large is 413", STATUS_TOO_LARGE, 413, "too-large"},
    {"a database that is down is 503, to be tried again", STATUS_DATABASE_DOWN, 503, "database-unavailable"},
    {"lack of memory for one request is 503, to be tried again", STATUS_OUT_OF_MEMORY, 503, "out-of-memory"},
};

static void has_its_meaning(void **state)
{
    ROW(struct meaning, row, state);
    assert_int_equal(status_http(row->status), row->http);
    assert_string_equal(status_slug(row->status), row->slug);
}

static const enum status all[] = {
#define X(name, http, slug, title) STATUS_##name,
    STATUS_TABLE(X)
#undef X
};

enum { ALL = sizeof all / sizeof *all };

static void every_status_has_a_real_http_code_and_a_title(void **state)
{
    (void)state;
    for (size_t i = 0; i < ALL; i++) {
        int http = status_http(all[i]);
        assert_true(http == 200 || (http >= 400 && http < 600));
        assert_true(strlen(status_title(all[i])) > 0);
    }
}

static void slugs_are_lower_case_words_with_hyphens_and_each_is_used_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < ALL; i++) {
        const char *slug = status_slug(all[i]);
        assert_true(*slug && strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(slug));
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(slug, status_slug(all[j]));
    }
}

static void error_set_fills_the_detail_and_hands_the_status_back(void **state)
{
    (void)state;
    struct error error;
    assert_int_equal(error_set(&error, STATUS_IO, "line %d of %s", 7, "people.tsv"), STATUS_IO);
    assert_string_equal(error.detail, "line 7 of people.tsv");
}

static void error_set_works_for_callers_who_want_no_detail(void **state)
{
    (void)state;
    assert_int_equal(error_set(NULL, STATUS_IO, "nobody reads %s", "this"), STATUS_IO);
}

static void a_detail_longer_than_its_room_is_cut_and_stays_a_string(void **state)
{
    (void)state;
    struct error error;
    error_set(&error, STATUS_IO, "%0*d", (int)sizeof error.detail + 100, 0);
    assert_int_equal(strlen(error.detail), sizeof error.detail - 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_real_http_code_and_a_title),
        cmocka_unit_test(slugs_are_lower_case_words_with_hyphens_and_each_is_used_once),
        cmocka_unit_test(error_set_fills_the_detail_and_hands_the_status_back),
        cmocka_unit_test(error_set_works_for_callers_who_want_no_detail),
        cmocka_unit_test(a_detail_longer_than_its_room_is_cut_and_stays_a_string),
    };
    int failed = RUN_ROWS("status meanings", meanings, has_its_meaning);
    return failed + cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
