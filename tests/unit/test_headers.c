#include "service/base/encoding.h"
#include "service/http/field_list.h"
#include "service/http/media_type.h"
#include "tests/unit/rows.h"

#include <stdbool.h>
#include <string.h>

static const struct media {
    const char *reason;
    const char *header;
    enum media_kind kind;
    const char *charset;
    bool malformed;
} medias[] = {
    {"as it should be", "application/json", MEDIA_JSON, "", false},
    {"absent", NULL, MEDIA_OTHER, "", false},
    {"any case, blanks around it", " Application/JSON ", MEDIA_JSON, "", false},
    {"a semicolon at the end", "application/json;", MEDIA_JSON, "", false},
    {"many of them", "application/json ; ;; ", MEDIA_JSON, "", false},
    {"UTF-8 in capitals", "application/json;charset=UTF-8", MEDIA_JSON, "", false},
    {"UTF-8 in quotation marks", "application/json; charset=\"utf-8\"", MEDIA_JSON, "", false},
    {"UTF-8 misspelt", "application/json; charset=utf8", MEDIA_JSON, "", false},
    {"blanks around the sign", "application/json; charset = utf-8", MEDIA_JSON, "", false},
    {"a parameter nobody knows", "application/json; version=2; profile=\"a;b\\\"c\"", MEDIA_JSON, "", false},
    {"one before the charset", "application/json; odata=verbose; charset=utf-8", MEDIA_JSON, "", false},
    {"another charset", "application/json; charset=windows-1256", MEDIA_JSON, "windows-1256", false},
    {"another charset behind the right one", "application/json;charset=utf-8;charset=utf-16", MEDIA_JSON, "utf-16",
     false},
    {"a charset in a string is none", "application/json; x=\"; charset=latin1\"", MEDIA_JSON, "", false},
    {"UTF-8 in marks that are none", "application/json; charset='utf-8'", MEDIA_JSON, "", false},
    {"a charset without a value", "application/json; charset", MEDIA_JSON, "", true},
    {"a parameter nobody knows, without a value", "application/json; odata; v=1", MEDIA_JSON, "", false},
    {"an empty value", "application/json; charset=", MEDIA_JSON, "", true},
    {"no name", "application/json; =utf-8", MEDIA_JSON, "", true},
    {"a string that does not end", "application/json; charset=\"utf-8", MEDIA_JSON, "", true},
    {"a string that ends with its escape", "application/json; charset=\"utf-8\\\"", MEDIA_JSON, "", true},
    {"something behind a string", "application/json; charset=\"utf-8\"x", MEDIA_JSON, "", true},
    {"NDJSON", "application/x-ndjson", MEDIA_NDJSON, "", false},
    {"its name without the x", "application/ndjson; charset=utf-8", MEDIA_NDJSON, "", false},
    {"JSON Lines", "application/jsonl", MEDIA_NDJSON, "", false},
    {"another type", "text/plain; charset=utf-8", MEDIA_OTHER, "", false},
    {"the beginning of a type", "application/jso", MEDIA_OTHER, "", false},
    {"a longer type", "application/jsonp", MEDIA_OTHER, "", false},
    {"two types", "application/json, application/json", MEDIA_OTHER, "", false},
};

static void content_type_is_read(void **state)
{
    ROW(struct media, row, state);
    struct media_type type = media_type_read(row->header);
    assert_int_equal(type.kind, row->kind);
    assert_int_equal(type.malformed, row->malformed);
    if (!row->malformed)
        assert_true(text_equals(type.charset, row->charset));
}

static const struct list {
    const char *reason;
    const char *header;
    const char *items; /* joined by "|" */
} lists[] = {
    {"absent", NULL, ""},
    {"empty", " , ,", ""},
    {"one", "gzip", "gzip"},
    {"blanks and empty items", ", a ,\tb;q=1 ,,c ", "a|b;q=1|c"},
    {"a comma in quotation marks", "W/\"a,b\", \"c\\\",d\"", "W/\"a,b\"|\"c\\\",d\""},
    {"a string that does not end", "\"a, b", "\"a, b"},
};

static void items_are_taken_off(void **state)
{
    ROW(struct list, row, state);
    char joined[128] = "";
    const char *rest = row->header;
    for (struct text item; field_list_next(&rest, &item);) {
        strcat(joined, *joined ? "|" : "");
        strncat(joined, item.bytes, item.length);
    }
    assert_string_equal(joined, row->items);
}

static const struct preference {
    const char *reason;
    const char *header, *name, *value;
    bool given;
} preferences[] = {
    {"absent", NULL, "respond-async", NULL, false},
    {"alone", "respond-async", "respond-async", NULL, true},
    {"among others, in capitals", "wait=10, Respond-Async; x=1", "respond-async", NULL, true},
    {"with an empty value (RFC 7240 section 2)", "respond-async=\"\"", "respond-async", NULL, true},
    {"a longer name", "respond-asynchronously", "respond-async", NULL, false},
    {"in another one's string", "x=\"a, respond-async\"", "respond-async", NULL, false},
    {"with a value", "return=minimal", "return", "minimal", true},
    {"with a value in quotation marks", "return = \"minimal\"; y", "return", "minimal", true},
    {"with another value", "return=representation", "return", "minimal", false},
};

static void preferences_are_found(void **state)
{
    ROW(struct preference, row, state);
    assert_int_equal(field_list_prefers(row->header, row->name, row->value), row->given);
}

static const struct beginning {
    const char *reason;
    const char *bytes;
    size_t length, mark;
    const char *foreign;
} beginnings[] = {
    {"nothing", "", 0, 0, NULL},
    {"one letter", "{", 1, 0, NULL},
    {"the mark of UTF-8", "\xEF\xBB\xBF{", 4, 3, NULL},
    {"half of it", "\xEF\xBB", 2, 0, NULL},
    {"the mark of UTF-16", "\xFF\xFE{\0", 4, 0, "UTF-16"},
    {"the other way round", "\xFE\xFF\0{", 4, 0, "UTF-16"},
    {"without a mark", "{\0\"\0", 4, 0, "UTF-16"},
    {"without a mark, the other way round", "\0{", 2, 0, "UTF-16"},
    {"the mark of UTF-32", "\xFF\xFE\0\0", 4, 0, "UTF-32"},
    {"the other way round", "\0\0\xFE\xFF", 4, 0, "UTF-32"},
    {"a NUL further on", "{}\0", 3, 0, NULL},
};

static void encoding_is_told(void **state)
{
    ROW(struct beginning, row, state);
    const char *foreign = encoding_foreign(row->bytes, row->length);
    assert_int_equal(encoding_mark(row->bytes, row->length), row->mark);
    assert_int_equal(foreign == NULL, row->foreign == NULL);
    if (foreign)
        assert_string_equal(foreign, row->foreign);
}

int main(void)
{
    int failed = RUN_ROWS("Content-Type", medias, content_type_is_read);
    failed += RUN_ROWS("header lists", lists, items_are_taken_off);
    failed += RUN_ROWS("preferences", preferences, preferences_are_found);
    return failed + RUN_ROWS("first bytes", beginnings, encoding_is_told);
}
