/* client.h - whose request it is: the peer's address, or, behind trusted proxies, the one that they vouch for.
 *
 * X-Forwarded-For is read from its end: as long as the address that spoke to us is trusted (ALAM_TRUSTED_PROXIES), the
 * next one to the left counts. What stands further left is anybody's claim and is not believed. Threads: pure.
 */
#ifndef ALAM_HTTP_CLIENT_H
#define ALAM_HTTP_CLIENT_H

#include "service/base/address.h"

const char *client_address(const struct sockaddr *peer, const char *forwarded, const struct address_list *trusted,
                           char buffer[ADDRESS_TEXT]);

#endif
