/* server.h - libmicrohttpd around the route table: bodies, suspension, answers, log lines. See request.h for routes.
 *
 * A body is counted as it arrives; a Content-Length past the limit is answered 413 before a byte of it is read. HTTP
 * threads never block: work with the database suspends the connection. Every answer carries X-Request-Id and is logged
 * with one line, libmicrohttpd's own to requests it cannot parse included (library_errors.h); a 408 (connections.h) is not
 * logged as a request. Without any answer are cut: a first line without a blank in it, late clients over TLS, and who reads
 * too slowly.
 *
 * Ending: set app->draining, wait until server_running is 0, server_quiesce, store_stop, server_stop, store_free.
 */
#ifndef ALAM_HTTP_SERVER_H
#define ALAM_HTTP_SERVER_H

#include "service/route/request.h"

struct server;

/* Listens and serves. `routes` must outlive the server. */
enum status server_start(struct app *app, const struct route *routes, size_t route_count, struct server **ret_server,
                         struct error *error);
uint16_t server_port(const struct server *server);
/* Reads the TLS certificate anew; the old one stays in force when that fails. */
enum status server_reload(struct server *server, struct error *error);
/* Whether ALAM_AUTH asks for keys on such an address. */
enum status server_auth_required(const struct config *config, bool loopback, bool *ret_required, struct error *error);
/* Requests that came and whose answer is not sent yet, probes not counted. */
int64_t server_running(const struct server *server);
/* No new connections from now on. */
void server_quiesce(struct server *server);
/* Closes every connection and frees the server. The store must have stopped: no request may be suspended. */
void server_stop(struct server *server);

#endif
