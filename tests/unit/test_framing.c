#include "service/http/framing.h"
#include "tests/unit/rows.h"

#include <stdbool.h>
#include <string.h>

enum { ROOM = 4096, SLACK = 8 };

#define GET "GET / HTTP/1.1\r\n"
#define POST "POST / HTTP/1.1\r\n"
#define CHUNKED POST "Transfer-Encoding: chunked\r\n\r\n"
#define LINE "x x x\r\n"
#define HEAD "x\r\nx\r\n"
#define SIZE "x\r\n"
#define TEN "0123456789"

/* What arrives, and what of it the library is given. NULL: all of it. */
static const struct stream {
    const char *reason;
    const char *bytes;
    size_t length;
    const char *given;
    enum status status;
} streams[] = {
#define SOUND(reason, text)                                                                                            \
    {                                                                                                                  \
        reason, text, sizeof(text) - 1, NULL, STATUS_OK                                                                \
    }
#define LESS(reason, text, given)                                                                                      \
    {                                                                                                                  \
        reason, text, sizeof(text) - 1, given, STATUS_OK                                                               \
    }
#define REFUSED(reason, text, given, status)                                                                           \
    {                                                                                                                  \
        reason, text, sizeof(text) - 1, given, status                                                                  \
    }
#define BAD(reason, text, given) REFUSED(reason, text, given, STATUS_BAD_REQUEST)
    SOUND("a request", GET "Host: x\r\n\r\n"),
    SOUND("two of them", GET "Host: x\r\n\r\n" GET "\r\n"),
    SOUND("empty lines before it", "\r\n\r\n" GET "\r\n"),
    SOUND("a header without value", GET "Host:\r\n\r\n"),
    SOUND("letters past ASCII in a value and in the address", "GET /\xd8\xb9 HTTP/1.1\r\nX: \xd8\xb9\t y\r\n\r\n"),
    SOUND("a body is not looked at", POST "CONTENT-LENGTH:\t 5\r\n\r\n\n\0\r: " GET "\r\n"),
    SOUND("a body of nothing", POST "Content-Length: 0\r\n\r\n" GET "\r\n"),
    SOUND("another version", "GET / HTTP/2.0\r\n\r\n"),
    SOUND("a name that begins like one that matters", POST "Content-Length-X: no\r\nContent: 7\r\n\r\n" GET "\r\n"),
    SOUND("chunks", POST "transfer-encoding: CHUNKED\r\n\r\n3\r\n\r\n:\r\n00A\r\n" TEN "\r\n0\r\n\r\n" GET "\r\n"),
    SOUND("a trailer", CHUNKED "0\r\nContent-Length: no\r\nX: y\r\n\r\n" GET "\r\n"),
    LESS("an extension", CHUNKED "3;a=\"b;c\"\r\nabc\r\n0;x\r\n\r\n", CHUNKED "3\r\nabc\r\n0\r\n\r\n"),
    LESS("blanks before an extension", CHUNKED "1 \t;a\r\nb\r\n0\r\n\r\n", CHUNKED "1\r\nb\r\n0\r\n\r\n"),
    BAD("a name of nothing", GET ": x\r\n\r\n" GET "\r\n", GET HEAD),
    BAD("the same behind another header", GET "A: b\r\n:\r\n\r\n", GET "A: b\r\n" HEAD),
    BAD("the same in a trailer", CHUNKED "0\r\n: x\r\n\r\n", CHUNKED "0\r\n" HEAD),
    BAD("a blank before the colon", GET "A : b\r\n\r\n", GET "A" HEAD),
    BAD("a line that continues the one before", GET "A: b\r\n c\r\n\r\n", GET "A: b\r\n" HEAD),
    BAD("with a tab", GET "A: b\r\n\tc\r\n\r\n", GET "A: b\r\n" HEAD),
    BAD("no colon", GET "A\r\n\r\n", GET "A" HEAD),
    BAD("a NUL in a name", GET "A\0: b\r\n", GET "A" HEAD),
    BAD("a NUL in a value", GET "A: b\0c\r\n", GET "A: b" HEAD),
    BAD("a NUL at the end of a length", POST "Content-Length: 5\0\r\n\r\n", POST "Content-Length: 5" HEAD),
    BAD("a DEL", GET "A: \x7f\r\n", GET "A: " HEAD),
    BAD("a line that ends in LF alone", GET "A: b\nC: d\r\n\r\n", GET "A: b" HEAD),
    BAD("a CR alone", GET "A: b\rC: d\r\n\r\n", GET "A: b\r" HEAD),
    BAD("a head that ends in LF alone", GET "A: b\r\n\n", GET "A: b\r\n" HEAD),
    BAD("a head that ends in CR alone", GET "\rX", GET "\r" HEAD),
    BAD("a request line that ends in LF alone", "GET / HTTP/1.1\n\r\n", "GET / HTTP/1.1" LINE),
    BAD("a request line that ends in CR alone", "GET / HTTP/1.1\rX", "GET / HTTP/1.1\r" LINE),
    BAD("two blanks", "GET  / HTTP/1.1\r\n", "GET " LINE),
    BAD("a blank in the address", "GET /a b HTTP/1.1\r\n", "GET /a b" LINE),
    BAD("a blank at the end", "GET / HTTP/1.1 \r\n", "GET / HTTP/1.1" LINE),
    BAD("no version", "GET /\r\n", "GET /" LINE),
    BAD("no HTTP", "\x16\x03\x01", LINE),
    BAD("a NUL in the address", "GET /\0 HTTP/1.1\r\n", "GET /" LINE),
    BAD("a second request that is none", GET "\r\nG\tT", GET "\r\nG" LINE),
    BAD("no length", POST "Content-Length:\r\n", POST "Content-Length:" HEAD),
    BAD("a length with a sign", POST "Content-Length: +5\r\n", POST "Content-Length: " HEAD),
    BAD("a negative length", POST "Content-Length: -5\r\n", POST "Content-Length: " HEAD),
    BAD("a length with a letter", POST "Content-Length: 0x5\r\n", POST "Content-Length: 0" HEAD),
    BAD("two numbers", POST "Content-Length: 5, 5\r\n", POST "Content-Length: 5" HEAD),
    BAD("two lengths", POST "Content-Length: 5\r\nContent-Length: 5\r\n",
        POST "Content-Length: 5\r\nContent-Length" HEAD),
    BAD("a length and chunks", POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        POST "Content-Length: 5\r\nTransfer-Encoding" HEAD),
    BAD("chunks and a length", POST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        POST "Transfer-Encoding: chunked\r\nContent-Length" HEAD),
    BAD("chunks twice", POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        POST "Transfer-Encoding: chunked\r\nTransfer-Encoding" HEAD),
    BAD("chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding" HEAD),
    BAD("a size with a sign", CHUNKED "+5\r\n", CHUNKED SIZE),
    BAD("a size with a blank before it", CHUNKED " 5\r\n", CHUNKED SIZE),
    BAD("a size with 0x", CHUNKED "0x5\r\n", CHUNKED "0" SIZE),
    BAD("a size with a blank behind it", CHUNKED "5 \r\n", CHUNKED "5" SIZE),
    BAD("a size that ends in LF alone", CHUNKED "5\n", CHUNKED "5" SIZE),
    BAD("a size that ends in CR alone", CHUNKED "5\rx", CHUNKED "5\r" SIZE),
    BAD("a size past all numbers", CHUNKED "1000000000000000\r\n", CHUNKED "100000000000000" SIZE),
    BAD("no size", CHUNKED "\r\n", CHUNKED SIZE),
    BAD("an extension without a size", CHUNKED ";a\r\n", CHUNKED SIZE),
    BAD("an extension with a line's end in it", CHUNKED "1;a\nb\r\n", CHUNKED "1" SIZE),
    BAD("a chunk that is longer than it says", CHUNKED "1\r\nab\r\n", CHUNKED "1\r\na" SIZE),
    BAD("a chunk that ends in LF alone", CHUNKED "1\r\na\n", CHUNKED "1\r\na" SIZE),
    BAD("a chunk that ends in CR alone", CHUNKED "1\r\na\rx", CHUNKED "1\r\na\r" SIZE),
    REFUSED("a length past all numbers", POST "Content-Length: " TEN "123456789\r\n",
            POST "Content-Length: " TEN "12345678" HEAD, STATUS_TOO_LARGE),
    REFUSED("another coding", POST "Transfer-Encoding: gzip, chunked\r\n", POST "Transfer-Encoding: " HEAD,
            STATUS_NOT_IMPLEMENTED),
    REFUSED("the beginning of a coding", POST "Transfer-Encoding: chunk\r\n", POST "Transfer-Encoding: chunk" HEAD,
            STATUS_NOT_IMPLEMENTED),
    REFUSED("a coding with more behind it", POST "Transfer-Encoding: chunked \r\n",
            POST "Transfer-Encoding: chunked" HEAD, STATUS_NOT_IMPLEMENTED),
};

/* Hands the stream over in pieces of `piece` bytes, each in a buffer with `room` bytes; collects what is passed on. */
static size_t collect(struct framing *framing, const struct stream *row, size_t piece, size_t room, char *given)
{
    char buffer[ROOM];
    size_t kept = 0;
    for (size_t at = 0; at < row->length; at += piece) {
        size_t length = piece < row->length - at ? piece : row->length - at;
        memcpy(buffer, row->bytes + at, length);
        size_t passed = framing_filter(framing, buffer, length, length > room ? length : room);
        memcpy(given + kept, buffer, passed);
        kept += passed;
    }
    for (size_t passed; (passed = framing_filter(framing, buffer, 0, room)) > 0; kept += passed)
        memcpy(given + kept, buffer, passed);
    return kept;
}

static void is_passed_on(void **state)
{
    ROW(struct stream, row, state);
    const char *wanted = row->given ? row->given : row->bytes;
    size_t length = row->given ? strlen(row->given) : row->length;
    for (size_t piece = 1; piece <= row->length; piece++) {
        for (size_t room = 1; room <= SLACK; room += SLACK - 1) {
            char given[ROOM];
            struct framing framing;
            framing_init(&framing);
            assert_int_equal(collect(&framing, row, piece, room, given), length);
            assert_memory_equal(given, wanted, length);
            assert_int_equal(framing.status, row->status);
            assert_int_equal(framing_is_over(&framing), row->status != STATUS_OK);
            assert_int_equal(framing.fault != NULL, row->status != STATUS_OK);
        }
    }
}

static void extensions_have_a_limit(void **state)
{
    char bytes[2 * FRAMING_EXTENSION];
    struct framing framing;
    (void)state;
    for (size_t length = FRAMING_EXTENSION - 1; length <= FRAMING_EXTENSION + 1; length++) {
        framing_init(&framing);
        strcpy(bytes, CHUNKED "1;");
        size_t head = strlen(bytes);
        memset(bytes + head, 'a', length);
        framing_filter(&framing, bytes, head + length, sizeof bytes);
        assert_int_equal(framing.status, length > FRAMING_EXTENSION ? STATUS_BAD_REQUEST : STATUS_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(extensions_have_a_limit)};
    int failures = RUN_ROWS("streams", streams, is_passed_on);
    return failures + cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
