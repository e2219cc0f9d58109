/* tsv.h and text.h: taking lines, cells and lists apart. */
#include "service/base/tsv.h"

#include "tests/unit/rows.h"

#include <stdio.h>
#include <string.h>

enum { CELLS = 3 };

/* The first three cells of a line, joined by "|". */
static const struct line {
    const char *reason;
    const char *line, *cells;
    size_t count;
} lines[] = {
    {"cells are what stands between tabs", "a\tb\tc", "a|b|c", 3},
    {"an empty line has one empty cell", "", "||", 1},
    {"an empty cell in the middle counts", "a\t\tc", "a||c", 3},
    {"a tab at the end begins a last, empty cell", "a\tb\t", "a|b|", 3},
    {"cells that a short line lacks are empty", "a", "a||", 1},
    {"more cells than wanted are counted, not written", "a\tb\tc\td\te", "a|b|c", 5},
    {"quotation marks are letters like others", "\"a\tb\"", "\"a|b\"|", 2},
};

static void a_line_is_split_at_tabs(void **state)
{
    ROW(struct line, row, state);
    struct text cells[CELLS];
    char joined[64] = "";
    assert_int_equal(tsv_split(text_of(row->line), cells, CELLS), row->count);
    for (size_t i = 0; i < CELLS; i++) {
        strncat(joined, cells[i].bytes, cells[i].length);
        strcat(joined, i + 1 < CELLS ? "|" : "");
    }
    assert_string_equal(joined, row->cells);
}

/* A whole file: the numbers of its lines, and each line's columns "id" and "en". */
static const struct file {
    const char *reason;
    const char *bytes, *rows;
} files[] = {
    {"the header says which column is which", "en\tid\nCairo\tplace:cairo\n", "2 place:cairo Cairo;"},
    {"columns without a known name are passed over", "id\tnote\ten\na\tx\tA\n", "2 a A;"},
    {"comments and empty lines count as lines but are no rows", "# about\n\nid\ten\n#\na\tA\n", "5 a A;"},
    {"lines may end with CR LF", "id\ten\r\na\tA\r\n", "2 a A;"},
    {"the last line needs no end", "id\ten\na\tA", "2 a A;"},
    {"a byte order mark is no part of the first name", "\xEF\xBB\xBFid\ten\na\tA\n", "2 a A;"},
    {"a cell that the row lacks is empty", "id\ten\na\n", "2 a ;"},
    {"a column that the table lacks is empty", "en\nA\n", "2  A;"},
    {"a cell too many is nobody's", "id\ten\na\tA\tz\n", "2 a A;"},
    {"a header alone has no rows", "id\ten\n", ""},
    {"an empty file has no rows", "", ""},
};

static void a_table_is_read_by_its_header(void **state)
{
    ROW(struct file, row, state);
    static const char *const names[] = {"id", "en"};
    struct tsv tsv = {.rest = tsv_skip_mark(text_of(row->bytes)), .names = names, .name_count = 2};
    struct text line, cells[2];
    char rows[128] = "";
    if (tsv_line(&tsv, &line))
        tsv_header(&tsv, line);
    while (tsv_line(&tsv, &line)) {
        tsv_row(&tsv, line, cells);
        snprintf(rows + strlen(rows), sizeof rows - strlen(rows), "%zu %.*s %.*s;", tsv.line, (int)cells[0].length,
                 cells[0].bytes, (int)cells[1].length, cells[1].bytes);
    }
    assert_string_equal(rows, row->rows);
}

static void a_header_longer_than_the_limit_is_counted_but_not_followed(void **state)
{
    char wide[2 * TSV_COLUMNS_MAXIMUM + 8] = "";
    static const char *const names[] = {"id"};
    struct tsv tsv = {.names = names, .name_count = 1};
    struct text cell;
    (void)state;
    for (int i = 0; i < TSV_COLUMNS_MAXIMUM; i++)
        strcat(wide, "x\t");
    strcat(wide, "id");
    assert_int_equal(tsv_header(&tsv, text_of(wide)), TSV_COLUMNS_MAXIMUM + 1);
    assert_int_equal(tsv.column_count, TSV_COLUMNS_MAXIMUM);
    assert_int_equal(tsv_row(&tsv, text_of(wide), &cell), TSV_COLUMNS_MAXIMUM + 1);
    assert_int_equal(cell.length, 0);
}

static const struct number {
    const char *reason;
    const char *text;
    uint32_t number;
} numbers[] = {
    {"a number is read to its end", "15000", 15000},
    {"what follows the digits is left alone", "12 km", 12},
    {"a text without digits is nothing", "km", 0},
    {"an empty text is nothing", "", 0},
    {"a minus sign is no digit", "-5", 0},
    {"an absurd number does not overflow", "99999999999999999999", 999999999},
};

static void a_number_is_the_digits_at_the_beginning(void **state)
{
    ROW(struct number, row, state);
    assert_int_equal(text_number(text_of(row->text)), row->number);
}

static const struct copy {
    const char *reason;
    const char *text, *copied; /* into 4 bytes */
} copies[] = {
    {"a text that fits is copied", "abc", "abc"},
    {"a text that does not fit is not cut but left out", "abcd", ""},
    {"an empty text is an empty copy", "", ""},
};

static void a_copy_is_whole_or_empty(void **state)
{
    ROW(struct copy, row, state);
    char out[4] = "???";
    assert_string_equal(text_copy(text_of(row->text), out, sizeof out), row->copied);
}

static void texts_are_trimmed_counted_and_compared(void **state)
{
    (void)state;
    assert_true(text_equals(text_trim(text_of(" \t a b\r\n")), "a b"));
    assert_int_equal(text_trim(text_of(" \n")).length, 0);
    assert_int_equal(text_characters(text_of("عَلَم A")), 7);
    assert_true(text_same((struct text){NULL, 0}, text_of("")));
    assert_false(text_same(text_of("a"), text_of("ab")));
    assert_int_equal(text_of(NULL).length, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_header_longer_than_the_limit_is_counted_but_not_followed),
        cmocka_unit_test(texts_are_trimmed_counted_and_compared),
    };
    int failed = RUN_ROWS("lines", lines, a_line_is_split_at_tabs);
    failed += RUN_ROWS("tables", files, a_table_is_read_by_its_header);
    failed += RUN_ROWS("numbers", numbers, a_number_is_the_digits_at_the_beginning);
    failed += RUN_ROWS("copies", copies, a_copy_is_whole_or_empty);
    return failed + cmocka_run_group_tests_name("texts", tests, NULL, NULL);
}
