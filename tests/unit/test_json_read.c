/* json_read.h: RFC 8259 in place, strictly. */
#include "service/base/json_read.h"

#include "tests/unit/rows.h"

#include <stdlib.h>
#include <string.h>

static enum status read_text(const char *text, struct arena *arena, const struct json_value **ret_value,
                             char **ret_copy)
{
    struct json_fault fault;
    *ret_copy = malloc(strlen(text) + 1); /* exactly as long as it is: ASan sees every byte too far */
    memcpy(*ret_copy, text, strlen(text) + 1);
    return json_read(*ret_copy, strlen(text), 4, arena, ret_value, &fault);
}

static const struct bad {
    const char *why, *text;
    enum status status;
} bad[] = {
    {"nothing", "", STATUS_MALFORMED_JSON},
    {"a lone minus", "-", STATUS_MALFORMED_JSON},
    {"a leading zero", "01", STATUS_MALFORMED_JSON},
    {"a point without digits", "1.", STATUS_MALFORMED_JSON},
    {"an exponent without digits", "1e+", STATUS_MALFORMED_JSON},
    {"a number past double", "1e999", STATUS_MALFORMED_JSON},
    {"a plus sign", "+1", STATUS_MALFORMED_JSON},
    {"NaN", "NaN", STATUS_MALFORMED_JSON},
    {"half a word", "tru", STATUS_MALFORMED_JSON},
    {"a string without end", "\"a", STATUS_MALFORMED_JSON},
    {"a string that ends in a backslash", "\"a\\", STATUS_MALFORMED_JSON},
    {"an escape that is none", "\"\\x\"", STATUS_MALFORMED_JSON},
    {"three hexadecimal digits", "\"\\u12\"", STATUS_MALFORMED_JSON},
    {"a high surrogate alone", "\"\\ud800\"", STATUS_MALFORMED_JSON},
    {"a low surrogate alone", "\"\\udc00\"", STATUS_MALFORMED_JSON},
    {"two high surrogates", "\"\\ud800\\ud800\"", STATUS_MALFORMED_JSON},
    {"a control character", "\"\n\"", STATUS_MALFORMED_JSON},
    {"a comma at the end", "[1,]", STATUS_MALFORMED_JSON},
    {"no comma", "[1 2]", STATUS_MALFORMED_JSON},
    {"the wrong bracket", "[1}", STATUS_MALFORMED_JSON},
    {"a key without quotes", "{a:1}", STATUS_MALFORMED_JSON},
    {"a key without value", "{\"a\"}", STATUS_MALFORMED_JSON},
    {"NUL in a key", "{\"a\\u0000\":1}", STATUS_MALFORMED_JSON},
    {"two values", "1 2", STATUS_MALFORMED_JSON},
    {"a comment", "1 // one", STATUS_MALFORMED_JSON},
    {"too deep", "[[[[[1]]]]]", STATUS_MALFORMED_JSON},
    {"a key twice", "{\"a\":1,\"b\":2,\"a\":3}", STATUS_DUPLICATE_KEY},
    {"a key twice, once escaped", "{\"a\":1,\"\\u0061\":3}", STATUS_DUPLICATE_KEY},
    {"a key twice among many",
     "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"k\":1,\"l\":1,\"m\":1,\"n\":1,"
     "\"o\":1,"
     "\"p\":1,\"q\":1,\"c\":2}",
     STATUS_DUPLICATE_KEY},
};

static void what_is_not_json_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct json_value *value;
        struct arena arena;
        char *copy;
        arena_init(&arena, 1 << 20);
        enum status status = read_text(bad[i].text, &arena, &value, &copy);
        if (status != bad[i].status)
            fail_msg("%s: status %d", bad[i].why, (int)status);
        arena_release(&arena);
        free(copy);
    }
}

static const struct good {
    const char *text, *bytes;
    size_t length;
} strings[] = {
    {"\"\"", "", 0},
    {"\"abc\"", "abc", 3},
    {" \t\r\n\"a\" ", "a", 1},
    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8},
    {"\"\\u0041\\u0645\\u20ac\\ud83d\\ude00\"", "A\xD9\x85\xE2\x82\xAC\xF0\x9F\x98\x80", 10},
    {"\"a\\u0000b\"", "a\0b", 3},
    {"\"قبل \\u0648 بعد\"", "قبل و بعد", 16},
};

static void strings_are_unescaped_in_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        const struct json_value *value;
        struct arena arena;
        char *copy;
        arena_init(&arena, 1 << 20);
        assert_int_equal(read_text(strings[i].text, &arena, &value, &copy), STATUS_OK);
        assert_int_equal(value->kind, JSON_KIND_STRING);
        assert_int_equal(value->length, strings[i].length);
        assert_memory_equal(value->bytes, strings[i].bytes, strings[i].length + 1);
        arena_release(&arena);
        free(copy);
    }
}

static void members_and_items_are_found(void **state)
{
    const struct json_value *value;
    struct arena arena;
    char *copy;
    (void)state;
    arena_init(&arena, 1 << 20);
    assert_int_equal(read_text("{\"a\":[1,-2.5e1,true,null],\"b\":{\"c\":\"d\"}}", &arena, &value, &copy), STATUS_OK);
    const struct json_value *list = json_read_member(value, "a");
    assert_int_equal(list->count, 4);
    assert_true(list->first->number == 1 && list->first->next->number == -25);
    assert_string_equal(json_read_member(json_read_member(value, "b"), "c")->bytes, "d");
    assert_null(json_read_member(value, "x"));
    arena_release(&arena);
    free(copy);
}

static const struct utf8 {
    const char *why, *bytes;
    size_t valid;
} utf8[] = {
    {"ASCII", "abcdefghijklmnop", 16},
    {"Arabic", "\xD9\x85\xD8\xB1", 4},
    {"an emoji", "\xF0\x9F\x98\x80", 4},
    {"overlong", "a\xC0\xAF", 1},
    {"a surrogate", "ab\xED\xA0\x80", 2},
    {"past the end", "\xF4\x90\x80\x80", 0},
    {"cut", "abc\xE2\x82", 3},
    {"a lone continuation", "abcd\x80", 4},
    {"overlong of three", "\xE0\x9F\xBF", 0},
    {"overlong of four", "\xF0\x8F\xBF\xBF", 0},
    {"after eight", "abcdefgh\xFF", 8},
};

static void utf8_is_checked(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof utf8 / sizeof *utf8; i++)
        if (json_read_utf8(utf8[i].bytes, strlen(utf8[i].bytes)) != utf8[i].valid)
            fail_msg("%s", utf8[i].why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_json_is_refused),
        cmocka_unit_test(strings_are_unescaped_in_place),
        cmocka_unit_test(members_and_items_are_found),
        cmocka_unit_test(utf8_is_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
