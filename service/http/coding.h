/* coding.h - content codings (RFC 9110 section 8.4): gzip (RFC 1952, zlib) and zstd (RFC 8878, libzstd).
 *
 * A decoder is fed bytes as they arrive and passes what it makes of them on, in pieces of at most CODING_PIECE bytes. It
 * refuses decompression bombs: bodies that become longer than a maximum, or, once past CODING_FREE bytes, longer than a
 * number of times what came in. zstd frames that need a window of more than 2^CODING_WINDOW_LOG bytes are refused as
 * well, which bounds the decoder's memory.
 *
 *     decoder = decoder_new(coding, maximum, ratio);
 *     status = decoder_feed(decoder, bytes, &length, sink, cls, &error);      …for each piece of the body
 *     status = decoder_finish(decoder, &error);
 *     decoder_free(decoder);
 *
 * Threads: a decoder belongs to one thread; the other functions are pure.
 */
#ifndef ALAM_HTTP_CODING_H
#define ALAM_HTTP_CODING_H

#include "service/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum coding { CODING_IDENTITY, CODING_GZIP, CODING_ZSTD };

enum { CODING_PIECE = 64 * 1024, CODING_FREE = 256 * 1024, CODING_WINDOW_LOG = 23 };

/* "gzip"; the name that headers use. */
const char *coding_name(enum coding coding);
/* Reads Content-Encoding; NULL, absent, and "" count as CODING_IDENTITY. False: an unknown coding, or two on top of each
 * other. */
bool coding_parse(const char *header, enum coding *ret_coding);
/* Reads Accept-Encoding (NULL: absent): the coding with the highest quality, zstd when both have the same;
 * CODING_IDENTITY when the client accepts neither. */
enum coding coding_choose(const char *accept);

struct decoder;
/* Takes a piece of what was decoded; *length becomes how much of it. Taking less than all interrupts the decoding, any other
 * status than STATUS_OK ends it. */
typedef enum status (*decoder_sink)(void *cls, const char *bytes, size_t *length);

/* `maximum` in bytes, 0: none. `ratio`: how many times its length a body may grow. NULL: out of memory. */
struct decoder *decoder_new(enum coding coding, uint64_t maximum, uint64_t ratio);
/* NULL is fine. */
void decoder_free(struct decoder *decoder);
/* Decodes the next bytes of the body; *length becomes how many of them it took. When the sink has taken less than it was
 * given, at least one is left, and what is left must be fed again. STATUS_BAD_REQUEST: they are not of that coding. STATUS_TOO_LARGE: a bomb. Else what the sink returned. */
enum status decoder_feed(struct decoder *decoder, const char *bytes, size_t *length, decoder_sink sink, void *cls,
                         struct error *error);
/* The body has ended. STATUS_BAD_REQUEST: the coding's stream has not. */
enum status decoder_finish(const struct decoder *decoder, struct error *error);

/* Encodes a whole body; *ret_bytes is malloc'ed. False: out of memory, or the result would not be shorter. */
bool coding_encode(enum coding coding, const char *bytes, size_t length, char **ret_bytes, size_t *ret_length);

#endif
