/* What is read from clients and pages when memory runs out: every allocation fails once, and each time that is what is said,
 * never that the client's input is too long or wrong. */
#include "service/http/coding.h"
#include "service/page/charset.h"
#include "service/page/extract.h"
#include "tests/unit/failing_memory.h"
#include "tests/unit/rows.h"

#include <stdbool.h>
#include <string.h>

enum { MAXIMUM = 1 << 20, TEXT = 300 * 1024, PATIENCE_MS = 60 * 1000 };

static enum status convert_page(const char *text, size_t length)
{
    struct strbuf out;
    struct error error;
    strbuf_init(&out, 4 * MAXIMUM);
    enum status status = charset_to_utf8(text, length, "text/html; charset=windows-1256", &out, &error);
    strbuf_release(&out);
    return status;
}

static enum status keep(void *cls, const char *bytes, size_t *length)
{
    strbuf_append(cls, bytes, *length);
    return strbuf_ok(cls) ? STATUS_OK : STATUS_OUT_OF_MEMORY;
}

static enum status decode(const char *text, size_t length)
{
    size_t allowed = countdown;
    char *packed;
    size_t packed_length;
    struct strbuf out;
    struct error error;
    countdown = 0;
    assert_true(coding_encode(CODING_ZSTD, text, length, &packed, &packed_length));
    countdown = allowed;
    strbuf_init(&out, MAXIMUM);
    struct decoder *decoder = decoder_new(CODING_ZSTD, MAXIMUM, MAXIMUM);
    enum status status =
        decoder ? decoder_feed(decoder, packed, &packed_length, keep, &out, &error) : STATUS_OUT_OF_MEMORY;
    decoder_free(decoder);
    strbuf_release(&out);
    free(packed);
    return status;
}

static enum status extract(const char *text, size_t length)
{
    struct arena arena;
    const struct extract_options options = {.limit_ms = PATIENCE_MS};
    struct extract page;
    struct error error;
    arena_init(&arena, 64 * MAXIMUM);
    enum status status = extract_article(text, length, &options, &arena, &page, &error);
    arena_release(&arena);
    return status;
}

static const struct work {
    const char *reason;
    enum status (*work)(const char *text, size_t length);
    size_t least; /* allocations that it makes */
} works[] = {
    {"the charset of a page is converted", convert_page, 5},
    {"a body is decoded", decode, 2},
    {"the text of a page is found", extract, 5},
};

static void says_so_when_memory_is_out(void **state)
{
    ROW(struct work, row, state);
    static const char paragraph[] = "<p>Leila Haddad met Omar Aziz in Cairo on Monday, and they spoke about the "
                                    "harbour, the river and the road.</p>\n";
    static char text[TEXT];
    size_t length = 0, failures = 0;
    while (length + sizeof paragraph < TEXT) {
        memcpy(text + length, paragraph, sizeof paragraph - 1);
        length += sizeof paragraph - 1;
    }
    for (size_t nth = 1;; nth++) {
        countdown = nth;
        enum status status = row->work(text, length);
        bool failed = countdown == 0;
        countdown = 0;
        if (!failed) {
            assert_int_equal(status, STATUS_OK);
            break;
        }
        assert_int_equal(status, STATUS_OUT_OF_MEMORY);
        failures++;
    }
    assert_true(failures >= row->least);
}

static void a_buffer_knows_why_it_is_broken(void **state)
{
    struct strbuf buffer;
    (void)state;
    strbuf_init(&buffer, 4);
    strbuf_puts(&buffer, "12345");
    assert_true(!strbuf_ok(&buffer) && !buffer.starved);
    strbuf_clear(&buffer);
    countdown = 1;
    strbuf_puts(&buffer, "1234");
    assert_true(!strbuf_ok(&buffer) && buffer.starved);
    strbuf_clear(&buffer);
    assert_true(strbuf_ok(&buffer) && !buffer.starved);
    strbuf_release(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_buffer_knows_why_it_is_broken)};
    int failures = RUN_ROWS("works", works, says_so_when_memory_is_out);
    return failures + cmocka_run_group_tests_name("buffers", tests, NULL, NULL);
}
