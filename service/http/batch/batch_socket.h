/* batch_socket.h - writes an HTTP answer of unknown length to a connection that libmicrohttpd goes on reading.
 *
 * It has a file descriptor of its own, a duplicate. If libmicrohttpd closes the connection meanwhile, the next write
 * fails; it can never reach another connection that got the same number. The TLS session belongs to libmicrohttpd and is
 * not touched after batch_socket_abandon.
 *
 *     batch_socket_open(&socket, fd, tls, head, chunked);
 *     batch_socket_write(&socket, bytes, length, patience_ms);       …any number of times
 *     batch_socket_end(&socket, patience_ms);
 *     batch_socket_close(&socket);
 *
 * Threads: one writes; another one may abandon.
 */
#ifndef ALAM_HTTP_BATCH_SOCKET_H
#define ALAM_HTTP_BATCH_SOCKET_H

#include <gnutls/gnutls.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct batch_socket {
    pthread_mutex_t lock; /* guards `tls` and `gone` */
    int fd;               /* the duplicate */
    gnutls_session_t tls; /* NULL: plain HTTP */
    bool gone;            /* the client has left, or the connection was abandoned */
    bool chunked;         /* the answer is sent in chunks (HTTP/1.1), else its end is that of the connection */
    bool begun;           /* the head was sent */
    char *head;           /* header lines besides those of the body; a copy */
    size_t sent;          /* bytes of the body */
};

/* Sends nothing yet. False: out of descriptors or memory; batch_socket_close is needed all the same. */
bool batch_socket_open(struct batch_socket *self, int fd, gnutls_session_t tls, const char *head, bool chunked);
/* Sends bytes of the body, before the first of them the head. False: the client has left, or took no byte for
 * `patience_ms`. */
bool batch_socket_write(struct batch_socket *self, const char *bytes, size_t length, int64_t patience_ms);
/* Sends the end of the body, and the head if there was no body at all. */
void batch_socket_end(struct batch_socket *self, int64_t patience_ms);
/* Called before the connection is closed: nothing is written any more. */
void batch_socket_abandon(struct batch_socket *self);
/* Frees what `self` holds. */
void batch_socket_close(struct batch_socket *self);

#endif
