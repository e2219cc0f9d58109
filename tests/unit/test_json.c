#include "service/base/json.h"

#include "tests/unit/rows.h"

#include <math.h>
#include <string.h>

/* What one value looks like when it is the whole document. */
struct document {
    struct strbuf text;
    struct json json;
};

static void document_init(struct document *document)
{
    strbuf_init(&document->text, 64 * 1024);
    jsonw_init(&document->json, &document->text);
}

static void assert_document(struct document *document, const char *expected)
{
    assert_true(strbuf_ok(&document->text));
    assert_string_equal(document->text.data, expected);
    strbuf_release(&document->text);
}

#define BYTES(literal) literal, sizeof(literal) - 1

static const struct string {
    const char *reason;
    const char *bytes;
    size_t length;
    const char *expected;
} strings[] = {
    {"an empty string", BYTES(""), "\"\""},
    {"Latin letters stay as they are", BYTES("Cairo"), "\"Cairo\""},
    {"Arabic letters stay as they are", BYTES("القاهرة"), "\"القاهرة\""},
    {"letters beyond the basic plane stay as they are", BYTES("😀"), "\"😀\""},
    {"quote and backslash are escaped", BYTES("a\"b\\c"), "\"a\\\"b\\\\c\""},
    {"a slash is not escaped", BYTES("a/b"), "\"a/b\""},
    {"the controls with letters of their own", BYTES("\b\t\n\f\r"), "\"\\b\\t\\n\\f\\r\""},
    {"other controls are \\u00XX", BYTES("\1\x0b\x1f"), "\"\\u0001\\u000b\\u001f\""},
    {"NUL is a byte like any other", BYTES("a\0b"), "\"a\\u0000b\""},
    {"DEL needs no escape", BYTES("\x7f"), "\"\x7f\""},
    {"escapes at both ends", BYTES("\nx\n"), "\"\\nx\\n\""},
};

static void string_is_written(void **state)
{
    ROW(struct string, row, state);
    struct document document;
    document_init(&document);
    jsonw_stringn(&document.json, row->bytes, row->length);
    assert_document(&document, row->expected);
}

static const struct integer {
    const char *reason;
    int64_t value;
    const char *expected;
} integers[] = {
    {"zero", 0, "0"},
    {"one digit", 7, "7"},
    {"a negative number", -42, "-42"},
    {"the largest integer", INT64_MAX, "9223372036854775807"},
    {"the smallest integer, whose negation does not exist", INT64_MIN, "-9223372036854775808"},
};

static void integer_is_written(void **state)
{
    ROW(struct integer, row, state);
    struct document document;
    document_init(&document);
    jsonw_integer(&document.json, row->value);
    assert_document(&document, row->expected);
}

static const struct number {
    const char *reason;
    double value;
    int decimals;
    const char *expected;
} numbers[] = {
    {"decimals are rounded", 0.8149, 2, "0.81"},
    {"rounding may reach the next whole number", 0.999, 2, "1"},
    {"trailing zeros are left out", 0.5, 4, "0.5"},
    {"so is the point when nothing follows it", 3.0, 3, "3"},
    {"zeros before the point stay", 100.0, 2, "100"},
    {"zeros stay when no decimals are asked for", 100.0, 0, "100"},
    {"a negative number", -1.25, 2, "-1.25"},
    {"infinity does not exist in JSON", INFINITY, 2, "null"},
    {"not-a-number does not exist in JSON", NAN, 2, "null"},
    {"a number too long for its room is null, not cut", 1e300, 2, "null"},
};

static void number_is_written(void **state)
{
    ROW(struct number, row, state);
    struct document document;
    document_init(&document);
    jsonw_number(&document.json, row->value, row->decimals);
    assert_document(&document, row->expected);
}

/* A script of calls, one letter each: { [ open, } closes either, k key, s string, n null, t true, r raw. */
static void play(struct json *json, const char *script)
{
    for (; *script; script++) {
        switch (*script) {
        case '{':
            jsonw_object(json);
            break;
        case '[':
            jsonw_array(json);
            break;
        case '}':
            jsonw_end(json);
            break;
        case 'k':
            jsonw_key(json, "k\"");
            break;
        case 's':
            jsonw_string(json, "s");
            break;
        case 'n':
            jsonw_string(json, NULL);
            break;
        case 't':
            jsonw_boolean(json, true);
            break;
        case 'f':
            jsonw_boolean(json, false);
            break;
        default:
            jsonw_raw(json, "[1]", 3);
            break;
        }
    }
}

static const struct script {
    const char *reason;
    const char *calls;
    const char *expected; /* NULL: the buffer is broken */
} scripts[] = {
    {"an empty object", "{}", "{}"},
    {"an empty array", "[}", "[]"},
    {"members are separated by commas, keys are escaped", "{ksks}", "{\"k\\\"\":\"s\",\"k\\\"\":\"s\"}"},
    {"items are separated by commas", "[stfn}", "[\"s\",true,false,null]"},
    {"commas are right after a closed level", "[{}{}[}s}", "[{},{},[],\"s\"]"},
    {"an object inside an object", "{k{ks}kt}", "{\"k\\\"\":{\"k\\\"\":\"s\"},\"k\\\"\":true}"},
    {"a raw value takes its place among others", "[srs}", "[\"s\",[1],\"s\"]"},
    {"a raw value after a key", "{kr}", "{\"k\\\"\":[1]}"},
    {"a value in an object without a key breaks", "{s", NULL},
    {"an object in an object without a key breaks", "{{", NULL},
    {"two keys in a row break", "{kk", NULL},
    {"a key in an array breaks", "[k", NULL},
    {"a key at the top breaks", "k", NULL},
    {"a key without a value breaks when the object ends", "{k}", NULL},
    {"closing what was not opened breaks", "}", NULL},
    {"closing twice breaks", "{}}", NULL},
};

static void script_gives_json_or_breaks(void **state)
{
    ROW(struct script, row, state);
    struct document document;
    document_init(&document);
    play(&document.json, row->calls);
    assert_int_equal(strbuf_ok(&document.text), row->expected != NULL);
    if (row->expected)
        assert_string_equal(document.text.data, row->expected);
    strbuf_release(&document.text);
}

static void nesting_up_to_the_maximum_is_written_and_one_more_breaks(void **state)
{
    (void)state;
    struct document document;
    document_init(&document);
    for (int i = 0; i < JSON_DEPTH_MAXIMUM; i++)
        jsonw_array(&document.json);
    assert_true(strbuf_ok(&document.text));
    jsonw_array(&document.json);
    assert_false(strbuf_ok(&document.text));
    strbuf_release(&document.text);
}

static void an_answer_over_its_maximum_is_broken_and_never_cut(void **state)
{
    (void)state;
    struct document document;
    strbuf_init(&document.text, 10);
    jsonw_init(&document.json, &document.text);
    jsonw_string(&document.json, "longer than ten bytes");
    assert_false(strbuf_ok(&document.text));
    assert_null(strbuf_steal(&document.text, NULL));
    strbuf_release(&document.text);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(nesting_up_to_the_maximum_is_written_and_one_more_breaks),
        cmocka_unit_test(an_answer_over_its_maximum_is_broken_and_never_cut),
    };
    int failed = RUN_ROWS("json strings", strings, string_is_written);
    failed += RUN_ROWS("json integers", integers, integer_is_written);
    failed += RUN_ROWS("json numbers", numbers, number_is_written);
    failed += RUN_ROWS("json structure", scripts, script_gives_json_or_breaks);
    return failed + cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
