#include "service/gazetteer/lines.h"

#include "service/base/encoding.h"
#include "service/gazetteer/faults.h"
#include "service/gazetteer/memory.h"

#include <bzlib.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

enum encoding { PLAIN, GZIP, BZIP2 };

struct lines {
    const char *path;
    FILE *file;
    enum encoding encoding;
    uint64_t size, read; /* bytes of the file; size 0: not known */
    unsigned char *in;   /* bytes as stored, not decoded yet */
    size_t in_length;
    bool begun, ended, failed, member_ended;
    z_stream gzip;
    bz_stream bzip2;
    struct array out; /* decoded bytes; those from `at` on are not handed out yet */
    size_t at;
};

static void complain(struct lines *lines, const char *reason)
{
    fprintf(stderr, "alam gazetteer: %s: %s\n", lines->path, reason);
    lines->failed = true;
}

static void fill_in(struct lines *lines)
{
    if (lines->in_length || lines->ended)
        return;
    lines->in_length = fread(lines->in, 1, LINES_BUFFER, lines->file);
    lines->read += lines->in_length;
    lines->ended = lines->in_length == 0;
    if (ferror(lines->file))
        complain(lines, strerror(errno));
}

static bool start_decoder(struct lines *lines)
{
    if (lines->encoding == GZIP)
        return inflateInit2(&lines->gzip, MAX_WBITS + 32) == Z_OK; /* 32: the header may be gzip's or zlib's */
    return lines->encoding == PLAIN || BZ2_bzDecompressInit(&lines->bzip2, 0, 0) == BZ_OK;
}

static void stop_decoder(struct lines *lines)
{
    if (lines->encoding == GZIP)
        inflateEnd(&lines->gzip);
    else if (lines->encoding == BZIP2)
        BZ2_bzDecompressEnd(&lines->bzip2);
}

struct lines *lines_open(const char *path)
{
    struct lines *lines = memory_take(sizeof *lines);
    struct stat about;
    lines->path = path;
    lines->out.size = 1;
    lines->file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!lines->file) {
        complain(lines, strerror(errno));
        free(lines);
        return NULL;
    }
    if (fstat(fileno(lines->file), &about) == 0 && S_ISREG(about.st_mode))
        lines->size = (uint64_t)about.st_size;
    lines->in = memory_take(LINES_BUFFER);
    fill_in(lines);
    if (lines->in_length > 2 && lines->in[0] == 0x1f && lines->in[1] == 0x8b)
        lines->encoding = GZIP;
    else if (lines->in_length > 3 && memcmp(lines->in, "BZh", 3) == 0)
        lines->encoding = BZIP2;
    if (!start_decoder(lines)) {
        complain(lines, "out of memory");
        lines->encoding = PLAIN;
        lines_close(lines);
        return NULL;
    }
    return lines;
}

void lines_close(struct lines *lines)
{
    if (!lines)
        return;
    stop_decoder(lines);
    if (lines->file != stdin)
        fclose(lines->file);
    free(lines->in);
    array_release(&lines->out);
    free(lines);
}

/* Parallel compressors (pigz, pbzip2; Wikidata's own dumps) write several compressed members one after the other. */
static void next_member(struct lines *lines)
{
    stop_decoder(lines);
    lines->gzip = (z_stream){0};
    lines->bzip2 = (bz_stream){0};
    lines->member_ended = false;
    if (!start_decoder(lines))
        complain(lines, "out of memory");
}

static size_t decode_gzip(struct lines *lines, char *out, size_t room)
{
    lines->gzip.next_in = lines->in;
    lines->gzip.avail_in = (unsigned)lines->in_length;
    lines->gzip.next_out = (unsigned char *)out;
    lines->gzip.avail_out = (unsigned)room;
    int result = inflate(&lines->gzip, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
        complain(lines, lines->gzip.msg ? lines->gzip.msg : "damaged gzip data");
    lines->member_ended = result == Z_STREAM_END;
    memmove(lines->in, lines->gzip.next_in, lines->gzip.avail_in);
    lines->in_length = lines->gzip.avail_in;
    return room - lines->gzip.avail_out;
}

static size_t decode_bzip2(struct lines *lines, char *out, size_t room)
{
    lines->bzip2.next_in = (char *)lines->in;
    lines->bzip2.avail_in = (unsigned)lines->in_length;
    lines->bzip2.next_out = out;
    lines->bzip2.avail_out = (unsigned)room;
    int result = BZ2_bzDecompress(&lines->bzip2);
    if (result != BZ_OK && result != BZ_STREAM_END)
        complain(lines, "damaged bzip2 data");
    lines->member_ended = result == BZ_STREAM_END;
    memmove(lines->in, lines->bzip2.next_in, lines->bzip2.avail_in);
    lines->in_length = lines->bzip2.avail_in;
    return room - lines->bzip2.avail_out;
}

static size_t decode_plain(struct lines *lines, char *out, size_t room)
{
    size_t take = lines->in_length < room ? lines->in_length : room;
    memcpy(out, lines->in, take);
    memmove(lines->in, lines->in + take, lines->in_length - take);
    lines->in_length -= take;
    return take;
}

static size_t decode(struct lines *lines, char *out, size_t room)
{
    switch (lines->encoding) {
    case GZIP:
        return decode_gzip(lines, out, room);
    case BZIP2:
        return decode_bzip2(lines, out, room);
    default:
        return decode_plain(lines, out, room);
    }
}

/* Some decoded bytes at `out`; 0 at the end of the input and when it is damaged. */
static size_t decode_some(struct lines *lines, char *out, size_t room)
{
    for (size_t got = 0;;) {
        bool midway = lines->encoding != PLAIN && !lines->member_ended;
        fill_in(lines);
        if (lines->in_length == 0 && midway && !lines->failed)
            complain(lines, "the compressed data ends in the middle");
        if (lines->in_length == 0 || lines->failed)
            return 0;
        if (lines->member_ended)
            next_member(lines);
        got = decode(lines, out, room);
        if (got)
            return got;
    }
}

/* More decoded bytes at the end of `out`; false at the end of the input and when it is damaged. */
static bool fill_out(struct lines *lines)
{
    char *out = lines->out.items;
    if (lines->at) {
        memmove(out, out + lines->at, lines->out.count - lines->at);
        lines->out.count -= lines->at;
        lines->at = 0;
    }
    out = memory_room(&lines->out, LINES_BUFFER);
    size_t got = decode_some(lines, out, LINES_BUFFER);
    lines->out.count += got;
    return got && !lines->failed;
}

/* Takes `used` bytes off the decoded ones; the first `length` of them are the line. */
static void hand_out(struct lines *lines, size_t length, size_t used, struct text *ret_line)
{
    const char *line = (const char *)lines->out.items + lines->at;
    if (length && line[length - 1] == '\r')
        length--;
    *ret_line = (struct text){line, length};
    lines->at += used;
}

/* The line end among the decoded bytes, `searched` of which have none. */
static const char *find_end(const struct lines *lines, size_t searched)
{
    size_t left = lines->out.count - lines->at - searched;
    return left ? memchr((const char *)lines->out.items + lines->at + searched, '\n', left) : NULL;
}

/* What stands behind the last line end. */
static enum lines_result hand_out_last(struct lines *lines, bool skipping, struct text *ret_line)
{
    size_t left = lines->out.count - lines->at;
    if (lines->failed)
        return LINES_FAILED;
    if (left == 0)
        return skipping ? LINES_TOO_LONG : LINES_END;
    hand_out(lines, left, left, ret_line);
    return skipping ? LINES_TOO_LONG : LINES_LINE;
}

/* Looks at the first decoded bytes: passes over a byte-order mark, and refuses what is no UTF-8. */
static void begin(struct lines *lines)
{
    lines->begun = true;
    if (!fill_out(lines))
        return;
    const char *foreign = encoding_foreign(lines->out.items, lines->out.count);
    if (foreign) {
        struct faults faults = {.path = lines->path};
        faults_add(&faults, 1, "this is %s: convert the file to UTF-8", foreign);
        lines->failed = true;
    }
    lines->at = encoding_mark(lines->out.items, lines->out.count);
}

enum lines_result lines_next(struct lines *lines, struct text *ret_line)
{
    bool skipping = false;
    if (!lines->begun)
        begin(lines);
    if (lines->failed)
        return LINES_FAILED;
    for (size_t searched = 0;;) {
        const char *end = find_end(lines, searched);
        if (end) {
            size_t length = (size_t)(end - ((const char *)lines->out.items + lines->at));
            hand_out(lines, length, length + 1, ret_line);
            return skipping ? LINES_TOO_LONG : LINES_LINE;
        }
        searched = lines->out.count - lines->at;
        if (searched > LINE_MAXIMUM) {
            skipping = true;
            lines->at = lines->out.count;
            searched = 0;
        }
        if (!fill_out(lines))
            return hand_out_last(lines, skipping, ret_line);
    }
}

double lines_share(const struct lines *lines)
{
    return lines->size ? (double)(lines->read - lines->in_length) / (double)lines->size : -1;
}

uint64_t lines_bytes(const struct lines *lines)
{
    return lines->read - lines->in_length;
}
