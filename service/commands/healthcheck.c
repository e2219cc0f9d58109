#include "service/commands/commands.h"

#include "service/app/config.h"
#include "service/app/usage.h"
#include "service/http/listen.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum { TIMEOUT_SECONDS = 3 };

static const char usage[] =
    "usage: alam healthcheck [--live]\n"
    "Asks the service at ALAM_LISTEN for /readyz, with --live for /livez. Exit status 0 when it answers 200.\n"
    "Container engines can use it where curl is not installed.\n";

/* A service that listens on the unspecified address (0.0.0.0, ::) is reached on loopback. */
static void to_loopback(struct listen_address *address)
{
    struct sockaddr_in *four = (struct sockaddr_in *)&address->address;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)&address->address;
    if (four->sin_family == AF_INET && four->sin_addr.s_addr == htonl(INADDR_ANY))
        four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (six->sin6_family == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&six->sin6_addr))
        six->sin6_addr = in6addr_loopback;
}

/* The HTTP status of the answer; 0: none came in time. */
static int ask(const struct listen_address *address, const char *path)
{
    struct timeval limit = {.tv_sec = TIMEOUT_SECONDS};
    char line[256] = "";
    int fd = socket(address->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0), http = 0;
    if (fd < 0)
        return 0;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (connect(fd, (const struct sockaddr *)&address->address, address->length) == 0 &&
        dprintf(fd, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path) > 0 &&
        recv(fd, line, sizeof line - 1, MSG_WAITALL) > 0 && strncmp(line, "HTTP/1.", 7) == 0)
        http = atoi(line + strcspn(line, " "));
    close(fd);
    return http;
}

int command_healthcheck(int argc, char **argv)
{
    struct config config;
    struct listen_address address;
    struct error error;
    bool live;
    int exit_status;
    if (!usage_parse(argc, argv, usage, "--live", &live, &exit_status))
        return exit_status;
    enum status status = config_load(&config, &error);
    if (status == STATUS_OK)
        status = listen_parse(config.listen, &address, &error);
    if (status != STATUS_OK) {
        fprintf(stderr, "alam healthcheck: %s\n", error.detail);
        return 1;
    }
    to_loopback(&address);
    int http = ask(&address, live ? "/livez" : "/readyz");
    printf("%s\n", http == 200 ? "ok" : http ? "not ready" : "no answer");
    return http != 200;
}
