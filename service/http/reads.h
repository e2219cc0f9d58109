/* reads.h - what libmicrohttpd reads from its clients passes through framing.h first.
 *
 * The library offers no place for that. It reads with recv(2), and over TLS with gnutls_record_recv, both by way of the
 * dynamic linker, which looks in the program before it looks in libraries: reads.c defines both (decision 0001 does the
 * same for answers). They check what arrives on the connections of an HTTP thread and leave every other caller alone:
 * libpq, libcurl and GnuTLS itself. Should a later version of the library read in another way, nothing would be checked
 * any more; tests/http/test_framing.py would fail then.
 *
 *     struct reads *reads = reads_new(tls);       …for each HTTP thread…
 *     reads_begin(reads, fd);                     …on that thread, when it has a new connection…
 *     reads_end(reads, fd);                       …before the socket is closed…
 *     reads_free(reads);
 *
 * Threads: a `struct reads` is of one HTTP thread. The two functions that are replaced are called by any.
 */
#ifndef ALAM_HTTP_READS_H
#define ALAM_HTTP_READS_H

#include "service/http/framing.h"

struct reads;

/* NULL: out of memory, or GnuTLS is not what alam was built with. */
struct reads *reads_new(bool tls);
/* NULL is fine. */
void reads_free(struct reads *reads);

/* A connection of the calling thread begins. When there is no memory for it, every read of it fails, which ends it. */
void reads_begin(struct reads *reads, int fd);
void reads_end(struct reads *reads, int fd);

/* Of a connection of the calling thread. NULL: it has none. */
const struct framing *reads_framing(int fd);

#endif
