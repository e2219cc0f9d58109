#include "service/http/coding.h"

#include "service/base/strbuf.h"
#include "tests/unit/rows.h"

#include <string.h>
#include <zstd.h>

enum { NO_MAXIMUM = 0, RATIO = 100, PLAIN_MAXIMUM = 64 << 20 };

static const struct encoding {
    const char *reason;
    const char *header; /* Content-Encoding */
    bool known;
    enum coding coding;
} encodings[] = {
    {"gzip", "gzip", true, CODING_GZIP},
    {"the old name of gzip", "x-gzip", true, CODING_GZIP},
    {"zstd", "zstd", true, CODING_ZSTD},
    {"names have no case", "GZip", true, CODING_GZIP},
    {"identity", "identity", true, CODING_IDENTITY},
    {"an absent header is read as empty", "", true, CODING_IDENTITY},
    {"brotli is not spoken", "br", false, CODING_IDENTITY},
    {"two codings on top of each other", "gzip, zstd", false, CODING_IDENTITY},
    {"the beginning of a name", "gz", false, CODING_IDENTITY},
    {"identity among them is nothing", "identity, gzip, ", true, CODING_GZIP},
    {"the same twice is two", "gzip, gzip", false, CODING_IDENTITY},
};

static void content_encoding_is_read(void **state)
{
    ROW(struct encoding, row, state);
    enum coding coding = CODING_IDENTITY;
    assert_int_equal(coding_parse(row->header, &coding), row->known);
    assert_int_equal(coding, row->coding);
}

static const struct choice {
    const char *reason;
    const char *accept; /* Accept-Encoding; NULL: absent */
    enum coding coding;
} choices[] = {
    {"absent", NULL, CODING_IDENTITY},
    {"empty", "", CODING_IDENTITY},
    {"gzip alone", "gzip", CODING_GZIP},
    {"both alike: zstd", "gzip, zstd", CODING_ZSTD},
    {"both alike, the other way round", "zstd,gzip", CODING_ZSTD},
    {"gzip is preferred", "zstd;q=0.5, gzip;q=0.8", CODING_GZIP},
    {"a blank before q", "zstd; q=0.5, gzip; q=0.8", CODING_GZIP},
    {"a capital Q", "zstd;Q=0.5, gzip", CODING_GZIP},
    {"zstd is refused", "zstd;q=0, gzip;q=0.1", CODING_GZIP},
    {"both are refused", "zstd;q=0, gzip;q=0.0", CODING_IDENTITY},
    {"unknown codings are passed over", "br, deflate, gzip", CODING_GZIP},
    {"only unknown ones", "br;q=1, *", CODING_IDENTITY},
    {"names have no case", "ZSTD", CODING_ZSTD},
    {"a longer name that begins the same way", "gzipped", CODING_IDENTITY},
    {"stray commas", ",, gzip ,", CODING_GZIP},
    {"blanks around the sign", "zstd ; q = 0.5, gzip; q = 0.8", CODING_GZIP},
    {"a parameter before q", "zstd;x=1;q=0.5, gzip;q=0.8", CODING_GZIP},
    {"the old name of gzip", "x-gzip", CODING_GZIP},
};

static void coding_of_the_answer_is_chosen(void **state)
{
    ROW(struct choice, row, state);
    assert_int_equal(coding_choose(row->accept), row->coding);
}

/* A text that compresses well, but not beyond all measure. */
static void make_text(struct strbuf *text, size_t lines)
{
    strbuf_init(text, PLAIN_MAXIMUM);
    for (size_t i = 0; i < lines; i++)
        strbuf_printf(text, "{\"line\":%zu,\"text\":\"التقى الرئيس %zu\"}\n", i, i * i);
}

static void encode(enum coding coding, const struct strbuf *text, struct strbuf *packed)
{
    char *bytes;
    size_t length;
    assert_true(coding_encode(coding, text->data, text->length, &bytes, &length));
    assert_true(length < text->length);
    strbuf_init(packed, PLAIN_MAXIMUM);
    strbuf_append(packed, bytes, length);
    free(bytes);
}

static enum status keep(void *cls, const char *bytes, size_t *length)
{
    assert_true(*length <= CODING_PIECE);
    strbuf_append(cls, bytes, *length);
    return STATUS_OK;
}

/* Feeds `packed` in pieces of `piece` bytes and ends the stream. */
static enum status decode(enum coding coding, const struct strbuf *packed, size_t piece, uint64_t maximum,
                          struct strbuf *text)
{
    struct decoder *decoder = decoder_new(coding, maximum, RATIO);
    struct error error;
    enum status status = STATUS_OK;
    assert_non_null(decoder);
    strbuf_init(text, PLAIN_MAXIMUM);
    for (size_t at = 0; at < packed->length && status == STATUS_OK; at += piece) {
        size_t length = packed->length - at < piece ? packed->length - at : piece;
        char *exact = malloc(length); /* so that the sanitizer sees a read past the piece */
        memcpy(exact, packed->data + at, length);
        status = decoder_feed(decoder, exact, &length, keep, text, &error);
        free(exact);
    }
    if (status == STATUS_OK)
        status = decoder_finish(decoder, &error);
    decoder_free(decoder);
    return status;
}

static const struct trip {
    const char *reason;
    enum coding coding;
    size_t lines, piece;
} trips[] = {
    {"gzip, at once", CODING_GZIP, 10000, SIZE_MAX},  {"gzip, a byte at a time", CODING_GZIP, 200, 1},
    {"gzip, in odd pieces", CODING_GZIP, 10000, 777}, {"zstd, at once", CODING_ZSTD, 10000, SIZE_MAX},
    {"zstd, a byte at a time", CODING_ZSTD, 200, 1},  {"zstd, in odd pieces", CODING_ZSTD, 10000, 777},
};

static void text_comes_back(void **state)
{
    ROW(struct trip, row, state);
    struct strbuf text, packed, back;
    make_text(&text, row->lines);
    encode(row->coding, &text, &packed);
    assert_int_equal(decode(row->coding, &packed, row->piece, text.length, &back), STATUS_OK);
    assert_int_equal(back.length, text.length);
    assert_memory_equal(back.data, text.data, text.length);
    strbuf_release(&back);
    assert_int_equal(decode(row->coding, &packed, row->piece, text.length - 1, &back), STATUS_TOO_LARGE);
    strbuf_release(&back);
    strbuf_reserve(&packed, packed.length);
    strbuf_append(&packed, packed.data, packed.length); /* a second member or frame */
    assert_int_equal(decode(row->coding, &packed, row->piece, NO_MAXIMUM, &back), STATUS_OK);
    assert_int_equal(back.length, 2 * text.length);
    strbuf_release(&back);
    strbuf_release(&packed);
    strbuf_release(&text);
}

static const struct damage {
    const char *reason;
    enum coding coding;
    size_t cut; /* bytes from the end */
    enum status status;
} damages[] = {
    {"a gzip stream without its last byte", CODING_GZIP, 1, STATUS_BAD_REQUEST},
    {"half a gzip stream", CODING_GZIP, 500, STATUS_BAD_REQUEST},
    {"a zstd stream without its last byte", CODING_ZSTD, 1, STATUS_BAD_REQUEST},
    {"half a zstd stream", CODING_ZSTD, 500, STATUS_BAD_REQUEST},
    {"a whole gzip stream", CODING_GZIP, 0, STATUS_OK},
    {"a whole zstd stream", CODING_ZSTD, 0, STATUS_OK},
};

static void cut_stream_is_noticed(void **state)
{
    ROW(struct damage, row, state);
    struct strbuf text, packed, back;
    make_text(&text, 1000);
    encode(row->coding, &text, &packed);
    packed.length -= row->cut;
    assert_int_equal(decode(row->coding, &packed, 100, NO_MAXIMUM, &back), row->status);
    strbuf_release(&back);
    strbuf_release(&packed);
    strbuf_release(&text);
}

static void plain_text_is_no_coding(void **state)
{
    struct strbuf text, back;
    (void)state;
    make_text(&text, 10);
    assert_int_equal(decode(CODING_GZIP, &text, 100, NO_MAXIMUM, &back), STATUS_BAD_REQUEST);
    strbuf_release(&back);
    assert_int_equal(decode(CODING_ZSTD, &text, 100, NO_MAXIMUM, &back), STATUS_BAD_REQUEST);
    strbuf_release(&back);
    text.length = 0;
    assert_int_equal(decode(CODING_GZIP, &text, 100, NO_MAXIMUM, &back), STATUS_OK);
    strbuf_release(&back);
    strbuf_release(&text);
}

static const struct zeros {
    const char *reason;
    enum coding coding;
    size_t length;
    enum status status;
} bombs[] = {
    {"a gzip bomb", CODING_GZIP, 32 << 20, STATUS_TOO_LARGE},
    {"a zstd bomb", CODING_ZSTD, 32 << 20, STATUS_TOO_LARGE},
    {"a gzip stream that fills the last piece to its end", CODING_GZIP, 3 * CODING_PIECE, STATUS_OK},
    {"a zstd stream that does", CODING_ZSTD, 3 * CODING_PIECE, STATUS_OK},
    {"few bytes may grow by any ratio in gzip", CODING_GZIP, CODING_FREE, STATUS_OK},
    {"and in zstd", CODING_ZSTD, CODING_FREE, STATUS_OK},
};

static void bomb_is_refused_before_it_has_grown(void **state)
{
    ROW(struct zeros, row, state);
    struct strbuf zeros, packed, back;
    strbuf_init(&zeros, PLAIN_MAXIMUM);
    memset(strbuf_reserve(&zeros, row->length), 0, row->length);
    zeros.length = row->length;
    encode(row->coding, &zeros, &packed);
    assert_int_equal(decode(row->coding, &packed, SIZE_MAX, NO_MAXIMUM, &back), row->status);
    assert_true(back.length < row->length || row->status == STATUS_OK);
    strbuf_release(&back);
    strbuf_release(&packed);
    strbuf_release(&zeros);
}

static const struct window {
    const char *reason;
    int log;
    enum status status;
} windows[] = {
    {"the greatest window that is accepted", CODING_WINDOW_LOG, STATUS_OK},
    {"a window twice as large", CODING_WINDOW_LOG + 1, STATUS_BAD_REQUEST},
};

static void zstd_window_is_bounded(void **state)
{
    ROW(struct window, row, state);
    struct strbuf text, packed, back;
    ZSTD_CCtx *context = ZSTD_createCCtx();
    make_text(&text, 1000);
    strbuf_init(&packed, PLAIN_MAXIMUM);
    size_t room = ZSTD_compressBound(text.length);
    ZSTD_inBuffer in = {text.data, text.length, 0};
    ZSTD_outBuffer out = {strbuf_reserve(&packed, room), room, 0};
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, row->log);
    ZSTD_compressStream2(context, &out, &in, ZSTD_e_flush); /* a frame of unknown length keeps its window */
    assert_int_equal(ZSTD_compressStream2(context, &out, &in, ZSTD_e_end), 0);
    packed.length = out.pos;
    assert_int_equal(decode(CODING_ZSTD, &packed, SIZE_MAX, NO_MAXIMUM, &back), row->status);
    ZSTD_freeCCtx(context);
    strbuf_release(&back);
    strbuf_release(&packed);
    strbuf_release(&text);
}

static enum status refuse(void *cls, const char *bytes, size_t *length)
{
    (void)bytes;
    (void)length;
    ++*(int *)cls;
    return STATUS_UNAVAILABLE;
}

enum { MORSEL = 1000 };

/* Takes MORSEL bytes of a piece, and nothing the next time. */
struct slow_sink {
    struct strbuf text;
    bool full;
};

static enum status take_a_morsel(void *cls, const char *bytes, size_t *length)
{
    struct slow_sink *sink = cls;
    assert_true(*length <= CODING_PIECE);
    *length = sink->full ? 0 : *length < MORSEL ? *length : MORSEL;
    sink->full = !sink->full;
    strbuf_append(&sink->text, bytes, *length);
    return STATUS_OK;
}

/* A few bytes that become many are handed over as the sink takes them, all of them and in order. */
static void a_sink_may_take_less(void **state)
{
    enum { PLAIN = 10 * CODING_PIECE };
    (void)state;
    for (enum coding coding = CODING_GZIP; coding <= CODING_ZSTD; coding++) {
        struct strbuf plain, packed;
        struct error error;
        struct slow_sink sink = {.full = false};
        size_t feeds = 0;
        strbuf_init(&sink.text, PLAIN_MAXIMUM);
        make_text(&plain, PLAIN);
        encode(coding, &plain, &packed);
        struct decoder *decoder = decoder_new(coding, NO_MAXIMUM, RATIO);
        for (size_t at = 0, length; at < packed.length; at += length, feeds++) {
            length = packed.length - at;
            assert_true(feeds < PLAIN);
            assert_int_equal(decoder_feed(decoder, packed.data + at, &length, take_a_morsel, &sink, &error), STATUS_OK);
        }
        assert_int_equal(decoder_finish(decoder, &error), STATUS_OK);
        assert_true(feeds > PLAIN / MORSEL && sink.text.length == plain.length);
        assert_memory_equal(sink.text.data, plain.data, plain.length);
        decoder_free(decoder);
        strbuf_release(&sink.text);
        strbuf_release(&packed);
        strbuf_release(&plain);
    }
}

static void what_the_sink_says_ends_the_feeding(void **state)
{
    struct strbuf text, packed;
    struct error error;
    int calls = 0;
    (void)state;
    make_text(&text, 10000);
    encode(CODING_GZIP, &text, &packed);
    struct decoder *decoder = decoder_new(CODING_GZIP, NO_MAXIMUM, RATIO);
    assert_int_equal(decoder_feed(decoder, packed.data, &packed.length, refuse, &calls, &error), STATUS_UNAVAILABLE);
    assert_int_equal(calls, 1);
    decoder_free(decoder);
    strbuf_release(&packed);
    strbuf_release(&text);
}

static void what_does_not_become_smaller_is_not_encoded(void **state)
{
    char *bytes;
    size_t length;
    (void)state;
    assert_false(coding_encode(CODING_GZIP, "abc", 3, &bytes, &length));
    assert_false(coding_encode(CODING_ZSTD, "abc", 3, &bytes, &length));
    assert_false(coding_encode(CODING_IDENTITY, "aaaaaaaaaaaaaaaa", 16, &bytes, &length));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_is_no_coding),
        cmocka_unit_test(a_sink_may_take_less),
        cmocka_unit_test(what_the_sink_says_ends_the_feeding),
        cmocka_unit_test(what_does_not_become_smaller_is_not_encoded),
    };
    return RUN_ROWS("Content-Encoding", encodings, content_encoding_is_read) +
           RUN_ROWS("Accept-Encoding", choices, coding_of_the_answer_is_chosen) +
           RUN_ROWS("there and back", trips, text_comes_back) + RUN_ROWS("cut", damages, cut_stream_is_noticed) +
           RUN_ROWS("bombs", bombs, bomb_is_refused_before_it_has_grown) +
           RUN_ROWS("windows", windows, zstd_window_is_bounded) +
           cmocka_run_group_tests_name("coding", tests, NULL, NULL);
}
