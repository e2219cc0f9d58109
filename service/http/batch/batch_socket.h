/* batch_socket.h - writes an HTTP answer of unknown length to a connection that libmicrohttpd goes on reading.
 *
 * It has a file descriptor of its own, a duplicate. If libmicrohttpd closes the connection meanwhile, the next write
 * fails; it can never reach another connection that got the same number. The TLS session belongs to libmicrohttpd and is
 * not touched after batch_socket_abandon.
 *
 *     batch_socket_open(&socket, fd, tls, head, chunked);
 *     batch_socket_write(&socket, bytes, length, patience_ms);       …any number of times
 *     batch_socket_end(&socket, patience_ms);                        …or batch_socket_break
 *     batch_socket_close(&socket);
 *
 * Until batch_socket_end the connection is armed (reset.h): however it ends, the client sees that the answer is not
 * complete. Threads: one writes; another one may call heard and abandon.
 */
#ifndef ALAM_HTTP_BATCH_SOCKET_H
#define ALAM_HTTP_BATCH_SOCKET_H

#include <gnutls/gnutls.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct batch_socket {
    pthread_mutex_t lock;  /* guards `tls`, `gone` and `sent` */
    int fd;                /* the duplicate */
    gnutls_session_t tls;  /* NULL: plain HTTP */
    bool gone;             /* the client has left, or the connection was abandoned */
    bool chunked;          /* the answer is sent in chunks (HTTP/1.1), else its end is that of the connection */
    bool begun;            /* the head was sent */
    char *head;            /* header lines besides those of the body; a copy */
    char length[64];       /* the header Content-Length, "" while the length is not known */
    size_t sent;           /* bytes of the body */
    _Atomic int64_t heard; /* when the client last sent something, timestamp_monotonic */
};

/* Sends nothing yet. False: out of descriptors or memory; batch_socket_close is needed all the same. */
bool batch_socket_open(struct batch_socket *self, int fd, gnutls_session_t tls, const char *head, bool chunked);
/* Before the answer begins: how long its body will be. */
void batch_socket_know_length(struct batch_socket *self, size_t length);
/* Sends bytes of the body, before the first of them the head. False: the client has left, or has taken no byte for
 * `patience_ms` and sent none either. */
bool batch_socket_write(struct batch_socket *self, const char *bytes, size_t length, int64_t patience_ms);
/* Sends the end of the body, and the head if there was no body at all. False as above. */
bool batch_socket_end(struct batch_socket *self, int64_t patience_ms);
/* Resets the connection: the answer is not complete and never will be. */
void batch_socket_break(struct batch_socket *self);
/* The client has sent something, so it is alive. */
void batch_socket_heard(struct batch_socket *self);
/* Called before the connection is closed: nothing is written any more. Returns how many bytes of the body were sent. */
size_t batch_socket_abandon(struct batch_socket *self);
/* Frees what `self` holds. */
void batch_socket_close(struct batch_socket *self);

#endif
