#include "service/http/reads.h"

#include "service/base/array.h"

#include <dlfcn.h>
#include <errno.h>
#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <sys/socket.h>

typedef ssize_t record_recv(gnutls_session_t session, void *data, size_t size);

struct connection {
    bool open;
    struct framing framing;
};

struct reads {
    bool tls;
    struct array connections; /* of struct connection; the descriptor is the index */
    record_recv *library;     /* GnuTLS's own */
};

/* A function that takes the place of a library's is given nothing that leads to the server: what an HTTP thread reads for
 * is remembered here. */
static _Thread_local struct reads *of_this_thread;

static record_recv *find_record_recv(void)
{
    record_recv *found;
    void *symbol = dlsym(RTLD_NEXT, "gnutls_record_recv");
    _Static_assert(sizeof found == sizeof symbol, "POSIX: dlsym gives functions too");
    __builtin_memcpy(&found, &symbol, sizeof found);
    return found;
}

struct reads *reads_new(bool tls)
{
    struct reads *reads = calloc(1, sizeof *reads);
    if (!reads)
        return NULL;
    *reads = (struct reads){.tls = tls, .connections.size = sizeof(struct connection), .library = find_record_recv()};
    if (reads->library)
        return reads;
    free(reads);
    return NULL;
}

void reads_free(struct reads *reads)
{
    if (!reads)
        return;
    array_release(&reads->connections);
    free(reads);
}

static struct connection *find(struct reads *reads, int fd)
{
    struct connection *connections = reads->connections.items;
    return fd >= 0 && (size_t)fd < reads->connections.count && connections[fd].open ? &connections[fd] : NULL;
}

/* False: out of memory. */
static bool make_room(struct reads *reads, size_t index)
{
    struct array *connections = &reads->connections;
    size_t missing = index < connections->count ? 0 : index + 1 - connections->count;
    struct connection *added = missing ? array_grow(connections, missing) : NULL;
    if (missing && !added)
        return false;
    for (size_t i = 0; i < missing; i++)
        added[i].open = false;
    connections->count += missing;
    return true;
}

void reads_begin(struct reads *reads, int fd)
{
    of_this_thread = reads;
    if (fd < 0 || !make_room(reads, (size_t)fd))
        return;
    struct connection *connection = (struct connection *)reads->connections.items + fd;
    connection->open = true;
    framing_init(&connection->framing);
}

void reads_end(struct reads *reads, int fd)
{
    struct connection *connection = find(reads, fd);
    if (connection)
        connection->open = false;
}

const struct framing *reads_framing(int fd)
{
    struct connection *connection = of_this_thread ? find(of_this_thread, fd) : NULL;
    return connection ? &connection->framing : NULL;
}

/* Reads until something may be passed on. What was left out makes room for more: as the library hears of new bytes once,
 * it has to be given all there are. */
static ssize_t read_checked(struct framing *framing, ssize_t (*read)(void *source, char *bytes, size_t room),
                            void *source, char *bytes, size_t room)
{
    size_t kept = framing_filter(framing, bytes, 0, room); /* what is left of an ending */
    while (kept < room) {
        if (framing_is_over(framing))
            return (ssize_t)kept;
        ssize_t got = read(source, bytes + kept, room - kept);
        if (got <= 0)
            return kept ? (ssize_t)kept : got;
        size_t passed = framing_filter(framing, bytes + kept, (size_t)got, room - kept);
        kept += passed;
        if (passed >= (size_t)got)
            break;
    }
    return (ssize_t)kept;
}

struct plain {
    int fd, flags;
};

static ssize_t read_plain(void *source, char *bytes, size_t room)
{
    const struct plain *plain = source;
    return recvfrom(plain->fd, bytes, room, plain->flags, NULL, NULL);
}

/* Takes the place of the C library's function of this name; see reads.h. */
ssize_t recv(int fd, void *buf, size_t n, int flags)
{
    struct plain plain = {fd, flags};
    struct reads *reads = of_this_thread;
    if (!reads || reads->tls)
        return recvfrom(fd, buf, n, flags, NULL, NULL);
    struct connection *connection = find(reads, fd);
    if (connection)
        return read_checked(&connection->framing, read_plain, &plain, buf, n);
    errno = ENOMEM;
    return -1;
}

static ssize_t read_record(void *source, char *bytes, size_t room)
{
    return of_this_thread->library(source, bytes, room);
}

/* Takes the place of GnuTLS's function of this name; see reads.h. */
ssize_t gnutls_record_recv(gnutls_session_t session, void *data, size_t data_size)
{
    if (!of_this_thread) {
        record_recv *library = find_record_recv();
        return library ? library(session, data, data_size) : GNUTLS_E_INTERNAL_ERROR;
    }
    struct connection *connection = find(of_this_thread, gnutls_transport_get_int(session));
    if (!connection)
        return GNUTLS_E_MEMORY_ERROR;
    return read_checked(&connection->framing, read_record, session, data, data_size);
}
