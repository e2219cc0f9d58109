#include "service/route/json_body.h"

#include "tests/unit/request_fixture.h"
#include "tests/unit/rows.h"

struct input {
    struct text text;
    const char *title, *language, *at;
    struct body_list types;
    double share;
    bool explain;
};

static const struct body_field fields[] = {
    BODY_FIELD(struct input, text, BODY_TEXT, .required = true, .check = check_not_blank),
    BODY_FIELD(struct input, title, BODY_STRING),
    BODY_FIELD(struct input, language, BODY_STRING, .check = check_language),
    BODY_FIELD(struct input, types, BODY_LIST, .check = check_entity_type),
    BODY_FIELD(struct input, share, BODY_FRACTION),
    BODY_FIELD(struct input, explain, BODY_BOOLEAN),
    BODY_FIELD(struct input, at, BODY_TIME, .check = check_timestamp),
};

#define LONG_64 "0123456789012345678901234567890123456789012345678901234567890123"

static const struct body {
    const char *reason;
    const char *body;
    enum status status;
    const char *faults[3]; /* pointers in `errors`, in their order */
} bodies[] = {
    {"the fields that are needed", "{\"text\":\"x\"}", STATUS_OK, {NULL}},
    {"all fields",
     "{\"text\":\"x\",\"title\":\"t\",\"language\":\"ar-EG\",\"types\":[\"person\"],\"share\":0.5,\"explain\":true}",
     STATUS_OK,
     {NULL}},
    {"a byte-order mark before it", "\xEF\xBB\xBF{\"text\":\"x\"}", STATUS_OK, {NULL}},
    {"two of them", "\xEF\xBB\xBF\xEF\xBB\xBF{}", STATUS_MALFORMED_JSON, {NULL}},
    {"nothing behind it", "\xEF\xBB\xBF", STATUS_MALFORMED_JSON, {NULL}},
    {"UTF-16", "\xFF\xFE{", STATUS_INVALID_UTF8, {NULL}},
    {"a time as a string", "{\"text\":\"x\",\"at\":\"2026-01-31\"}", STATUS_OK, {NULL}},
    {"a time as a number", "{\"text\":\"x\",\"at\":1769851800}", STATUS_OK, {NULL}},
    {"a number that is no time", "{\"text\":\"x\",\"at\":17}", STATUS_INVALID_INPUT, {"/at"}},
    {"true instead of a time", "{\"text\":\"x\",\"at\":true}", STATUS_INVALID_INPUT, {"/at"}},
    {"null counts as absent", "{\"text\":\"x\",\"title\":null,\"types\":null}", STATUS_OK, {NULL}},
    {"a list may be empty", "{\"text\":\"x\",\"types\":[]}", STATUS_OK, {NULL}},
    {"a fraction may be a whole number", "{\"text\":\"x\",\"share\":1}", STATUS_OK, {NULL}},
    {"a short field of the greatest length", "{\"text\":\"x\",\"title\":\"" LONG_64 "\"}", STATUS_OK, {NULL}},
    {"one byte longer", "{\"text\":\"x\",\"title\":\"" LONG_64 "4\"}", STATUS_INVALID_INPUT, {"/title"}},
    {"a text may be longer than a short field", "{\"text\":\"" LONG_64 LONG_64 "\"}", STATUS_OK, {NULL}},
    {"a field that is needed is absent", "{}", STATUS_INVALID_INPUT, {"/text"}},
    {"or null", "{\"text\":null}", STATUS_INVALID_INPUT, {"/text"}},
    {"the row's own check refuses", "{\"text\":\" \\u200f \"}", STATUS_INVALID_INPUT, {"/text"}},
    {"an unknown field", "{\"text\":\"x\",\"txet\":\"y\"}", STATUS_INVALID_INPUT, {"/txet"}},
    {"an unknown name is written as RFC 6901 asks", "{\"text\":\"x\",\"a/b~c\":1}", STATUS_INVALID_INPUT, {"/a~1b~0c"}},
    {"a number instead of a string", "{\"text\":17}", STATUS_INVALID_INPUT, {"/text"}},
    {"a string instead of a number", "{\"text\":\"x\",\"share\":\"1\"}", STATUS_INVALID_INPUT, {"/share"}},
    {"a fraction above 1", "{\"text\":\"x\",\"share\":1.01}", STATUS_INVALID_INPUT, {"/share"}},
    {"a fraction below 0", "{\"text\":\"x\",\"share\":-0.01}", STATUS_INVALID_INPUT, {"/share"}},
    {"a number instead of true", "{\"text\":\"x\",\"explain\":1}", STATUS_INVALID_INPUT, {"/explain"}},
    {"a string instead of a list", "{\"text\":\"x\",\"types\":\"person\"}", STATUS_INVALID_INPUT, {"/types"}},
    {"the items of a list are checked singly",
     "{\"text\":\"x\",\"types\":[\"person\",\"thing\",3]}",
     STATUS_INVALID_INPUT,
     {"/types/1", "/types/2"}},
    {"NUL cannot be stored", "{\"text\":\"a\\u0000b\"}", STATUS_INVALID_INPUT, {"/text"}},
    {"all faults are told at once", "{\"share\":2,\"more\":1}", STATUS_INVALID_INPUT, {"/text", "/share", "/more"}},
    {"a list instead of an object", "[]", STATUS_INVALID_INPUT, {""}},
    {"no JSON", "text=x", STATUS_MALFORMED_JSON, {NULL}},
    {"something behind the object", "{\"text\":\"x\"} {}", STATUS_MALFORMED_JSON, {NULL}},
    {"an empty body", "", STATUS_MALFORMED_JSON, {NULL}},
    {"a key twice", "{\"text\":\"x\",\"text\":\"y\"}", STATUS_DUPLICATE_KEY, {NULL}},
    {"a key twice, once escaped", "{\"text\":\"x\",\"\\u0074ext\":\"y\"}", STATUS_DUPLICATE_KEY, {NULL}},
    {"nesting past the limit", "{\"text\":[[[[[1]]]]]}", STATUS_MALFORMED_JSON, {NULL}},
    {"bytes that are no UTF-8", "{\"text\":\"\xff\"}", STATUS_INVALID_UTF8, {NULL}},
};

static void is_held_against_the_table(void **state)
{
    ROW(struct body, row, state);
    struct request_fixture fixture;
    struct request *request = request_fixture_init(&fixture);
    struct input input = {.share = 0.25};
    size_t expected = 0;
    strbuf_puts(&request->body, row->body);
    assert_int_equal(json_body_read(request, fields, sizeof fields / sizeof *fields, &input), row->status);
    while (expected < 3 && row->faults[expected])
        expected++;
    assert_int_equal(request->error_count, expected);
    for (size_t i = 0; i < expected; i++)
        assert_string_equal(request->errors[i].pointer, row->faults[i]);
    assert_int_equal(*request->error.detail != '\0', row->status != STATUS_OK);
    request_fixture_release(&fixture);
}

static void fills_the_members_and_leaves_the_absent_ones(void **state)
{
    struct request_fixture fixture;
    struct request *request = request_fixture_init(&fixture);
    struct input input = {.share = 0.25, .language = "en"};
    (void)state;
    strbuf_puts(&request->body,
                "{\"text\":\"a\\u0628\\n\",\"title\":\"t\",\"types\":[\"place\",\"person\"],\"explain\":true}");
    assert_int_equal(json_body_read(request, fields, sizeof fields / sizeof *fields, &input), STATUS_OK);
    assert_int_equal(input.text.length, 4);
    assert_memory_equal(input.text.bytes, "aب\n", 4);
    assert_string_equal(input.title, "t");
    assert_int_equal(input.types.count, 2);
    assert_string_equal(input.types.items[1], "person");
    assert_true(input.explain);
    assert_string_equal(input.language, "en");
    assert_true(input.share == 0.25);
    request_fixture_release(&fixture);
}

static void counts_the_items_of_a_list(void **state)
{
    struct request_fixture fixture;
    struct request *request = request_fixture_init(&fixture);
    struct input input = {.share = 0};
    (void)state;
    strbuf_puts(&request->body, "{\"text\":\"x\",\"types\":[\"person\"");
    for (int i = 0; i < BODY_LIST_MAXIMUM; i++)
        strbuf_puts(&request->body, ",\"person\"");
    strbuf_puts(&request->body, "]}");
    assert_int_equal(json_body_read(request, fields, sizeof fields / sizeof *fields, &input), STATUS_INVALID_INPUT);
    assert_string_equal(request->errors[0].pointer, "/types");
    request_fixture_release(&fixture);
}

static const struct checked {
    const char *reason;
    field_check *check;
    const char *value;
    bool accepted;
} values[] = {
    {"one letter", check_not_blank, "a", true},
    {"a letter behind blanks", check_not_blank, " \t\nب", true},
    {"nothing", check_not_blank, "", false},
    {"white space", check_not_blank, " \t\r\n", false},
    {"a no-break space", check_not_blank, "\u00a0", false},
    {"marks of direction and width", check_not_blank, "\u200f\u200b\ufeff", false},
    {"a language", check_language, "ar", true},
    {"a language of three letters", check_language, "arz", true},
    {"a language with a region", check_language, "ar-EG", true},
    {"a language with script and region", check_language, "az-Arab-IR", true},
    {"a language of one letter", check_language, "a", false},
    {"a language in words", check_language, "arabic", false},
    {"an underscore", check_language, "ar_EG", false},
    {"a hyphen at the end", check_language, "ar-", false},
    {"two hyphens", check_language, "ar--EG", false},
    {"https", check_url, "https://example.org/a?b#c", true},
    {"a scheme in capitals", check_url, "HTTP://example.org", true},
    {"letters beyond ASCII", check_url, "https://example.org/خبر", true},
    {"another scheme", check_url, "ftp://example.org", false},
    {"no host", check_url, "https:///a", false},
    {"a scheme alone", check_url, "https://", false},
    {"a blank", check_url, "https://example.org/a b", false},
    {"an angle bracket", check_url, "https://example.org/<a>", false},
    {"a path", check_url, "/a", false},
    {"a time", check_timestamp, "2026-01-31T09:30:00Z", true},
    {"a date", check_timestamp, "2026-01-31", true},
    {"a time without an offset", check_timestamp, "2026-01-31T09:30:00", false},
    {"a type", check_entity_type, "organization", true},
    {"another spelling of it", check_entity_type, "organisation", false},
    {"a unit of offsets", check_offset_unit, "utf16", true},
    {"another one", check_offset_unit, "utf8", false},
};

static void value_is_checked(void **state)
{
    ROW(struct checked, row, state);
    assert_int_equal(row->check(row->value, strlen(row->value)) == NULL, row->accepted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_the_members_and_leaves_the_absent_ones),
        cmocka_unit_test(counts_the_items_of_a_list),
    };
    return RUN_ROWS("bodies", bodies, is_held_against_the_table) + RUN_ROWS("values", values, value_is_checked) +
           cmocka_run_group_tests_name("a struct of a body", tests, NULL, NULL);
}
