#include "service/base/strbuf.h"

#include "tests/unit/rows.h"

#include <stdio.h>
#include <string.h>

enum { MAXIMUM = 8 };

static int setup(void **state)
{
    static struct strbuf buffer;
    strbuf_init(&buffer, 64 * 1024);
    *state = &buffer;
    return 0;
}

static int teardown(void **state)
{
    strbuf_release(*state);
    return 0;
}

/* Two appends into a buffer of at most MAXIMUM bytes. */
static const struct appends {
    const char *reason;
    const char *first, *second;
    bool ok;
    const char *kept;
} appends[] = {
    {"two texts become one", "Abu", " Dhab", true, "Abu Dhab"},
    {"an empty text adds nothing", "Doha", "", true, "Doha"},
    {"filling the maximum exactly is allowed", "12345678", "", true, "12345678"},
    {"one byte over the maximum breaks the buffer and adds nothing", "12345678", "9", false, "12345678"},
    {"a text that would fit in part is not cut but refused", "1234", "56789", false, "1234"},
    {"a first text over the maximum is refused", "123456789", "", false, ""},
    {"after a refused text a fitting one is refused too", "123456789", "1", false, ""},
};

static void append_keeps_all_or_breaks(void **state)
{
    ROW(struct appends, row, state);
    struct strbuf buffer;
    strbuf_init(&buffer, MAXIMUM);
    strbuf_puts(&buffer, row->first);
    strbuf_puts(&buffer, row->second);
    assert_int_equal(strbuf_ok(&buffer), row->ok);
    assert_int_equal(buffer.length, strlen(row->kept));
    assert_string_equal(buffer.data, row->kept);
    strbuf_release(&buffer);
}

static void printf_keeps_all_or_breaks(void **state)
{
    ROW(struct appends, row, state);
    struct strbuf buffer;
    strbuf_init(&buffer, MAXIMUM);
    strbuf_printf(&buffer, "%s", row->first);
    strbuf_printf(&buffer, "%s", row->second);
    assert_int_equal(strbuf_ok(&buffer), row->ok);
    assert_string_equal(buffer.data, row->kept);
    strbuf_release(&buffer);
}

static void contents_survive_growing(void **state)
{
    struct strbuf *buffer = *state;
    for (int i = 0; i < 10000; i++)
        strbuf_printf(buffer, "%04d ", i);
    assert_int_equal(buffer->length, 50000);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(atoi(buffer->data + i * 5L), i);
}

static void contents_may_hold_nul_bytes_and_end_with_one_more(void **state)
{
    struct strbuf *buffer = *state;
    strbuf_append(buffer, "a\0b", 3);
    strbuf_putc(buffer, '\0');
    assert_int_equal(buffer->length, 4);
    assert_memory_equal(buffer->data, "a\0b\0", 5);
}

static void appending_nothing_from_nowhere_is_fine(void **state)
{
    strbuf_append(*state, NULL, 0);
    assert_true(strbuf_ok(*state));
}

static void reserved_room_can_be_written_and_counted_by_the_caller(void **state)
{
    struct strbuf *buffer = *state;
    strbuf_puts(buffer, "من ");
    char *room = strbuf_reserve(buffer, 100);
    memcpy(room, "Gaza", 4);
    buffer->length += 4;
    strbuf_putc(buffer, '.');
    assert_string_equal(buffer->data, "من Gaza.");
}

static void reserving_an_absurd_size_breaks_instead_of_overflowing(void **state)
{
    struct strbuf *buffer = *state;
    strbuf_puts(buffer, "x");
    assert_null(strbuf_reserve(buffer, SIZE_MAX));
    assert_false(strbuf_ok(buffer));
}

static void clear_empties_and_mends_a_broken_buffer(void **state)
{
    struct strbuf *buffer = *state;
    strbuf_puts(buffer, "old");
    strbuf_reserve(buffer, SIZE_MAX);
    strbuf_clear(buffer);
    assert_true(strbuf_ok(buffer));
    strbuf_puts(buffer, "new");
    assert_string_equal(buffer->data, "new");
}

static void steal_hands_the_contents_over_and_leaves_an_empty_buffer(void **state)
{
    struct strbuf *buffer = *state;
    strbuf_puts(buffer, "Rabat");
    size_t length;
    char *text = strbuf_steal(buffer, &length);
    assert_int_equal(length, 5);
    assert_string_equal(text, "Rabat");
    assert_int_equal(buffer->length, 0);
    strbuf_puts(buffer, "again"); /* touches other memory */
    assert_string_equal(text, "Rabat");
    free(text);
}

static void steal_from_an_empty_buffer_is_an_empty_string(void **state)
{
    char *text = strbuf_steal(*state, NULL);
    assert_string_equal(text, "");
    free(text);
}

static void nothing_can_be_stolen_from_a_broken_buffer(void **state)
{
    struct strbuf *buffer = *state;
    strbuf_puts(buffer, "half an answer");
    strbuf_reserve(buffer, SIZE_MAX);
    assert_null(strbuf_steal(buffer, NULL));
}

static void release_may_be_called_twice_and_the_buffer_used_again(void **state)
{
    struct strbuf *buffer = *state;
    strbuf_puts(buffer, "x");
    strbuf_release(buffer);
    strbuf_release(buffer);
    strbuf_puts(buffer, "y");
    assert_string_equal(buffer->data, "y");
}

/* What brings a buffer of 64 KiB that holds "x" into a state in which it is empty. */
static void never_held_anything(struct strbuf *buffer)
{
    strbuf_release(buffer);
    strbuf_init(buffer, MAXIMUM);
}

static void was_stolen_from(struct strbuf *buffer)
{
    free(strbuf_steal(buffer, NULL));
}

static void was_cut_to_nothing(struct strbuf *buffer)
{
    strbuf_truncate(buffer, 0);
}

static void only_reserved_room(struct strbuf *buffer)
{
    never_held_anything(buffer);
    strbuf_reserve(buffer, 4);
}

static void never_had_room(struct strbuf *buffer)
{
    never_held_anything(buffer);
    strbuf_puts(buffer, "longer than the maximum");
}

static void was_cut_before_it_held_anything(struct strbuf *buffer)
{
    never_held_anything(buffer);
    strbuf_truncate(buffer, 0);
    strbuf_clear(buffer);
}

static const struct empty {
    const char *reason;
    void (*make)(struct strbuf *buffer);
} empties[] = {
    {"a new buffer is an empty string", never_held_anything},
    {"a released buffer is an empty string", strbuf_release},
    {"a cleared buffer is an empty string", strbuf_clear},
    {"a buffer that was stolen from is an empty string", was_stolen_from},
    {"a buffer cut to nothing is an empty string", was_cut_to_nothing},
    {"a buffer with room but nothing in it is an empty string", only_reserved_room},
    {"a buffer whose first text was refused is an empty string", never_had_room},
    {"cutting and clearing an empty buffer is fine", was_cut_before_it_held_anything},
};

static void data_is_never_null(void **state)
{
    ROW(struct empty, row, state);
    struct strbuf buffer;
    strbuf_init(&buffer, 64 * 1024);
    strbuf_putc(&buffer, 'x');
    row->make(&buffer);
    assert_non_null(buffer.data);
    assert_string_equal(buffer.data, "");
    assert_int_equal(strbuf_text(&buffer).length, 0);
    strbuf_release(&buffer);
}

static void truncate_keeps_the_beginning(void **state)
{
    struct strbuf *buffer = *state;
    strbuf_puts(buffer, "Al Jazeera");
    strbuf_truncate(buffer, 2);
    assert_string_equal(buffer->data, "Al");
    strbuf_puts(buffer, " Ahram");
    assert_string_equal(buffer->data, "Al Ahram");
}

/* Files against a buffer of MAXIMUM bytes. */
static const struct file {
    const char *reason;
    const char *contents;
    bool read;
} files[] = {
    {"an empty file is read", "", true},
    {"a file shorter than the maximum is read", "1234", true},
    {"a file of exactly the maximum is read", "12345678", true},
    {"a file one byte longer is refused", "123456789", false},
};

static void read_takes_the_whole_file_or_says_no(void **state)
{
    ROW(struct file, row, state);
    struct strbuf buffer;
    FILE *file = tmpfile();
    assert_non_null(file);
    fputs(row->contents, file);
    rewind(file);
    strbuf_init(&buffer, MAXIMUM);
    assert_int_equal(strbuf_read(&buffer, file), row->read);
    assert_int_equal(strbuf_ok(&buffer), row->read);
    if (row->read)
        assert_string_equal(buffer.data, row->contents);
    strbuf_release(&buffer);
    fclose(file);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(contents_survive_growing),
        TEST(contents_may_hold_nul_bytes_and_end_with_one_more),
        TEST(appending_nothing_from_nowhere_is_fine),
        TEST(reserved_room_can_be_written_and_counted_by_the_caller),
        TEST(reserving_an_absurd_size_breaks_instead_of_overflowing),
        TEST(clear_empties_and_mends_a_broken_buffer),
        TEST(steal_hands_the_contents_over_and_leaves_an_empty_buffer),
        TEST(steal_from_an_empty_buffer_is_an_empty_string),
        TEST(nothing_can_be_stolen_from_a_broken_buffer),
        TEST(release_may_be_called_twice_and_the_buffer_used_again),
        TEST(truncate_keeps_the_beginning),
    };
    int failed = RUN_ROWS("strbuf appends", appends, append_keeps_all_or_breaks);
    failed += RUN_ROWS("strbuf printfs", appends, printf_keeps_all_or_breaks);
    failed += RUN_ROWS("strbuf empties", empties, data_is_never_null);
    failed += RUN_ROWS("strbuf reads", files, read_takes_the_whole_file_or_says_no);
    return failed + cmocka_run_group_tests_name("strbuf", tests, NULL, NULL);
}
