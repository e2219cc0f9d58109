/* connect.h - opens a connection to PostgreSQL, and says in a sentence without secrets why it could not.
 *
 * A table in connect.c holds what alam asks for unless the connection string or the environment (PGCONNECT_TIMEOUT and
 * its kin) says otherwise: a time-out for each address, keepalives and a limit for unanswered packets, so that a silent
 * network is noticed, and a host that takes writes.
 *
 * The reason is what libpq says. libpq quotes parts of a connection string that it cannot read, and a password with an
 * unescaped @ : / or blank is read as something else; such strings are refused here, before libpq has seen them.
 *
 * Threads: any. libpq resolves names in the calling thread, which may take as long as the system's resolver takes.
 */
#ifndef ALAM_STORE_DB_CONNECT_H
#define ALAM_STORE_DB_CONNECT_H

#include "service/app/config.h"
#include "service/base/status.h"

#include <libpq-fe.h>

/* What a connection is for. */
struct connect_wish {
    const char *url;     /* "": as PG* say */
    const char *options; /* start-up options, as in PGOPTIONS; NULL: none */
    bool any;            /* also a server that takes no writes */
};

enum connect_outcome {
    CONNECT_DONE,
    CONNECT_OPTIONS,   /* a pooler refuses start-up options */
    CONNECT_READ_ONLY, /* servers answer, but none of them takes writes */
    CONNECT_FAILED
};

/* *ret_pg is the caller's to PQfinish. When it cannot be done, *error says why. */
enum connect_outcome connect_open(const struct config *config, const struct connect_wish *wish, PGconn **ret_pg,
                                  struct error *error);

#endif
