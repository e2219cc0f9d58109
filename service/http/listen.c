#include "service/http/listen.h"

#include "service/base/timestamp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BACKLOG = 1024, POLL_US = 5000, TCP_FLAGS = 13 /* offset in the header */, TCP_SYN = 0x02 };

static bool is_loopback(const struct sockaddr_storage *address)
{
    if (address->ss_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24 == 127;
    return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)address)->sin6_addr);
}

enum status listen_parse(const char *text, struct listen_address *ret_address, struct error *error)
{
    char host[128];
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE, .ai_socktype = SOCK_STREAM},
                    *found;
    const char *colon = strrchr(text, ':');
    bool bracketed = colon && *text == '[' && colon > text && colon[-1] == ']';
    int length = colon ? (int)(colon - text) - 2 * bracketed : -1;
    if (length <= 0 || length >= (int)sizeof host)
        return error_set(error, STATUS_INVALID_INPUT, "ALAM_LISTEN must read address:port; it is %.60s", text);
    if (strspn(colon + 1, "0123456789") != strlen(colon + 1) || strlen(colon + 1) > 5 || atoi(colon + 1) > UINT16_MAX)
        return error_set(error, STATUS_INVALID_INPUT, "ALAM_LISTEN must end in a port from 0 to 65535; it is %.60s",
                         text);
    snprintf(host, sizeof host, "%.*s", length, text + bracketed);
    if (getaddrinfo(host, colon + 1, &hints, &found) != 0)
        return error_set(error, STATUS_INVALID_INPUT,
                         "ALAM_LISTEN must read address:port, both as numbers; it is %.60s", text);
    *ret_address = (struct listen_address){.length = found->ai_addrlen};
    memcpy(&ret_address->address, found->ai_addr, found->ai_addrlen);
    ret_address->loopback = is_loopback(&ret_address->address);
    freeaddrinfo(found);
    return STATUS_OK;
}

static uint16_t port_of(int fd)
{
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof address;
    getsockname(fd, (struct sockaddr *)&address, &length);
    if (address.ss_family == AF_INET)
        return ntohs(((struct sockaddr_in *)&address)->sin_port);
    return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
}

enum status listen_open(const struct listen_address *address, int *ret_socket, uint16_t *ret_port, struct error *error)
{
    int on = 1, fd = socket(address->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return error_set(error, STATUS_IO, "no socket: %s", strerror(errno));
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (const struct sockaddr *)&address->address, address->length) != 0 || listen(fd, BACKLOG) != 0) {
        error_set(error, STATUS_IO, "cannot listen: %s", strerror(errno));
        close(fd);
        return STATUS_IO;
    }
    *ret_port = port_of(fd);
    *ret_socket = fd;
    return STATUS_OK;
}

/* Drops segments that begin a connection; the kernel then neither accepts nor refuses. */
static void ignore_new(int fd)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, TCP_FLAGS),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, TCP_SYN, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
    };
    const struct sock_fprog program = {.len = sizeof code / sizeof *code, .filter = code};
    setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

/* Connections that wait to be accepted. */
static unsigned waiting(int fd)
{
    struct tcp_info info = {0};
    socklen_t length = sizeof info;
    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0 ? info.tcpi_unacked : 0;
}

void listen_close(int fd)
{
    int64_t began = timestamp_monotonic(), passed = 0;
    ignore_new(fd);
    while (passed < LISTEN_SETTLE_MS * 1000 || (waiting(fd) > 0 && passed < LISTEN_CLOSE_MS * 1000)) {
        usleep(POLL_US);
        passed = timestamp_monotonic() - began;
    }
    shutdown(fd, SHUT_RDWR);
}
