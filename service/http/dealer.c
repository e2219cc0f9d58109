#include "service/http/dealer.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    PAUSE_US = 5000, /* before another look, when there is no room for a connection */
    LOOK_MS = 1000
};

static int64_t count_open(const struct server *server)
{
    int64_t count = 0;
    for (size_t i = 0; i < server->thread_count; i++)
        count += atomic_load(&server->threads[i].open);
    return count;
}

/* The thread that has fewest connections. */
static struct http_thread *least(const struct server *server)
{
    struct http_thread *found = &server->threads[0];
    for (size_t i = 1; i < server->thread_count; i++)
        if (atomic_load(&server->threads[i].open) < atomic_load(&found->open))
            found = &server->threads[i];
    return found;
}

static void deal(struct server *server, int fd, const struct sockaddr *address, socklen_t length)
{
    struct http_thread *thread = least(server);
    atomic_fetch_add(&thread->open, 1);
    atomic_fetch_add(&server->dealt, 1);
    if (MHD_add_connection(thread->daemon, fd, address, length) == MHD_YES)
        return;
    atomic_fetch_sub(&thread->open, 1); /* the library has closed it */
    atomic_fetch_sub(&server->dealt, 1);
}

/* False: the socket was shut down. */
static bool accept_one(struct server *server)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    int fd = accept4(server->socket, (struct sockaddr *)&address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
        deal(server, fd, (struct sockaddr *)&address, length);
        return true;
    }
    struct pollfd poller = {.fd = server->socket, .events = POLLIN};
    if (errno == EINVAL || errno == EBADF)
        return false;
    if (errno == EAGAIN)
        poll(&poller, 1, LOOK_MS);
    else if (errno != EINTR && errno != ECONNABORTED)
        usleep(PAUSE_US); /* no descriptor or memory at the moment */
    return true;
}

static void *run(void *cls)
{
    struct server *server = cls;
    bool goes_on = true;
    while (goes_on && !atomic_load(&server->stopping)) {
        if (count_open(server) < server->app->config->connections)
            goes_on = accept_one(server);
        else
            usleep(PAUSE_US);
    }
    return NULL;
}

bool dealer_start(struct server *server)
{
    server->dealing = pthread_create(&server->dealer, NULL, run, server) == 0;
    return server->dealing;
}

void dealer_join(struct server *server)
{
    if (server->dealing)
        pthread_join(server->dealer, NULL);
    server->dealing = false;
}
