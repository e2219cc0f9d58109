/* loose_json.h and ld.h: JSON-LD as pages write it, and which of its objects is the page's. */
#include "service/page/loose_json.h"

#include "service/base/timestamp.h"
#include "service/page/extract.h"
#include "tests/unit/rows.h"

#include <stdio.h>
#include <string.h>

enum { MEMORY = 16 << 20, PAGE = 8192 };

static const struct written {
    const char *reason;
    const char *json;
    const char *value; /* of the member "a" of the first value */
} written[] = {
    {"JSON", "{\"a\":\"x\"}", "x"},
    {"a comma at the end", "{\"a\":\"x\",}", "x"},
    {"commas too many", "{,,\"b\":1,,\"a\":\"x\"}", "x"},
    {"a comma that is missing", "{\"b\":1 \"a\":\"x\"}", "x"},
    {"a semicolon at the end", "{\"a\":\"x\"};", "x"},
    {"a line break in a string", "{\"a\":\"x\ny\"}", "x\ny"},
    {"a tab in a string", "{\"b\":\"\t\",\"a\":\"x\"}", "x"},
    {"comments", "/* one */{// two\n\"a\":/* three */\"x\"}", "x"},
    {"an address is no comment", "{\"a\":\"https://example.org/\"}", "https://example.org/"},
    {"CDATA", "//<![CDATA[\n{\"a\":\"x\"}\n//]]>", "x"},
    {"a comment of HTML around it", "<!-- {\"a\":\"x\"} -->", "x"},
    {"a byte order mark", "\xEF\xBB\xBF{\"a\":\"x\"}", "x"},
    {"quotes that nobody escaped", "{\"a\":\"he said \"no\" twice\",\"b\":1}", "he said \"no\" twice"},
    {"escapes that do not exist", "{\"a\":\"it\\'s\"}", "it's"},
    {"escapes", "{\"a\":\"\\u0642\\ud83d\\ude00\\/\\\"\"}", "ق😀/\""},
    {"half of a pair", "{\"a\":\"x\\ud83dy\"}", "x\xEF\xBF\xBDy"},
    {"entities", "{\"a\":\"Q&amp;A &quot;x&quot; &#1602; &#x642; &#039;\"}", "Q&A \"x\" ق ق '"},
    {"entities twice", "{\"a\":\"&amp;quot;x&amp;quot;\"}", "\"x\""},
    {"an ampersand", "{\"a\":\"R&D & more\"}", "R&D & more"},
    {"a key twice", "{\"a\":\"x\",\"a\":\"y\"}", "x"},
    {"keys and strings in other quotes", "{'a':'x'}", "x"},
    {"keys without quotes", "{a:\"x\"}", "x"},
    {"an end that is missing", "{\"b\":{\"c\":[1,2],\"d\":3},\"a\":\"x\"", "x"},
    {"a string without an end", "{\"a\":\"x", "x"},
    {"brackets too many", "}]{\"a\":\"x\"}", "x"},
    {"nothing", "", NULL},
    {"no JSON at all", "function () { return 1; }", NULL},
};

static void it_is_read_all_the_same(void **state)
{
    ROW(struct written, row, state);
    struct arena arena;
    arena_init(&arena, MEMORY);
    const struct json_value *all = loose_json_read(&arena, row->json);
    assert_non_null(all);
    const char *value = json_read_string(json_read_member(json_read_items(all), "a"));
    if (row->value)
        assert_string_equal(value, row->value);
    else
        assert_null(value);
    arena_release(&arena);
}

static void what_is_nested_too_deep_ends(void **state)
{
    static char deep[200001];
    struct arena arena;
    (void)state;
    memset(deep, '[', sizeof deep - 1);
    arena_init(&arena, MEMORY);
    assert_non_null(loose_json_read(&arena, deep));
    arena_release(&arena);
}

#define LD(json) "<script type=\"application/ld+json\">" json "</script>"
#define OWN                                                                                                                    \
    "{\"@type\":\"NewsArticle\",\"url\":\"https://example.org/own\",\"headline\":\"افتتاح الجسر الجديد في " \
    "المدينة\",\"datePublished\":\"2026-01-31\"}"
#define OTHER                                                                                                          \
    "{\"@type\":\"NewsArticle\",\"url\":\"https://example.org/other\",\"headline\":\"خبر "                          \
    "آخر\",\"datePublished\":\"2020-05-05\"}"

static const struct choice {
    const char *reason;
    const char *head, *body;
    const char *year; /* of the date that is taken */
} choices[] = {
    {"the first of two", LD("[" OWN "," OTHER "]"), "", "2026"},
    {"that of the page's address", "<link rel=canonical href='https://www.example.org/own/'>" LD("[" OTHER "," OWN "]"),
     "", "2026"},
    {"that of the page's heading", LD("[" OTHER "," OWN "]"), "<h1>افتتاح الجسر الجديد في المدينة</h1>", "2026"},
    {"in a script of its own", "<link rel=canonical href='https://example.org/own'>" LD(OTHER) LD(OWN), "", "2026"},
    {"a type in a list", LD("{\"@type\":[\"Thing\",\"NewsArticle\"],\"datePublished\":\"2026-01-31\"}"), "", "2026"},
    {"mainEntityOfPage as an object",
     "<link rel=canonical href='https://example.org/x'>" LD(OTHER)
         LD("{\"@type\":\"Article\",\"mainEntityOfPage\":{\"@id\":"
            "\"https://example.org/x\"},\"datePublished\":\"2026-01-31\"}"),
     "", "2026"},
    {"in a graph", LD("{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"x\"}," OWN "]}"), "", "2026"},
};

static void the_object_about_the_page_is_taken(void **state)
{
    ROW(struct choice, row, state);
    static const char paragraph[] = "<p>وقال رئيس المجلس إن الجسر الجديد سيختصر الطريق إلى المدينة القديمة.</p>";
    const struct extract_options options = {.limit_ms = 60000};
    struct extract found;
    struct arena arena;
    struct error error;
    char page[PAGE], time[TIMESTAMP_LENGTH];
    arena_init(&arena, MEMORY);
    snprintf(page, sizeof page, "<html><head>%s</head><body>%s<article>%s%s</article></body></html>", row->head,
             row->body, paragraph, paragraph);
    assert_int_equal(extract_article(page, strlen(page), &options, &arena, &found, &error), STATUS_OK);
    assert_true(found.meta.published);
    assert_memory_equal(timestamp_format(found.meta.published_at, time), row->year, 4);
    arena_release(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_nested_too_deep_ends)};
    int failed = RUN_ROWS("JSON-LD as it is written", written, it_is_read_all_the_same);
    failed += RUN_ROWS("objects of JSON-LD", choices, the_object_about_the_page_is_taken);
    return failed + cmocka_run_group_tests_name("loose JSON", tests, NULL, NULL);
}
