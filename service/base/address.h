/* address.h - IP addresses and ranges of them. IPv4 is held as IPv4-mapped IPv6 (RFC 4291 section 2.5.5.2), so that one
 * comparison serves both.
 *
 * Depends on libc only. Threads: pure functions.
 *
 *     struct address_list list;
 *     if (address_list_parse("10.0.0.0/8, 2001:db8::/32", &list) && address_in(&address, &list))
 *         refuse();
 */
#ifndef ALAM_BASE_ADDRESS_H
#define ALAM_BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum { ADDRESS_TEXT = 64 /* bytes for a printed address */, ADDRESS_RANGES_MAXIMUM = 64 };

struct address {
    uint8_t bytes[16]; /* network order */
};

struct address_range {
    struct address first;
    unsigned bits; /* of the prefix, 0 to 128; 96 more than written for IPv4 */
};

struct address_list {
    struct address_range ranges[ADDRESS_RANGES_MAXIMUM];
    size_t count;
};

/* Reads "192.0.2.1" or "2001:db8::1", also in square brackets. False: it is neither. */
bool address_parse(const char *text, struct address *ret_address);

/* False for a socket of another family. */
bool address_from_socket(const struct sockaddr *socket, struct address *ret_address);

/* Prints IPv4 with dots and IPv6 with colons. Returns `buffer`. */
const char *address_format(const struct address *address, char buffer[ADDRESS_TEXT]);

/* Reads addresses and ranges that commas or blanks separate: "10.0.0.0/8, 2001:db8::/32, 192.0.2.7". "" is the empty list.
 * False: one of them is none, or there are too many. */
bool address_list_parse(const char *text, struct address_list *ret_list);

/* Is the address in one of the ranges? */
bool address_in(const struct address *address, const struct address_list *list);

#endif
