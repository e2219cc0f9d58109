/* listen.h - from the address in ALAM_LISTEN ("127.0.0.1:8080", "[::1]:0") to a listening socket. Threads: pure
 * functions. */
#ifndef ALAM_HTTP_LISTEN_H
#define ALAM_HTTP_LISTEN_H

#include "service/base/status.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

enum { LISTEN_SETTLE_MS = 100 /* for handshakes on their way */, LISTEN_CLOSE_MS = 1000 };

struct listen_address {
    struct sockaddr_storage address;
    socklen_t length;
    bool loopback;
};

/* Host and port must be numbers; host names are not looked up. STATUS_INVALID_INPUT otherwise. */
enum status listen_parse(const char *text, struct listen_address *ret_address, struct error *error);
/* The caller closes *ret_socket. *ret_port is the port that was assigned when the address has port 0. STATUS_IO: the
 * address cannot be listened on. */
enum status listen_open(const struct listen_address *address, int *ret_socket, uint16_t *ret_port, struct error *error);
/* Ends listening so that no connection is lost: new ones get no answer at first, those that were begun are waited for
 * until the server's threads have accepted them, then the socket is shut down, and who is still trying is refused. A proxy
 * that was refused has sent nothing yet and asks another replica. At most LISTEN_CLOSE_MS. */
void listen_close(int fd);

#endif
