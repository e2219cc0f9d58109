/* listen.h - the configured address ("127.0.0.1:8080", "[::1]:0") as a listening socket, and the way to it.
 * Threads: pure functions. */
#ifndef ALAM_HTTP_LISTEN_H
#define ALAM_HTTP_LISTEN_H

#include "service/base/status.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

struct listen_address {
    struct sockaddr_storage address;
    socklen_t length;
    bool loopback;
};

/* Numeric addresses only; STATUS_INVALID_INPUT otherwise. */
enum status listen_parse(const char *text, struct listen_address *ret_address, struct error *error);
/* The caller closes *ret_socket. *ret_port is the port really taken. */
enum status listen_open(const struct listen_address *address, int *ret_socket, uint16_t *ret_port, struct error *error);

#endif
