/* guard.h - which addresses alam connects to when somebody else names them: those of the public Internet only, so that
 * nobody can make alam call services inside its own network (server-side request forgery).
 *
 * Refused are the ranges of IANA's special-purpose registries (RFC 6890 and later): unspecified, loopback, private, shared,
 * link-local, documentation, benchmarking, multicast and reserved; in IPv6 also IPv4-mapped and IPv4-compatible addresses,
 * NAT64, 6to4, Teredo and unique-local. The address is checked when a socket is opened to it, at every redirect and every
 * attempt, so a name that is resolved a second time cannot lead elsewhere. ALAM_FETCH_ALLOW names ranges that are allowed
 * all the same, for receivers and sites in networks of the operator's own. Threads: pure functions.
 */
#ifndef ALAM_FETCH_GUARD_H
#define ALAM_FETCH_GUARD_H

#include "service/base/address.h"

struct guard {
    struct address_list refused, loopback, allowed;
    bool allow_loopback;
};

/* `allow_loopback` (ALAM_FETCH_LOOPBACK) is for tests; `allowed` is ALAM_FETCH_ALLOW. False: it cannot be read. */
bool guard_init(struct guard *guard, bool allow_loopback, const char *allowed);

/* May alam connect to this address? */
bool guard_allows(const struct guard *guard, const struct sockaddr *socket);
/* The same for the host of a URL, where that is an address ("10.0.0.1", "[::1]"): true for names, whose addresses are not
 * known yet. */
bool guard_allows_host(const struct guard *guard, const char *host);

#endif
