/* batch_socket.h - an HTTP answer of unknown length, written on a connection that libmicrohttpd goes on reading.
 *
 * Has a descriptor of its own (dup), so that a connection closed meanwhile is a failed write and never somebody else's
 * socket. A TLS session is libmicrohttpd's: after batch_socket_abandon it is not touched. Threads: one writes, one
 * other may abandon.
 */
#ifndef ALAM_HTTP_BATCH_SOCKET_H
#define ALAM_HTTP_BATCH_SOCKET_H

#include <gnutls/gnutls.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct batch_socket {
    pthread_mutex_t lock; /* guards tls and gone */
    int fd;
    gnutls_session_t tls;
    bool gone, chunked, begun;
    char *head;
    size_t sent; /* bytes of body */
};

/* `head`: further header lines. Sends nothing yet. False: no descriptor or memory. */
bool batch_socket_open(struct batch_socket *self, int fd, gnutls_session_t tls, const char *head, bool chunked);
/* The head first, when this is the first. False: the client is gone, or took nothing for `patience_ms`. */
bool batch_socket_write(struct batch_socket *self, const char *bytes, size_t length, int64_t patience_ms);
/* Ends the answer. */
void batch_socket_end(struct batch_socket *self, int64_t patience_ms);
/* The connection is about to be closed. */
void batch_socket_abandon(struct batch_socket *self);
void batch_socket_close(struct batch_socket *self);

#endif
