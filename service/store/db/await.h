/* await.h - waits for a result of libpq until a deadline of the monotonic clock, and never inside libpq.
 *
 * The connection is in libpq's non-blocking mode. When the deadline passes, its socket is shut down: what was asked is not
 * waited for any more, and whether it was done is unknown. That needs no word from a server that does not answer, as
 * PQcancel would; one that works on notices that its client is gone (client_connection_check_interval in conn.c).
 *
 * Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_DB_AWAIT_H
#define ALAM_STORE_DB_AWAIT_H

#include <libpq-fe.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { AWAIT_SLICE_MS = 100 /* between two looks at given_up */ };

/* The next result, as PQgetResult: *ret_result is NULL when there is no more. False: `deadline` (timestamp_monotonic) has
 * passed, or *given_up has become true; given_up may be NULL. */
bool await_result(PGconn *pg, int64_t deadline, const atomic_bool *given_up, PGresult **ret_result);

#endif
