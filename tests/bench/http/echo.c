/* echo: the least that libmicrohttpd can do with a POST: reads the body, answers with it. The yardstick of
 * scripts/bench-http.sh, set up as alam's server is: epoll, a pool of threads.
 *
 *     echo PORT THREADS ANSWER_BYTES      serves 127.0.0.1 until its standard input ends
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROOM = 1 << 20 };

struct body {
    size_t length;
    char bytes[ROOM];
};

static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **con_cls)
{
    struct body *body = *con_cls;
    const size_t *answer = cls;
    (void)url;
    (void)method;
    (void)version;
    if (!body) {
        *con_cls = body = malloc(sizeof *body);
        body->length = 0;
        return MHD_YES;
    }
    if (*upload_size) {
        size_t room = ROOM - body->length, length = *upload_size < room ? *upload_size : room;
        memcpy(body->bytes + body->length, upload, length);
        body->length += length;
        *upload_size = 0;
        return MHD_YES;
    }
    struct MHD_Response *response = MHD_create_response_from_buffer(*answer, body->bytes, MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, "Content-Type", "application/json");
    enum MHD_Result result = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return result;
}

static void completed(void *cls, struct MHD_Connection *connection, void **con_cls,
                      enum MHD_RequestTerminationCode code)
{
    (void)cls;
    (void)connection;
    (void)code;
    free(*con_cls);
}

int main(int argc, char **argv)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    char byte;
    if (argc != 4)
        return 2;
    size_t answer = strtoul(argv[3], NULL, 10);
    unsigned threads = (unsigned)atoi(argv[2]);
    address.sin_port = htons((uint16_t)atoi(argv[1]));
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, handle, &answer, MHD_OPTION_SOCK_ADDR, &address,
                         MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                         (size_t)32768, MHD_OPTION_NOTIFY_COMPLETED, completed, NULL, MHD_OPTION_END);
    if (!daemon || answer > ROOM)
        return 1;
    while (read(STDIN_FILENO, &byte, 1) > 0)
        ;
    MHD_stop_daemon(daemon);
    return 0;
}
