#include "service/http/coding.h"

#include "service/http/field_list.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum { GZIP_WINDOW = 15 + 16, GZIP_LEVEL = 3, ZSTD_LEVEL = 1, GZIP_MEMORY = 8 };

static const char *const names[] = {"identity", "gzip", "zstd"};

struct decoder {
    enum coding coding;
    uint64_t maximum, ratio, taken, made;
    bool ended; /* the bytes so far end with a whole gzip member or zstd frame */
    bool owes;  /* the first byte that is fed next was taken before */
    z_stream gzip;
    ZSTD_DStream *zstd;
    size_t at, end; /* what of the piece the sink has not taken */
    char piece[CODING_PIECE];
};

const char *coding_name(enum coding coding)
{
    return names[coding];
}

static bool find(struct text token, enum coding *ret_coding)
{
    for (int i = CODING_IDENTITY; i <= CODING_ZSTD; i++) {
        if (!field_list_is(token, names[i]) && !(i == CODING_GZIP && field_list_is(token, "x-gzip")))
            continue;
        *ret_coding = (enum coding)i;
        return true;
    }
    return false;
}

bool coding_parse(const char *header, enum coding *ret_coding)
{
    enum coding coding = CODING_IDENTITY, next;
    for (struct text item; field_list_next(&header, &item);) {
        if (!find(item, &next) || (coding != CODING_IDENTITY && next != CODING_IDENTITY))
            return false;
        coding = next == CODING_IDENTITY ? coding : next;
    }
    *ret_coding = coding;
    return true;
}

enum coding coding_choose(const char *accept)
{
    enum coding best = CODING_IDENTITY, coding;
    double best_quality = 0;
    for (struct text item; field_list_next(&accept, &item);) {
        if (!find(field_list_token(item), &coding) || coding == CODING_IDENTITY)
            continue;
        double q = field_list_quality(item);
        if (q > best_quality || (q == best_quality && q > 0 && coding == CODING_ZSTD)) {
            best = coding;
            best_quality = q;
        }
    }
    return best;
}

struct decoder *decoder_new(enum coding coding, uint64_t maximum, uint64_t ratio)
{
    struct decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder)
        return NULL;
    decoder->coding = coding;
    decoder->maximum = maximum;
    decoder->ratio = ratio;
    bool ready = true;
    if (coding == CODING_GZIP)
        ready = inflateInit2(&decoder->gzip, GZIP_WINDOW) == Z_OK;
    if (coding == CODING_ZSTD) {
        decoder->zstd = ZSTD_createDStream();
        ready = decoder->zstd &&
                !ZSTD_isError(ZSTD_DCtx_setParameter(decoder->zstd, ZSTD_d_windowLogMax, CODING_WINDOW_LOG));
    }
    if (ready)
        return decoder;
    decoder_free(decoder);
    return NULL;
}

void decoder_free(struct decoder *decoder)
{
    if (!decoder)
        return;
    if (decoder->coding == CODING_GZIP)
        inflateEnd(&decoder->gzip);
    ZSTD_freeDStream(decoder->zstd);
    free(decoder);
}

/* One call of zlib: takes bytes off the front of *bytes and fills the piece. STATUS_BAD_REQUEST: they are no gzip. */
static enum status step_gzip(struct decoder *decoder, const char **bytes, size_t *length, size_t *ret_made)
{
    z_stream *stream = &decoder->gzip;
    if (decoder->ended && *length && inflateReset(stream) != Z_OK) /* another member follows */
        return STATUS_BAD_REQUEST;
    stream->next_in = (unsigned char *)(uintptr_t)*bytes;
    stream->avail_in = (unsigned)*length;
    stream->next_out = (unsigned char *)decoder->piece;
    stream->avail_out = sizeof decoder->piece;
    int result = inflate(stream, Z_NO_FLUSH);
    decoder->ended = result == Z_STREAM_END;
    *ret_made = sizeof decoder->piece - stream->avail_out;
    *bytes += *length - stream->avail_in;
    *length = stream->avail_in;
    if (result == Z_MEM_ERROR)
        return STATUS_OUT_OF_MEMORY;
    return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR ? STATUS_OK : STATUS_BAD_REQUEST;
}

static enum status step_zstd(struct decoder *decoder, const char **bytes, size_t *length, size_t *ret_made)
{
    ZSTD_inBuffer in = {*bytes, *length, 0};
    ZSTD_outBuffer out = {decoder->piece, sizeof decoder->piece, 0};
    size_t result = ZSTD_decompressStream(decoder->zstd, &out, &in);
    if (ZSTD_isError(result))
        return ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation ? STATUS_OUT_OF_MEMORY : STATUS_BAD_REQUEST;
    if (in.pos || out.pos) /* a call without either announces another frame, which need not follow */
        decoder->ended = result == 0;
    *ret_made = out.pos;
    *bytes += in.pos;
    *length -= in.pos;
    return STATUS_OK;
}

static enum status refuse_bomb(const struct decoder *decoder, struct error *error)
{
    if (decoder->maximum && decoder->made > decoder->maximum)
        return error_set(error, STATUS_TOO_LARGE, "The body is larger than %llu bytes once decompressed.",
                         (unsigned long long)decoder->maximum);
    if (decoder->made > CODING_FREE && decoder->made / decoder->ratio > decoder->taken)
        return error_set(error, STATUS_TOO_LARGE, "The body grows more than %llu times when decompressed.",
                         (unsigned long long)decoder->ratio);
    return STATUS_OK;
}

/* Gives the sink what it has not taken of the piece. */
static enum status hand_over(struct decoder *decoder, decoder_sink sink, void *cls)
{
    size_t length = decoder->end - decoder->at;
    enum status status = length ? sink(cls, decoder->piece + decoder->at, &length) : STATUS_OK;
    decoder->at += length;
    return status;
}

/* Decodes the next piece. */
static enum status make_piece(struct decoder *decoder, const char **bytes, size_t *length, struct error *error)
{
    size_t made;
    enum status status = decoder->coding == CODING_GZIP ? step_gzip(decoder, bytes, length, &made)
                                                        : step_zstd(decoder, bytes, length, &made);
    if (status == STATUS_OUT_OF_MEMORY)
        return status;
    if (status != STATUS_OK)
        return error_set(error, STATUS_BAD_REQUEST, "The body is not what its Content-Encoding (%s) says.",
                         names[decoder->coding]);
    decoder->at = 0;
    decoder->end = made;
    decoder->made += made;
    return refuse_bomb(decoder, error);
}

/* Until all is decoded, or the sink does not take all. *ret_left: bytes that were not looked at. */
static enum status decode(struct decoder *decoder, const char *bytes, size_t *ret_left, decoder_sink sink, void *cls,
                          struct error *error)
{
    enum status status = hand_over(decoder, sink, cls);
    for (bool goes_on = true; status == STATUS_OK && goes_on && decoder->at == decoder->end;) {
        size_t before = *ret_left;
        status = make_piece(decoder, &bytes, ret_left, error);
        goes_on = decoder->end || *ret_left < before;
        goes_on &= *ret_left || decoder->end == sizeof decoder->piece;
        if (status == STATUS_OK)
            status = hand_over(decoder, sink, cls);
    }
    return status;
}

enum status decoder_feed(struct decoder *decoder, const char *bytes, size_t *length, decoder_sink sink, void *cls,
                         struct error *error)
{
    size_t owed = decoder->owes, left = *length - owed;
    decoder->owes = false;
    decoder->taken += left;
    enum status status = decode(decoder, bytes + owed, &left, sink, cls, error);
    if (status != STATUS_OK || decoder->at == decoder->end)
        return status;
    decoder->taken -= left;
    decoder->owes = left == 0;
    *length -= left + decoder->owes;
    return STATUS_OK;
}

enum status decoder_finish(const struct decoder *decoder, struct error *error)
{
    if (decoder->ended || decoder->taken == 0)
        return STATUS_OK;
    return error_set(error, STATUS_BAD_REQUEST, "The body ends before its Content-Encoding (%s) does.",
                     names[decoder->coding]);
}

static size_t encode_gzip(const char *bytes, size_t length, char *out, size_t room)
{
    z_stream stream = {0};
    if (length > UINT32_MAX ||
        deflateInit2(&stream, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    stream.next_in = (unsigned char *)(uintptr_t)bytes;
    stream.avail_in = (unsigned)length;
    stream.next_out = (unsigned char *)out;
    stream.avail_out = (unsigned)room;
    int result = deflate(&stream, Z_FINISH);
    size_t made = stream.total_out;
    deflateEnd(&stream);
    return result == Z_STREAM_END ? made : 0;
}

bool coding_encode(enum coding coding, const char *bytes, size_t length, char **ret_bytes, size_t *ret_length)
{
    size_t made = 0;
    char *out = malloc(length); /* no more: what does not become shorter is of no use */
    if (!out)
        return false;
    if (coding == CODING_GZIP)
        made = encode_gzip(bytes, length, out, length);
    else if (coding == CODING_ZSTD)
        made = ZSTD_compress(out, length, bytes, length, ZSTD_LEVEL);
    if (made == 0 || ZSTD_isError(made)) {
        free(out);
        return false;
    }
    *ret_bytes = out;
    *ret_length = made;
    return true;
}
