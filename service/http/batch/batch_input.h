/* batch_input.h - what a batch is given when it is opened: the answers' head, the connection, and the limits that hold.
 * Threads: constant once the batch is open. */
#ifndef ALAM_HTTP_BATCH_INPUT_H
#define ALAM_HTTP_BATCH_INPUT_H

#include "service/auth/auth.h"
#include "service/route/request.h"

#include <gnutls/gnutls.h>

struct batch_input {
    struct app *app;
    const struct route *route;                  /* each line is a request to it */
    void (*pause)(void *owner);                 /* stops reading the connection, without a deadline */
    void (*resume)(void *owner);                /* reads it again, with one */
    void *owner;                                /* of the two above; valid until batch_detach */
    int fd;                                     /* the connection's socket; the batch makes a duplicate of it */
    gnutls_session_t tls;                       /* NULL: plain HTTP */
    const struct request_parameter *parameters; /* of the query, which hold for each line; copied by batch_open */
    size_t parameter_count;
    const char *request_id; /* of the batch; its lines are called ID.1, ID.2, … */
    struct keyring *keyring;
    const char *key_id;           /* the API key whose rate the lines are charged to; "" for none */
    const char *head;             /* header lines of the answer, each ended by CRLF, besides those of the body */
    bool chunked;                 /* the client speaks HTTP/1.1 */
    bool minimal;                 /* results are id, status and problem only (Prefer: return=minimal) */
    bool early;                   /* the answer may begin before the body has ended, see batch.h */
    const _Atomic bool *stopping; /* the server ends, and does so once all batches have */
    _Atomic int64_t *running;     /* counted up while the batch's thread lives */
};

#endif
