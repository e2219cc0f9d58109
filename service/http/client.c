#include "service/http/client.h"

#include <stdio.h>
#include <string.h>

/* The last address of the list that ends at *length; *length becomes the end of what is left of it. */
static bool take_last(const char *list, size_t *length, struct address *ret_address)
{
    char item[ADDRESS_TEXT];
    size_t end = *length;
    while (end > 0 && strchr(", \t", list[end - 1]))
        end--;
    size_t start = end;
    while (start > 0 && !strchr(", \t", list[start - 1]))
        start--;
    *length = start;
    if (start == end || end - start >= sizeof item)
        return false;
    snprintf(item, sizeof item, "%.*s", (int)(end - start), list + start);
    return address_parse(item, ret_address);
}

const char *client_address(const struct sockaddr *peer, const char *forwarded, const struct address_list *trusted,
                           char buffer[ADDRESS_TEXT])
{
    struct address address, next;
    size_t length = forwarded ? strlen(forwarded) : 0;
    if (!peer || !address_from_socket(peer, &address)) {
        snprintf(buffer, ADDRESS_TEXT, "unknown");
        return buffer;
    }
    while (length && address_in(&address, trusted) && take_last(forwarded, &length, &next))
        address = next;
    return address_format(&address, buffer);
}
