#include "service/http/batch/reset.h"

#include <sys/socket.h>

static void set_linger(int fd, int on)
{
    struct linger linger = {.l_onoff = on, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

void reset_arm(int fd)
{
    set_linger(fd, 1);
}

void reset_disarm(int fd)
{
    set_linger(fd, 0);
}

static bool is_armed(int fd)
{
    struct linger linger = {.l_onoff = 0};
    socklen_t length = sizeof linger;
    return getsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, &length) == 0 && linger.l_onoff && linger.l_linger == 0;
}

/* To connect to no address takes a connection apart on Linux, and sends the reset, whoever else has the socket open. */
bool reset_if_armed(int fd)
{
    const struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    return is_armed(fd) && connect(fd, &nobody, sizeof nobody) == 0;
}

void reset_or_shut(int fd)
{
    if (!reset_if_armed(fd))
        shutdown(fd, SHUT_RDWR);
}
