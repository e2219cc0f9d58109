/* coding.h - content codings (RFC 9110 section 8.4): gzip (zlib) and zstd (libzstd, RFC 8878).
 *
 * A decoder is fed as bytes arrive and hands on what it makes in pieces of at most CODING_PIECE bytes. It refuses
 * bombs: more than `maximum` bytes in all, or, past CODING_FREE bytes, more than `ratio` times what came in. zstd
 * frames that want a window past CODING_WINDOW_LOG are refused. Threads: a decoder belongs to one thread; the rest is
 * pure.
 */
#ifndef ALAM_HTTP_CODING_H
#define ALAM_HTTP_CODING_H

#include "service/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum coding { CODING_IDENTITY, CODING_GZIP, CODING_ZSTD };

enum { CODING_PIECE = 64 * 1024, CODING_FREE = 256 * 1024, CODING_WINDOW_LOG = 23 };

const char *coding_name(enum coding coding);
/* Content-Encoding: one known coding, or none. */
bool coding_parse(const char *header, enum coding *ret_coding);
/* Accept-Encoding: the known coding of the highest q, zstd before gzip; CODING_IDENTITY when neither is wanted. */
enum coding coding_choose(const char *accept);

struct decoder;
typedef enum status (*decoder_sink)(void *cls, const char *bytes, size_t length);

struct decoder *decoder_new(enum coding coding, uint64_t maximum, uint64_t ratio); /* maximum 0: none. NULL: memory */
void decoder_free(struct decoder *decoder);
/* STATUS_BAD_REQUEST: not of that coding. STATUS_TOO_LARGE: a bomb. Else what the sink said. */
enum status decoder_feed(struct decoder *decoder, const char *bytes, size_t length, decoder_sink sink, void *cls,
                         struct error *error);
/* STATUS_BAD_REQUEST when the stream is cut. */
enum status decoder_finish(const struct decoder *decoder, struct error *error);

/* malloc'ed. False when memory is out or nothing would be saved. */
bool coding_encode(enum coding coding, const char *bytes, size_t length, char **ret_bytes, size_t *ret_length);

#endif
