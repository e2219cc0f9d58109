#include "service/base/address.h"

#include "service/base/text.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAPPED_BITS = 96 };

static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

static bool is_mapped(const struct address *address)
{
    return memcmp(address->bytes, mapped, sizeof mapped) == 0;
}

bool address_parse(const char *text, struct address *ret_address)
{
    char copy[ADDRESS_TEXT];
    struct address address;
    size_t length = strlen(text);
    bool bracketed = length > 2 && text[0] == '[' && text[length - 1] == ']';
    if (length >= sizeof copy)
        return false;
    memcpy(copy, text + bracketed, length + 1 - bracketed);
    if (bracketed)
        copy[length - 2] = '\0';
    memcpy(address.bytes, mapped, sizeof mapped);
    if (inet_pton(AF_INET, copy, address.bytes + sizeof mapped) != 1 && inet_pton(AF_INET6, copy, address.bytes) != 1)
        return false;
    *ret_address = address;
    return true;
}

bool address_from_socket(const struct sockaddr *socket, struct address *ret_address)
{
    if (socket->sa_family == AF_INET) {
        memcpy(ret_address->bytes, mapped, sizeof mapped);
        memcpy(ret_address->bytes + sizeof mapped, &((const struct sockaddr_in *)(const void *)socket)->sin_addr, 4);
        return true;
    }
    if (socket->sa_family != AF_INET6)
        return false;
    memcpy(ret_address->bytes, &((const struct sockaddr_in6 *)(const void *)socket)->sin6_addr, 16);
    return true;
}

const char *address_format(const struct address *address, char buffer[ADDRESS_TEXT])
{
    bool four = is_mapped(address);
    if (!inet_ntop(four ? AF_INET : AF_INET6, address->bytes + (four ? sizeof mapped : 0), buffer, ADDRESS_TEXT))
        snprintf(buffer, ADDRESS_TEXT, "unknown");
    return buffer;
}

static bool is_in_range(const struct address *address, const struct address_range *range)
{
    unsigned whole = range->bits / 8, rest = range->bits % 8;
    if (memcmp(address->bytes, range->first.bytes, whole) != 0)
        return false;
    return rest == 0 || ((address->bytes[whole] ^ range->first.bytes[whole]) >> (8 - rest)) == 0;
}

bool address_in(const struct address *address, const struct address_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (is_in_range(address, &list->ranges[i]))
            return true;
    return false;
}

static bool parse_range(const char *text, struct address_range *ret_range)
{
    char host[ADDRESS_TEXT];
    size_t length = strcspn(text, "/");
    if (length >= sizeof host)
        return false;
    snprintf(host, sizeof host, "%.*s", (int)length, text);
    if (!address_parse(host, &ret_range->first))
        return false;
    bool four = !strchr(host, ':');
    unsigned long bits = four ? 32 : 128, most = bits;
    if (text[length]) {
        char *end;
        bits = strtoul(text + length + 1, &end, 10);
        if (*end || end == text + length + 1 || bits > most)
            return false;
    }
    ret_range->bits = (unsigned)bits + (four ? MAPPED_BITS : 0);
    return true;
}

bool address_list_parse(const char *text, struct address_list *ret_list)
{
    ret_list->count = 0;
    for (struct text item; text_list_next(&text, &item);) {
        char range[ADDRESS_TEXT + 8];
        if (item.length >= sizeof range || ret_list->count == ADDRESS_RANGES_MAXIMUM)
            return false;
        text_copy(item, range, sizeof range);
        if (!parse_range(range, &ret_list->ranges[ret_list->count++]))
            return false;
    }
    return true;
}
