/* connections.h - how long each HTTP connection may take for what it is doing.
 *
 * libmicrohttpd's own time-out starts anew with every byte, so a client that sends one byte now and then holds a
 * connection for ever. Here each phase (head, body, answer, idle) has a deadline that bytes do not move. A thread looks
 * every CONNECTIONS_TICK_MS and shuts down the sockets that are late; libmicrohttpd then closes them in its own way.
 * Who is late with a head or a body is told 408 before, over TLS excepted (the session is the other thread's).
 * When nine tenths of all connections are taken, each new one ends the one that has waited longest for a request.
 *
 * Threads: add, remove and phase are called by the thread that serves the connection; `remove` before its socket is
 * closed, so that a number used anew is never shut down.
 */
#ifndef ALAM_HTTP_CONNECTIONS_H
#define ALAM_HTTP_CONNECTIONS_H

#include "service/app/app.h"

enum { CONNECTIONS_TICK_MS = 200 };

enum connection_phase {
    PHASE_HEAD,   /* the first request's headers */
    PHASE_BODY,   /* a request's body */
    PHASE_STREAM, /* a batch's body, while its answer is written */
    PHASE_WORK,   /* alam's turn: no deadline */
    PHASE_ANSWER, /* the client reads */
    PHASE_IDLE    /* between requests */
};

struct connections;
struct connection;

/* `owner` is what connection_owner gives back. `plain`: no TLS, so that a late client can be told. */
struct connections *connections_new(const struct app *app, void *owner, bool plain);
void connections_free(struct connections *connections);

/* NULL: out of memory; the connection then has no deadlines. */
struct connection *connections_add(struct connections *connections, int fd);
void connections_remove(struct connections *connections, struct connection *connection);
/* `bytes`: of the answer, which get time at CONNECTIONS_SLOWEST bytes a second. */
/* Bytes of a body came: silence of ALAM_IDLE_TIMEOUT ends it too. */
void connection_heard(struct connection *connection);
void *connection_owner(const struct connection *connection);
/* The request that the connection is at, or NULL; for the thread that serves it. */
void connection_set_exchange(struct connection *connection, void *exchange);
void *connection_exchange(const struct connection *connection);
void connection_set(struct connections *connections, struct connection *connection, enum connection_phase phase,
                    size_t bytes);

enum { CONNECTIONS_SLOWEST = 64 * 1024 };

#endif
