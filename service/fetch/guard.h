/* guard.h - which addresses alam may connect to on somebody else's word: the public Internet alone.
 *
 * Refused (IANA special-purpose registries, RFC 6890 and after): unspecified, loopback, private, shared, link-local,
 * documentation, benchmarking, multicast, reserved; in IPv6 also IPv4-mapped and -compatible forms of those, NAT64,
 * 6to4, Teredo, unique-local. The check is made on the very address that a socket is opened to, at every hop and every
 * attempt, so no second look-up of a name can lead elsewhere. Threads: pure.
 */
#ifndef ALAM_FETCH_GUARD_H
#define ALAM_FETCH_GUARD_H

#include "service/base/address.h"

struct guard {
    struct address_list refused, loopback;
    bool allow_loopback;
};

/* `allow_loopback` is for tests. */
void guard_init(struct guard *guard, bool allow_loopback);
bool guard_allows(const struct guard *guard, const struct sockaddr *socket);

#endif
