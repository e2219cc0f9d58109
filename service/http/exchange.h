/* exchange.h - one request on its way through libmicrohttpd: what server.c, exchange.c and answer.c share.
 *
 * States: FRESH (request line read) -> AUTHORIZING (a store worker looks the key up; suspended) -> READING (the body)
 * (or STREAMING, a batch) -> FETCHING (a page) -> WAITING (a store worker has it; suspended) -> ANSWERED. Threads: its
 * connection's HTTP thread, and the store worker while it is suspended; the queue orders the hand-over.
 */
#ifndef ALAM_HTTP_EXCHANGE_H
#define ALAM_HTTP_EXCHANGE_H

#include "service/auth/auth.h"
#include "service/base/address.h"
#include "service/http/batch/batch.h"
#include "service/http/coding.h"
#include "service/http/deadlines.h"
#include "service/http/mhd_errors.h"
#include "service/http/tls.h"
#include "service/route/request.h"
#include "service/store/store.h"

#include <microhttpd.h>

struct server {
    struct app *app;
    const struct route *routes;
    size_t route_count;
    struct MHD_Daemon *daemon;
    struct keyring *keyring;
    struct connections *connections;
    struct tls *tls; /* NULL: plain HTTP */
    struct address_list proxies;
    int socket;
    uint16_t port;
    queue_response *queue; /* libmicrohttpd's own (library_errors.h) */
    _Atomic int64_t running;
    _Atomic int64_t batches;
};

enum exchange_state { FRESH, AUTHORIZING, READING, STREAMING, FETCHING, WAITING, ANSWERED };

struct exchange {
    struct request request;
    struct store_job job;
    struct server *server;
    struct MHD_Connection *connection;
    struct connection *deadline;
    struct batch *batch;     /* NULL: the body is no batch */
    struct decoder *decoder; /* NULL: the body is not encoded */
    enum exchange_state state;
    enum status status;
    const char *method;
    char *target;    /* as it stood in the request line */
    int64_t started; /* timestamp_monotonic */
    size_t received; /* bytes of body as sent, those thrown away included */
    size_t sent;
    bool counted; /* in server->running */
    bool chunked; /* HTTP/1.1 */
    bool closing; /* the connection ends with the answer */
    bool options; /* answered with what the address allows */
};

/* libmicrohttpd's callbacks; cls is the server. */
void *exchange_begin(void *cls, const char *target, struct MHD_Connection *connection);
enum MHD_Result exchange_handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                                const char *version, const char *upload, size_t *upload_size, void **con_cls);
void exchange_completed(void *cls, struct MHD_Connection *connection, void **con_cls,
                        enum MHD_RequestTerminationCode code);

/* Who asks: ids, trace, client. */
void exchange_identify(struct exchange *exchange);
/* Counts and logs an answer. */
void exchange_account(const struct exchange *exchange, bool delivered);
/* Sends what the request's handlers wrote, or the problem of exchange->status. */
enum MHD_Result exchange_answer(struct exchange *exchange);
/* The header lines of an answer that is not sent through libmicrohttpd, in the arena. */
const char *exchange_head(const struct exchange *exchange);
/* A request header, NULL when absent. */
const char *exchange_header(const struct exchange *exchange, const char *name);

#endif
