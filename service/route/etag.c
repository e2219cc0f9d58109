#include "service/route/etag.h"

#include <string.h>

static const char *skip_weak(const char *tag)
{
    return strncmp(tag, "W/", 2) == 0 ? tag + 2 : tag;
}

bool etag_listed(const char *list, const char *etag)
{
    const char *opaque = skip_weak(etag);
    size_t length = strlen(opaque);
    for (const char *at = list; at && *(at += strspn(at, ", \t")); at += strcspn(at, ",")) {
        const char *tag = skip_weak(at);
        if (*at == '*' || (strncmp(tag, opaque, length) == 0 && strchr(", \t", tag[length])))
            return true;
    }
    return false;
}
