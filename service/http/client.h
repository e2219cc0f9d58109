/* client.h - the address of the client: that of the connection, or, behind trusted proxies, the one that they report.
 *
 * Each proxy appends the address that connected to it to X-Forwarded-For. The list is therefore read from its end: as
 * long as an address is one of ALAM_TRUSTED_PROXIES, what it appended is believed and the next one to the left is looked
 * at. Whatever stands further left may have been made up by the client. Threads: pure functions.
 */
#ifndef ALAM_HTTP_CLIENT_H
#define ALAM_HTTP_CLIENT_H

#include "service/base/address.h"

/* `peer` is the connection's other end, NULL when it is not known; `forwarded` the header, NULL when it is absent. Writes
 * the address, or "unknown", to `buffer` and returns it. */
const char *client_address(const struct sockaddr *peer, const char *forwarded, const struct address_list *trusted,
                           char buffer[ADDRESS_TEXT]);

#endif
