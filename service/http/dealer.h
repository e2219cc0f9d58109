/* dealer.h - one thread that accepts connections and deals them out to the HTTP threads, each to the one that has fewest.
 *
 * When several threads accept from one socket, whichever wakes first takes all that wait: of 16 connections opened together
 * often all landed on one of two threads. While ALAM_CONNECTIONS are open, further ones wait in the socket's backlog.
 *
 * Threads: the server's owner starts and ends it.
 */
#ifndef ALAM_HTTP_DEALER_H
#define ALAM_HTTP_DEALER_H

#include "service/http/state.h"

/* The daemons of server->threads run. False: no thread is to be had. */
bool dealer_start(struct server *server);
/* Ends it once server->socket was shut down. */
void dealer_join(struct server *server);

#endif
