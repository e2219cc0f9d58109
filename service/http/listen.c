#include "service/http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

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
        return error_set(error, STATUS_INVALID_INPUT, "ALAM_LISTEN must read address:port");
    if (strspn(colon + 1, "0123456789") != strlen(colon + 1) || strlen(colon + 1) > 5 || atoi(colon + 1) > UINT16_MAX)
        return error_set(error, STATUS_INVALID_INPUT, "ALAM_LISTEN must end in a port from 0 to 65535");
    snprintf(host, sizeof host, "%.*s", length, text + bracketed);
    if (getaddrinfo(host, colon + 1, &hints, &found) != 0)
        return error_set(error, STATUS_INVALID_INPUT, "ALAM_LISTEN must read address:port, both as numbers");
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
