#include "service/commands/commands.h"

#include "service/app/config.h"
#include "service/app/usage.h"
#include "service/http/listen.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

enum { TIMEOUT_MS = 2800 /* Docker's HEALTHCHECK waits 3 s */, URL_MAXIMUM = 128 };

static const char usage[] =
    "usage: alam healthcheck [--live]\n"
    "Asks the service at ALAM_LISTEN for /readyz, with --live for /livez. Exit status 0 when it answers 200.\n"
    "It speaks TLS where the service does, and does not check the certificate, which is for another name.\n"
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

static void write_url(const struct listen_address *address, bool secure, const char *path, char url[URL_MAXIMUM])
{
    const struct sockaddr_in *four = (const struct sockaddr_in *)&address->address;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&address->address;
    bool is_four = address->address.ss_family == AF_INET;
    char host[INET6_ADDRSTRLEN];
    inet_ntop(address->address.ss_family, is_four ? (const void *)&four->sin_addr : &six->sin6_addr, host, sizeof host);
    snprintf(url, URL_MAXIMUM, "%s://%s%s%s:%d%s", secure ? "https" : "http", is_four ? "" : "[", host,
             is_four ? "" : "]", ntohs(is_four ? four->sin_port : six->sin6_port), path);
}

static size_t drop(char *bytes, size_t size, size_t count, void *cls)
{
    (void)bytes;
    (void)cls;
    return size * count;
}

/* The HTTP status of the answer; 0: none came in time. */
static long ask(const char *url)
{
    CURL *easy = curl_easy_init();
    long http = 0;
    if (!easy)
        return 0;
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
    if (curl_easy_perform(easy) == CURLE_OK)
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &http);
    curl_easy_cleanup(easy);
    return http;
}

int command_healthcheck(int argc, char **argv)
{
    struct config config;
    struct listen_address address;
    struct error error;
    char url[URL_MAXIMUM];
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
    write_url(&address, *config.tls_certificate, live ? "/livez" : "/readyz", url);
    long http = ask(url);
    printf("%s\n", http == 200 ? "ok" : http ? "not ready" : "no answer");
    return http != 200;
}
