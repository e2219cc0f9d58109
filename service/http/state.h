/* state.h - the server and one request on its way through libmicrohttpd: the structs that the files of this folder share.
 *
 * An exchange passes through these states:
 *
 *     FRESH        the request line was read
 *     AUTHORIZING  a store worker looks the API key up; the connection is suspended
 *     READING      the body is arriving
 *     STREAMING    the body is a batch (batch/batch.h) and is answered while it arrives
 *     WORKING      the steps of the route run (route/steps.h); suspended while they wait for a page or the database
 *     ANSWERED     the answer was given to libmicrohttpd, or written by the batch
 *
 * Where a body or an answer is large, the steps and the making of the answer run on a worker (workers.h).
 *
 * Threads: an exchange belongs to the HTTP thread of its connection. While the connection is suspended it belongs to
 * the thread that works for it, which gives it back by resuming the connection.
 */
#ifndef ALAM_HTTP_STATE_H
#define ALAM_HTTP_STATE_H

#include "service/app/budget.h"
#include "service/auth/auth.h"
#include "service/base/address.h"
#include "service/http/batch/batch.h"
#include "service/http/coding.h"
#include "service/http/deadlines.h"
#include "service/http/reads.h"
#include "service/http/tls.h"
#include "service/http/workers.h"
#include "service/route/request.h"
#include "service/route/steps.h"
#include "service/store/store.h"

#include <microhttpd.h>

/* MHD_queue_response of libmicrohttpd. alam defines a function of the same name (mhd_errors.h), so the library's is
 * called through a pointer. */
typedef enum MHD_Result mhd_queue(struct MHD_Connection *connection, unsigned int http, struct MHD_Response *response);

/* One HTTP thread: a daemon of the library without a listening socket. */
struct http_thread {
    struct server *server;
    struct MHD_Daemon *daemon;
    struct reads *reads;
    _Atomic int64_t open; /* connections */
};

struct server {
    struct app *app;
    const struct route *routes;
    size_t route_count;
    struct http_thread *threads;
    size_t thread_count;
    struct workers *workers; /* for large bodies */
    pthread_t dealer;        /* accepts connections (dealer.h) */
    bool dealing;            /* that thread runs */
    _Atomic bool stopping;
    _Atomic int64_t dealt; /* connections that were accepted and have not reached their HTTP thread */
    bool keyless;          /* listens on loopback and asks for no key */
    struct keyring *keyring;
    struct deadlines *deadlines;
    struct tls *tls; /* NULL: plain HTTP */
    struct address_list proxies;
    int socket;
    uint16_t port;
    mhd_queue *queue;
    _Atomic int64_t running; /* requests that are not answered yet, probes not counted */
    _Atomic int64_t batches; /* threads of batches that have not ended */
};

/* The body of an answer, ready to be sent. */
struct payload {
    char *bytes; /* NULL: out of memory, or given to the library */
    size_t length;
    enum coding coding;
    char etag[128]; /* "" for none */
    bool cached;    /* may be kept, and asked for again with its tag */
};

enum exchange_state { FRESH, AUTHORIZING, READING, STREAMING, WORKING, ANSWERED };

struct exchange {
    struct request request;
    struct steps steps;
    struct store_job key_job; /* of AUTHORIZING */
    struct server *server;
    struct MHD_Connection *connection;
    struct deadline *deadline; /* NULL: there was no memory for one */
    struct batch *batch;       /* NULL: the body is no batch */
    struct decoder *decoder;   /* NULL: the body has no content coding */
    struct work work;          /* for the workers */
    struct share share;        /* of ALAM_MEMORY_IN_FLIGHT */
    struct payload payload;    /* once `prepared` */
    bool prepared;             /* the answer only has to be sent */
    bool large;                /* the workers had it: they free it, too */
    enum exchange_state state;
    enum status status;
    const char *method;
    char *target;    /* as it stood in the request line */
    int64_t started; /* timestamp_monotonic */
    size_t received; /* bytes of the body as sent, including those that were not kept */
    size_t sent;     /* bytes of the answer's body */
    bool counted;    /* in server->running */
    bool chunked;    /* the client speaks HTTP/1.1 and understands chunks */
    bool closing;    /* the connection is closed after the answer */
    bool crowded;    /* there was no memory in flight left, and it has waited long enough */
    bool options;    /* OPTIONS: the answer says which methods the address allows */
};

#endif
