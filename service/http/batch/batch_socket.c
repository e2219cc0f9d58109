#include "service/http/batch/batch_socket.h"

#include "service/base/timestamp.h"
#include "service/http/batch/reset.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LOOK_MS = 100 };

bool batch_socket_open(struct batch_socket *self, int fd, gnutls_session_t tls, const char *head, bool chunked)
{
    *self = (struct batch_socket){.tls = tls, .chunked = chunked, .head = strdup(head)};
    self->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    pthread_mutex_init(&self->lock, NULL);
    if (self->fd >= 0)
        reset_arm(self->fd);
    return self->fd >= 0 && self->head;
}

void batch_socket_close(struct batch_socket *self)
{
    if (self->fd >= 0)
        close(self->fd);
    free(self->head);
    pthread_mutex_destroy(&self->lock);
}

void batch_socket_know_length(struct batch_socket *self, size_t length)
{
    snprintf(self->length, sizeof self->length, "Content-Length: %zu\r\n", length);
}

void batch_socket_heard(struct batch_socket *self)
{
    atomic_store(&self->heard, timestamp_monotonic());
}

void batch_socket_break(struct batch_socket *self)
{
    pthread_mutex_lock(&self->lock);
    if (!self->gone)
        reset_or_shut(self->fd);
    self->gone = true;
    pthread_mutex_unlock(&self->lock);
}

size_t batch_socket_abandon(struct batch_socket *self)
{
    pthread_mutex_lock(&self->lock);
    self->gone = true;
    size_t sent = self->sent;
    pthread_mutex_unlock(&self->lock);
    return sent;
}

/* Bytes that were written; 0: the socket takes none at the moment; -1: it will never take any. */
static ssize_t try_write(struct batch_socket *self, const char *bytes, size_t length)
{
    ssize_t written = -1;
    pthread_mutex_lock(&self->lock);
    if (!self->gone && self->tls) {
        written = gnutls_record_send(self->tls, bytes, length);
        if (written == GNUTLS_E_AGAIN || written == GNUTLS_E_INTERRUPTED)
            written = 0;
    } else if (!self->gone) {
        written = send(self->fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (written < 0 && (errno == EAGAIN || errno == EINTR))
            written = 0;
    }
    self->gone |= written < 0;
    pthread_mutex_unlock(&self->lock);
    return written;
}

static bool write_all(struct batch_socket *self, const char *bytes, size_t length, int64_t patience_ms)
{
    int64_t moved = timestamp_monotonic();
    while (length) {
        ssize_t written = try_write(self, bytes, length);
        if (written < 0)
            return false;
        if (written == 0) {
            struct pollfd poller = {.fd = self->fd, .events = POLLOUT};
            int64_t heard = atomic_load(&self->heard);
            if (timestamp_monotonic() > (heard > moved ? heard : moved) + patience_ms * 1000)
                return false;
            poll(&poller, 1, LOOK_MS);
            continue;
        }
        moved = timestamp_monotonic();
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static bool begin(struct batch_socket *self, int64_t patience_ms)
{
    char start[256];
    if (self->begun)
        return true;
    self->begun = true;
    int length = snprintf(start, sizeof start,
                          "HTTP/1.%d 200 OK\r\nConnection: close\r\nContent-Type: application/x-ndjson\r\n%s",
                          self->chunked, self->chunked ? "Transfer-Encoding: chunked\r\n" : self->length);
    return write_all(self, start, (size_t)length, patience_ms) &&
           write_all(self, self->head, strlen(self->head), patience_ms) && write_all(self, "\r\n", 2, patience_ms);
}

bool batch_socket_write(struct batch_socket *self, const char *bytes, size_t length, int64_t patience_ms)
{
    char size[32];
    int digits = snprintf(size, sizeof size, "%zx\r\n", length);
    if (!begin(self, patience_ms) || (self->chunked && !write_all(self, size, (size_t)digits, patience_ms)) ||
        !write_all(self, bytes, length, patience_ms) || (self->chunked && !write_all(self, "\r\n", 2, patience_ms)))
        return false;
    pthread_mutex_lock(&self->lock);
    self->sent += length;
    pthread_mutex_unlock(&self->lock);
    return true;
}

bool batch_socket_end(struct batch_socket *self, int64_t patience_ms)
{
    if (!begin(self, patience_ms) || (self->chunked && !write_all(self, "0\r\n\r\n", 5, patience_ms)))
        return false;
    pthread_mutex_lock(&self->lock);
    bool whole = !self->gone;
    if (whole)
        reset_disarm(self->fd);
    if (whole && !self->tls)
        shutdown(self->fd, SHUT_WR);
    self->gone = true;
    pthread_mutex_unlock(&self->lock);
    return whole;
}
