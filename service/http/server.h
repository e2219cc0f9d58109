/* server.h - serves a route table (route/request.h) over HTTP/1.1, plain or with TLS, by libmicrohttpd.
 *
 * The bytes of a body are counted as they arrive; a Content-Length past ALAM_BODY_MAXIMUM is answered 413 before the body
 * is read. HTTP threads never block: a connection is suspended while its request waits for the database or a page.
 *
 * Every answer carries X-Request-Id and is logged with one line. That includes the answers to requests that are no HTTP
 * (framing.h, mhd_errors.h); the 408 of a late client (deadlines.h) is not logged as a request.
 *
 * Closed without a response:
 *   - clients that are late with a request over TLS
 *   - clients that read their answer too slowly
 *
 * To end a server in order: set app->draining, call server_quiesce, wait until server_busy is 0, then call
 * server_end_idle, store_stop, server_stop, store_free. What was accepted is answered then.
 *
 * Threads: start, reload, quiesce and stop from one; the others from any.
 */
#ifndef ALAM_HTTP_SERVER_H
#define ALAM_HTTP_SERVER_H

#include "service/route/request.h"

struct server;

/* Listens on ALAM_LISTEN and serves. `routes` must outlive the server. STATUS_INVALID_INPUT: a setting is wrong;
 * STATUS_FORBIDDEN: the address is open to others and there is no API key; STATUS_IO: the address cannot be used. */
enum status server_start(struct app *app, const struct route *routes, size_t route_count, struct server **ret_server,
                         struct error *error);
/* The port that is really used, where ALAM_LISTEN names port 0. */
uint16_t server_port(const struct server *server);
/* Reads the TLS certificate and key again. When that fails the old ones stay in use. */
enum status server_reload(struct server *server, struct error *error);
/* Whether ALAM_AUTH asks for API keys on an address that is a loopback one or not. STATUS_INVALID_INPUT: it has another
 * value than loopback, keys and off. */
enum status server_auth_required(const struct config *config, bool loopback, bool *ret_required, struct error *error);
/* How many requests have arrived whose answer is not sent to its end; probes are not counted. */
int64_t server_running(const struct server *server);
/* The same, and connections on which a request may be on its way: that were accepted in the last second, or have bytes
 * that nobody has read. */
int64_t server_busy(const struct server *server);
/* Closes the connections on which no request is on its way. */
void server_end_idle(struct server *server);
/* Takes no more connections; those whose handshake has begun are accepted first (listen.h). */
void server_quiesce(struct server *server);
/* Closes every connection and frees the server. The store must have stopped before: no connection may be suspended. */
void server_stop(struct server *server);

#endif
