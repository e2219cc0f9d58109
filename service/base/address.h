/* address.h - IP addresses and ranges of them, IPv4 held as IPv4-mapped IPv6 (RFC 4291 section 2.5.5.2).
 *
 * Depends on libc only. Threads: pure functions.
 */
#ifndef ALAM_BASE_ADDRESS_H
#define ALAM_BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum { ADDRESS_TEXT = 64, ADDRESS_RANGES_MAXIMUM = 64 };

struct address {
    uint8_t bytes[16];
};

struct address_range {
    struct address first;
    unsigned bits; /* 0 to 128 */
};

struct address_list {
    struct address_range ranges[ADDRESS_RANGES_MAXIMUM];
    size_t count;
};

/* "192.0.2.1", "2001:db8::1", also in brackets. */
bool address_parse(const char *text, struct address *ret_address);
/* False for a family that is no IP. */
bool address_from_socket(const struct sockaddr *socket, struct address *ret_address);
/* As people write it; IPv4 dotted. Returns `buffer`. */
const char *address_format(const struct address *address, char buffer[ADDRESS_TEXT]);

/* "10.0.0.0/8, 2001:db8::/32, 192.0.2.7"; "" is the empty list. */
bool address_list_parse(const char *text, struct address_list *ret_list);
bool address_in(const struct address *address, const struct address_list *list);
bool address_in_range(const struct address *address, const struct address_range *range);

#endif
