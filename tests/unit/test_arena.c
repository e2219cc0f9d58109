#include "service/base/arena.h"

#include "tests/unit/rows.h"

#include <string.h>

enum { MAXIMUM = 1024 * 1024, BLOCK = 64 * 1024 };

static int setup(void **state)
{
    static struct arena arena;
    arena_init(&arena, MAXIMUM);
    *state = &arena;
    return 0;
}

static int teardown(void **state)
{
    arena_release(*state);
    return 0;
}

static const struct request {
    const char *reason;
    size_t count, size;
    bool granted;
} requests[] = {
    {"one byte", 1, 1, true},
    {"nothing at all is a valid request", 0, 8, true},
    {"items of no size are a valid request", 8, 0, true},
    {"more than one block", 1, BLOCK + 1, true},
    {"exactly the maximum", 1, MAXIMUM, true},
    {"one byte over the maximum", 1, MAXIMUM + 1, false},
    {"count times size over the maximum", MAXIMUM / 8 + 1, 8, false},
    {"count times size that overflows to a small number", SIZE_MAX / 2 + 1, 2, false},
    {"the largest count of the largest size", SIZE_MAX, SIZE_MAX, false},
};

static void is_granted_or_marks_the_arena_failed(void **state)
{
    ROW(struct request, row, state);
    struct arena arena;
    arena_init(&arena, MAXIMUM);
    unsigned char *memory = arena_array(&arena, row->count, row->size);
    assert_int_equal(memory != NULL, row->granted);
    assert_int_equal(arena.failed, !row->granted);
    for (size_t i = 0; row->granted && i < row->count * row->size; i++)
        assert_int_equal(memory[i], 0);
    arena_release(&arena);
}

static void memory_is_aligned_for_any_type_whatever_was_asked_before(void **state)
{
    for (size_t size = 1; size < 64; size++)
        assert_int_equal((uintptr_t)arena_alloc(*state, size) % _Alignof(max_align_t), 0);
}

static void pieces_do_not_overlap_across_blocks(void **state)
{
    enum { PIECES = 200, SIZE = 3001 };
    unsigned char *pieces[PIECES];
    for (int i = 0; i < PIECES; i++)
        pieces[i] = memset(arena_array_raw(*state, SIZE, 1), i, SIZE);
    for (int i = 0; i < PIECES; i++)
        for (int j = 0; j < SIZE; j++)
            assert_int_equal(pieces[i][j], i);
}

static void memory_used_before_a_reset_comes_back_zeroed(void **state)
{
    memset(arena_alloc(*state, 1000), 0xff, 1000);
    arena_reset(*state);
    unsigned char *again = arena_alloc(*state, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(again[i], 0);
}

static void the_maximum_counts_all_pieces_together(void **state)
{
    struct arena *arena = *state;
    assert_non_null(arena_alloc(arena, MAXIMUM / 2));
    assert_non_null(arena_alloc(arena, MAXIMUM / 2));
    assert_null(arena_alloc(arena, 1));
}

static void failed_stays_true_until_the_reset_though_smaller_requests_succeed(void **state)
{
    struct arena *arena = *state;
    assert_null(arena_alloc(arena, MAXIMUM + 1));
    assert_non_null(arena_alloc(arena, 1));
    assert_true(arena->failed);
    arena_reset(arena);
    assert_false(arena->failed);
}

static void a_reset_gives_the_whole_maximum_back(void **state)
{
    struct arena *arena = *state;
    for (int i = 0; i < 3; i++) {
        assert_non_null(arena_alloc(arena, MAXIMUM));
        arena_reset(arena);
        assert_int_equal(arena->used, 0);
    }
}

static void resetting_or_releasing_an_unused_arena_is_fine(void **state)
{
    arena_reset(*state);
    arena_release(*state);
    arena_release(*state);
    assert_non_null(arena_alloc(*state, 1)); /* and it can be used again */
}

static void strndup_copies_bytes_with_a_nul_behind_them(void **state)
{
    assert_memory_equal(arena_strndup(*state, "a\0bc", 3), "a\0b", 4);
    assert_string_equal(arena_strndup(*state, NULL, 0), "");
}

static void strdup_copies_to_memory_of_its_own(void **state)
{
    char original[] = "قاهرة";
    char *copy = arena_strdup(*state, original);
    original[0] = 'x';
    assert_string_equal(copy, "قاهرة");
}

static void printf_takes_room_for_all_of_a_long_text(void **state)
{
    const char *text = arena_printf(*state, "%s:%0*d", "gazetteer", 5000, 7);
    assert_int_equal(strlen(text), strlen("gazetteer:") + 5000);
    assert_string_equal(text + strlen(text) - 2, "07");
}

static void printf_past_the_maximum_fails_as_any_request_does(void **state)
{
    struct arena *arena = *state;
    assert_null(arena_printf(arena, "%0*d", MAXIMUM, 0));
    assert_true(arena->failed);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(memory_is_aligned_for_any_type_whatever_was_asked_before),
        TEST(pieces_do_not_overlap_across_blocks),
        TEST(memory_used_before_a_reset_comes_back_zeroed),
        TEST(the_maximum_counts_all_pieces_together),
        TEST(failed_stays_true_until_the_reset_though_smaller_requests_succeed),
        TEST(a_reset_gives_the_whole_maximum_back),
        TEST(resetting_or_releasing_an_unused_arena_is_fine),
        TEST(strndup_copies_bytes_with_a_nul_behind_them),
        TEST(strdup_copies_to_memory_of_its_own),
        TEST(printf_takes_room_for_all_of_a_long_text),
        TEST(printf_past_the_maximum_fails_as_any_request_does),
    };
    int failed = RUN_ROWS("arena requests", requests, is_granted_or_marks_the_arena_failed);
    return failed + cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
