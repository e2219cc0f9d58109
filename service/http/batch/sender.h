/* sender.h - the thread that writes a batch's answer to the connection, out of a spool.
 *
 * The conductor puts results into the spool and goes on; how fast the client reads is the sender's concern alone. Only
 * when the spool refuses a piece has the conductor to wait. Nothing is sent before the answer may begin: many proxies
 * send no more of a request's body once its answer has begun, nginx among them.
 *
 *     sender_start(&sender, &input, changed, owner);
 *     sender_put(&sender, bytes, length);       …false: later, after `changed` was called…
 *     sender_begin(&sender);                    …what was put may be sent…
 *     sender_end(&sender, true);                …all of it is sent, then the connection is disarmed (reset.h)…
 *     sender_release(&sender);
 *
 * An answer whose length is known when it begins has a Content-Length over HTTP/1.0, where else its end would be that of
 * the connection. A client that takes no byte for ALAM_REQUEST_TIMEOUT, and sends none either, is given up; its
 * connection is reset, as is one whose answer cannot be completed.
 *
 * Threads: put, begin, end and release are the conductor's, heard and abandon the HTTP thread's.
 */
#ifndef ALAM_HTTP_SENDER_H
#define ALAM_HTTP_SENDER_H

#include "service/base/wake.h"
#include "service/http/batch/batch_input.h"
#include "service/http/batch/batch_socket.h"
#include "service/http/batch/spool.h"

struct sender {
    struct batch_socket socket;
    int64_t patience_ms;
    void (*changed)(void *owner); /* the spool has become empty, or the client has left; called without a lock */
    void *owner;
    pthread_t thread;
    bool started; /* the thread runs, or ran */

    struct wake wake; /* guards this group */
    struct spool spool;
    size_t put;    /* bytes */
    bool begun;    /* what was put may be sent */
    bool ended;    /* nothing more is put */
    bool complete; /* what was put is the whole answer */
    bool refused;  /* the last piece did not fit */
    bool gone;     /* the client has left or was given up */
};

/* Starts the thread. False: no thread, descriptor or memory is to be had. sender_release is needed all the same. */
bool sender_start(struct sender *sender, const struct batch_input *input, void (*changed)(void *owner), void *owner);

/* Takes all of the bytes for the client or, returning false, none of them: then the answer begins, and `changed` is
 * called when there is room. Once the client has left, everything is taken and dropped. */
bool sender_put(struct sender *sender, const char *bytes, size_t length);

/* What was put, and what will be, is sent. */
void sender_begin(struct sender *sender);
bool sender_has_begun(struct sender *sender);
/* The client has left, or was given up. */
bool sender_is_gone(struct sender *sender);

/* Nothing more is put. Waits until everything was sent; an answer that is not `complete` ends with a reset. Returns
 * whether the client was sent the whole answer. */
bool sender_end(struct sender *sender, bool complete);

/* Bytes of the body came from the client. */
void sender_heard(struct sender *sender);
/* The connection is about to be closed: nothing is sent any more. Returns how many bytes of the body were sent. */
size_t sender_abandon(struct sender *sender);

/* After sender_end, or when sender_start failed. */
void sender_release(struct sender *sender);

/* errno of the last refusal: why the spool was full. */
int sender_fault(struct sender *sender);

#endif
