/* deadlines.h - how long each HTTP connection may take for what it is doing.
 *
 * libmicrohttpd's own time-out starts again with every byte, so a client that sends a byte now and then could hold a
 * connection for ever. Here each phase of a connection (head, body, answer, idle) has a deadline that bytes do not
 * move. A thread looks at all connections every DEADLINES_TICK_MS and shuts down the sockets of those that are late;
 * libmicrohttpd notices and closes them in its usual way.
 *
 * A connection whose batch is being answered ends with a reset (batch/reset.h), any other in the usual way.
 *
 * A client that is late with a head or a body gets a 408 first, except over TLS: only the thread that serves a
 * connection may write to its TLS session.
 *
 * When nine tenths of ALAM_CONNECTIONS are open, each new connection ends the one that has waited longest for a request
 * to arrive.
 *
 * Threads: deadlines_add, deadlines_remove and all of deadline_ are called by the thread that serves the connection, or for
 * which it is suspended.
 * deadlines_remove must be called before the socket is closed: its number may be used again at once, and the new
 * owner's connection must not be shut down.
 */
#ifndef ALAM_HTTP_DEADLINES_H
#define ALAM_HTTP_DEADLINES_H

#include "service/app/app.h"

enum {
    DEADLINES_TICK_MS = 200,
    DEADLINES_FRESH_MS = 1000,
    DEADLINES_SLOWEST = 64 * 1024 /* bytes a second at which a client must read its answer */
};

enum deadline_phase {
    PHASE_HEAD,   /* the headers of a connection's first request are arriving */
    PHASE_BODY,   /* a request's body is arriving */
    PHASE_STREAM, /* a batch's body is arriving while its answer is written */
    PHASE_WORK,   /* alam is working on the answer: no deadline */
    PHASE_ANSWER, /* the client is reading the answer */
    PHASE_IDLE    /* between two requests */
};

/* All connections of a server, and the deadline of one of them. Every function takes NULL for `deadline`: a connection
 * for which there was no memory is served without a deadline. */
struct deadlines;
struct deadline;

/* Starts the thread. `owner` is what deadline_owner returns. `plain`: the server speaks no TLS, so that late clients can
 * be answered. NULL: out of memory, or no thread could be started. */
struct deadlines *deadlines_new(const struct app *app, void *owner, bool plain);
/* Ends the thread and forgets every connection. NULL is fine. */
void deadlines_free(struct deadlines *deadlines);

/* Before the server stops: resets every connection whose answer is being written in the way of batch/reset.h. */
void deadlines_reset_armed(struct deadlines *deadlines);

/* A new connection with the socket `fd`, in PHASE_HEAD. NULL: out of memory. */
struct deadline *deadlines_add(struct deadlines *deadlines, int fd);
/* The connection is about to be closed; frees `deadline`. */
void deadlines_remove(struct deadlines *deadlines, struct deadline *deadline);

/* The connection enters a phase, whose time starts now. `bytes` is the length of the answer in PHASE_ANSWER, which adds
 * a second for every DEADLINES_SLOWEST of them; 0 in other phases. */
void deadline_set(struct deadline *deadline, enum deadline_phase phase, size_t bytes);
/* The connection is not read for a while; deadline_resume, on any thread, gives it the time that it had left. */
void deadline_pause(struct deadline *deadline);
void deadline_resume(struct deadline *deadline);
/* Bytes of a body arrived. In PHASE_BODY and PHASE_STREAM a silence of ALAM_IDLE_TIMEOUT ends a connection, too. */
void deadline_heard(struct deadline *deadline);

/* Connections that have no request yet but may have one on its way: accepted in the last DEADLINES_FRESH_MS, or with
 * bytes that nobody has read. Any thread. */
int64_t deadlines_expecting(struct deadlines *deadlines);
/* Shuts the connections down that wait between two requests, without unread bytes. Any thread. */
void deadlines_end_idle(struct deadlines *deadlines);

/* The `owner` of deadlines_new; `deadline` must not be NULL. */
void *deadline_owner(const struct deadline *deadline);
/* The exchange (state.h) that the connection is busy with, NULL between two requests. */
void deadline_set_exchange(struct deadline *deadline, void *exchange);
void *deadline_exchange(const struct deadline *deadline);

#endif
