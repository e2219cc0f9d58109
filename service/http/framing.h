/* framing.h - reads where a request begins, what its lines are and where its body ends, strictly by RFC 9112, before
 * libmicrohttpd does.
 *
 * The library is lenient where leniency is dangerous: after a header without a name it answers the rest of the head as
 * another request, it ends lines at a single LF, joins lines that begin with a blank, and stops at a NUL. A proxy in front
 * may read the same bytes in another way, so that a client's body becomes a request of somebody else (request smuggling).
 * Therefore each byte of a connection passes through this machine first. What it lets through the library cannot
 * misunderstand; the first byte that is not allowed is replaced by an ending that makes the library refuse the request,
 * and nothing behind it is passed on.
 *
 *     METHOD SP target SP version CRLF        empty lines before it are let through
 *     name ":" value CRLF …                   names of token characters, values without control characters
 *     CRLF
 *     body: as many bytes as Content-Length says, or chunks, whose extensions are left out
 *
 *     framing_init(&framing);
 *     kept = framing_filter(&framing, bytes, length, room);       …for all that arrives; the library sees `kept` bytes…
 *
 * It takes constant memory and time in proportion to the bytes. Threads: one connection, one thread.
 */
#ifndef ALAM_HTTP_FRAMING_H
#define ALAM_HTTP_FRAMING_H

#include "service/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    FRAMING_LENGTH_DIGITS = 18, /* of Content-Length */
    FRAMING_CHUNK_DIGITS = 15,  /* hexadecimal ones, of a chunk's size */
    FRAMING_EXTENSION = 1024    /* bytes of a chunk's extensions */
};

struct framing {
    int at;             /* a state of framing.c */
    enum status status; /* STATUS_OK until something was refused */
    const char *fault;  /* then a sentence that says what was wrong; constant */
    const char *ending; /* what the library is still to be given in place of what was refused; NULL or "": nothing */
    uint64_t left;      /* bytes of the body or chunk that have not come, or its size as far as it was read */
    size_t count;       /* characters of what is being read: a word that is compared, digits, an extension */
    unsigned names;     /* bit i: the name that is being read may be that of row i in framing.c */
    bool has_length, is_chunked; /* of this request */
    bool current;                /* the version is HTTP/1.1 */
    bool trailer;                /* the headers are those behind the last chunk */
};

/* At the beginning of a connection. */
void framing_init(struct framing *framing);

/* Checks the next `length` bytes, which stand at the beginning of `bytes`, a buffer of `room` bytes (room >= length).
 * Returns how many bytes of the buffer the library may be given now: without chunk extensions and without anything behind
 * a fault, but with the ending as far as there is room for it. Once something was refused, `length` bytes are dropped. */
size_t framing_filter(struct framing *framing, char *bytes, size_t length, size_t room);

/* Whether nothing that arrives from now on reaches the library. */
bool framing_is_over(const struct framing *framing);

#endif
