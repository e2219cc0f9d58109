#include "service/fetch/guard.h"

static const char refused[] =
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 "
    "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 "
    "::/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/32 2001:2::/48 2001:db8::/32 2001:10::/28 "
    "2001:20::/28 "
    "2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8";

bool guard_init(struct guard *guard, bool allow_loopback, const char *allowed)
{
    address_list_parse(refused, &guard->refused);
    address_list_parse("127.0.0.0/8 ::1", &guard->loopback);
    guard->allow_loopback = allow_loopback;
    return address_list_parse(allowed, &guard->allowed);
}

static bool allows(const struct guard *guard, const struct address *address)
{
    if (guard->allow_loopback && address_in(address, &guard->loopback))
        return true;
    return address_in(address, &guard->allowed) || !address_in(address, &guard->refused);
}

bool guard_allows(const struct guard *guard, const struct sockaddr *socket)
{
    struct address address;
    return address_from_socket(socket, &address) && allows(guard, &address);
}

bool guard_allows_host(const struct guard *guard, const char *host)
{
    struct address address;
    return !address_parse(host, &address) || allows(guard, &address);
}
