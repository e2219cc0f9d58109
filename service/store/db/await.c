#include "service/store/db/await.h"

#include "service/base/timestamp.h"

#include <poll.h>
#include <sys/socket.h>

/* Waits until the socket has something to read, or room where something is left to send; a slice of time at the most. */
static void wait_for_socket(PGconn *pg)
{
    int unsent = PQflush(pg);
    if (unsent < 0) /* it can be written no more: what is left to read ends soon */
        shutdown(PQsocket(pg), SHUT_RDWR);
    struct pollfd poller = {.fd = PQsocket(pg), .events = (short)(POLLIN | (unsent > 0 ? POLLOUT : 0))};
    if (poll(&poller, 1, AWAIT_SLICE_MS) > 0 && (poller.revents & ~POLLOUT))
        PQconsumeInput(pg); /* when it fails, PQgetResult says so */
}

bool await_result(PGconn *pg, int64_t deadline, const atomic_bool *given_up, PGresult **ret_result)
{
    while (PQstatus(pg) == CONNECTION_OK && PQisBusy(pg)) {
        if (timestamp_monotonic() >= deadline || (given_up && atomic_load(given_up))) {
            shutdown(PQsocket(pg), SHUT_RDWR);
            return false;
        }
        wait_for_socket(pg);
    }
    *ret_result = PQgetResult(pg);
    return true;
}
