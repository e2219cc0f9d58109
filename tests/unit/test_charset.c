/* charset.h: which charset a page is in, and what it says in UTF-8. */
#include "service/page/charset.h"

#include "tests/unit/rows.h"

#include <string.h>

enum { MAXIMUM = 1024 };

/* "غزة" in two charsets. */
#define GAZA_UTF8 "\xD8\xBA\xD8\xB2\xD8\xA9"
#define GAZA_1256 "\xDB\xD2\xC9"

static const struct page {
    const char *reason;
    const char *content_type;
    const char *bytes;
    size_t length; /* 0: up to the NUL */
    const char *utf8;
} pages[] = {
    {"UTF-8 is recognized without being told", "", GAZA_UTF8, 0, GAZA_UTF8},
    {"bytes that are no UTF-8 are Arabic of Windows", "", GAZA_1256, 0, GAZA_UTF8},
    {"an empty page is an empty page", "text/html", "", 0, ""},
    {"the header's charset is taken", "text/html; charset=windows-1256", GAZA_1256, 0, GAZA_UTF8},
    {"the header's charset may be quoted and in capitals", "text/html; CHARSET=\"WINDOWS-1256\"", GAZA_1256, 0,
     GAZA_UTF8},
    {"what follows the charset in the header is no part of it", "text/html; charset=windows-1256; x=y", GAZA_1256, 0,
     GAZA_UTF8},
    {"a header without charset leaves it to the page", "text/html", "<meta charset=\"windows-1256\">" GAZA_1256, 0,
     "<meta charset=\"windows-1256\">" GAZA_UTF8},
    {"the header counts more than the page", "text/html; charset=windows-1252", "<meta charset=windows-1251>\xE9", 0,
     "<meta charset=windows-1251>é"},
    {"the long form of <meta> counts, too", "",
     "<META http-equiv=Content-Type content='text/html; charset=windows-1256'>" GAZA_1256, 0,
     "<META http-equiv=Content-Type content='text/html; charset=windows-1256'>" GAZA_UTF8},
    {"a <meta> that says UTF-16 in ASCII is not believed", "", "<meta charset=utf-16>" GAZA_UTF8, 0,
     "<meta charset=utf-16>" GAZA_UTF8},
    {"a charset outside <meta> is text", "", "charset=windows-1256 " GAZA_UTF8, 0, "charset=windows-1256 " GAZA_UTF8},
    {"labels of the web are understood: arabic is ISO 8859-6", "text/html; charset=arabic", "\xC7\xE4", 0,
     "\xD8\xA7\xD9\x84"},
    {"latin1 means windows-1252, whose quotes news uses", "text/html; charset=latin1", "\x93x\x94", 0,
     "\xE2\x80\x9Cx\xE2\x80\x9D"},
    {"the byte order mark of UTF-8 is taken off", "", "\xEF\xBB\xBF" GAZA_UTF8, 0, GAZA_UTF8},
    {"the byte order mark counts more than the header", "text/html; charset=windows-1256", "\xEF\xBB\xBF" GAZA_UTF8, 0,
     GAZA_UTF8},
    {"UTF-16 with its mark, little end first", "", "\xFF\xFE\x3A\x06\x32\x06\x29\x06", 8, GAZA_UTF8},
    {"UTF-16 with its mark, big end first", "", "\xFE\xFF\x06\x3A\x06\x32\x06\x29", 8, GAZA_UTF8},
    {"a label that nobody knows leaves it to the page", "text/html; charset=x-nonsense",
     "<meta charset=windows-1251>\xEF\xF0\xE8", 0, "<meta charset=windows-1251>\xD0\xBF\xD1\x80\xD0\xB8"},
    {"a label that nobody knows leaves it to the bytes", "text/html; charset=x-nonsense", GAZA_UTF8, 0, GAZA_UTF8},
    {"UTF-8 shows itself, whatever the header says", "text/html; charset=iso-8859-1", GAZA_UTF8, 0, GAZA_UTF8},
    {"UTF-8 shows itself, whatever the page says", "", "<meta charset=windows-1256>" GAZA_UTF8, 0,
     "<meta charset=windows-1256>" GAZA_UTF8},
    {"a header that says UTF-8 of what is none does not count", "text/html; charset=utf-8",
     "<meta charset=windows-1251>\xEF\xF0\xE8\xEC\xE5\xF0", 0,
     "<meta charset=windows-1251>\xD0\xBF\xD1\x80\xD0\xB8\xD0\xBC\xD0\xB5\xD1\x80"},
    {"Arabic of Windows is known by its letters", "text/html; charset=utf-8", "\xC7\xE1\xDE\xC7\xE5\xD1\xC9", 0,
     "القاهرة"},
    {"Arabic of Windows is no Latin", "text/html; charset=iso-8859-1", "\xC7\xE1\xDE\xC7\xE5\xD1\xC9", 0, "القاهرة"},
    {"Arabic of ISO is known by its letters", "text/html; charset=windows-1256",
     "\xC7\xE4\xE2\xC7\xE7\xD1\xC9 \xE8\xC7\xE4\xE5\xE6\xD7\xE2\xC9", 0, "القاهرة والمنطقة"},
    {"Arabic of Windows is not ISO's", "text/html; charset=iso-8859-6",
     "\xC7\xE1\xDE\xC7\xE5\xD1\xC9 \xE6\xC7\xE1\xE3\xE4\xD8\xDE\xC9", 0, "القاهرة والمنطقة"},
    {"French is no Arabic", "", "d\xE9j\xE0 l'\xE9t\xE9", 0, "déjà l'été"},
    {"the XML declaration counts", "", "<?xml version=\"1.0\" encoding=\"windows-1251\"?>\xEF\xF0\xE8", 0,
     "<?xml version=\"1.0\" encoding=\"windows-1251\"?>\xD0\xBF\xD1\x80\xD0\xB8"},
    {"Chinese by a label of the standard", "text/html; charset=gb2312", "\xD6\xD0\xB9\xFA", 0, "中国"},
    {"a byte that is not in the charset becomes U+FFFD", "text/html; charset=utf-8", "a\xFFz", 0, "a\xEF\xBF\xBDz"},
    {"a character that is cut at the end becomes U+FFFD", "text/html; charset=utf-8", "a\xD8", 0, "a\xEF\xBF\xBD"},
};

static void a_page_becomes_utf8(void **state)
{
    ROW(struct page, row, state);
    struct strbuf out;
    struct error error = {""};
    strbuf_init(&out, MAXIMUM);
    size_t length = row->length ? row->length : strlen(row->bytes);
    assert_int_equal(charset_to_utf8(row->bytes, length, row->content_type, &out, &error), STATUS_OK);
    assert_string_equal(out.data, row->utf8);
    strbuf_release(&out);
}

static void a_page_that_cannot_be_read_is_refused(void **state)
{
    static const char page[] = "text/html \x81\x8D\x8F\x90\x9D and more \xFF\xFE\xC1\xF9\x80\xBF";
    struct strbuf out;
    struct error error = {""};
    (void)state;
    strbuf_init(&out, MAXIMUM);
    assert_int_equal(charset_to_utf8(page, sizeof page - 1, "text/html; charset=utf-8", &out, &error),
                     STATUS_UNSUPPORTED_MEDIA_TYPE);
    assert_int_equal(out.length, 0);
    strbuf_release(&out);
}

static void a_page_larger_than_the_buffer_is_refused(void **state)
{
    static char page[2 * MAXIMUM];
    struct strbuf out;
    struct error error = {""};
    (void)state;
    memset(page, 'a', sizeof page);
    strbuf_init(&out, MAXIMUM);
    assert_int_equal(charset_to_utf8(page, sizeof page, "", &out, &error), STATUS_TOO_LARGE);
    strbuf_release(&out);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_that_cannot_be_read_is_refused),
        cmocka_unit_test(a_page_larger_than_the_buffer_is_refused),
    };
    return RUN_ROWS("charsets", pages, a_page_becomes_utf8) + cmocka_run_group_tests_name("charset", tests, NULL, NULL);
}
