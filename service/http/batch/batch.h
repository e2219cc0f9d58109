/* batch.h - application/x-ndjson on a route: one JSON body a line in, one result a line out, both streamed.
 *
 * libmicrohttpd reads a whole request before it answers, so a batch writes its answer on the connection's socket itself
 * while libmicrohttpd goes on reading; when all is said the connection is closed. Each line is a request of its own to
 * the route's prepare and query. Lines are prepared by the batch's thread and stored by the store's workers, at most
 * BATCH_WINDOW at once; results leave in the order of the lines:
 *
 *     upload -> [lines waiting] -> prepare -> store, many at once -> [results in order] -> socket
 *
 * Memory is bounded: when more than BATCH_WAITING bytes wait, or the client does not read its results, the connection
 * is not read (TCP pushes back to the sender). So it is when the key's rate is used up: lines wait, none is refused. A
 * broken line is a result with a problem; the others go on. Blank lines are skipped. When the client goes away, what is
 * not stored yet is dropped.
 *
 * Threads: open, feed, end, detach on the connection's HTTP thread.
 */
#ifndef ALAM_HTTP_BATCH_H
#define ALAM_HTTP_BATCH_H

#include "service/route/request.h"

#include <gnutls/gnutls.h>

struct batch;
struct keyring; /* auth.h */

enum { BATCH_WINDOW = 64, BATCH_WAITING = 256 * 1024 };

/* What a batch is about. */
struct batch_input {
    struct app *app;
    const struct route *route;
    void (*pause)(void *owner);  /* stops reading the connection, without a deadline */
    void (*resume)(void *owner); /* reads it again, with one */
    void *owner;                 /* valid until batch_detach */
    int fd;
    gnutls_session_t tls; /* NULL: plain */
    const char *request_id;
    struct keyring *keyring;
    const char *key_id;       /* whose rate the lines are worked at; "" for none */
    const char *head;         /* header lines of the answer, each ended by CRLF, besides those of the body */
    bool chunked;             /* HTTP/1.1 */
    _Atomic int64_t *running; /* counted up while the batch's thread lives */
};

enum status batch_open(const struct batch_input *input, struct batch **ret_batch, struct error *error);

/* Takes bytes of the body. Returns how many lines they completed. */
size_t batch_feed(struct batch *batch, const char *bytes, size_t length);
/* Suspends the connection when enough waits, without a deadline; it is resumed, with one, when there is room. */
void batch_pause(struct batch *batch);
/* The body has ended, well (STATUS_OK) or not. Suspends the connection until the answer is written; true: it is. */
bool batch_end(struct batch *batch, enum status status, const struct error *error);
/* True once the answer is written, or the client is gone: the connection is to be closed. */
bool batch_finished(struct batch *batch);

struct batch_totals {
    size_t lines, failed, bytes_out;
    bool delivered; /* the answer was written to its end */
};

/* The connection ends; the batch is not the caller's any more. */
struct batch_totals batch_detach(struct batch *batch);

#endif
