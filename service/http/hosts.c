#include "service/http/hosts.h"

#include "service/base/text.h"

#include <string.h>
#include <strings.h>

enum { NAME_MAXIMUM = 256 /* bytes, NUL included: a name of DNS has 253 at the most */ };

/* Copies the host without its port: "localhost:8080", "[::1]:8080". */
static void without_port(const char *host, char name[NAME_MAXIMUM])
{
    const char *colon = strrchr(host, ':'), *bracket = strrchr(host, ']');
    bool port = colon && (!bracket || bracket < colon);
    text_copy((struct text){host, port ? (size_t)(colon - host) : strlen(host)}, name, NAME_MAXIMUM);
}

static bool is_loopback(const char *name)
{
    struct address_list loopback;
    struct address address;
    address_list_parse("127.0.0.0/8 ::1", &loopback);
    return strcasecmp(name, "localhost") == 0 || (address_parse(name, &address) && address_in(&address, &loopback));
}

/* A name of one label, such as that of an upstream in nginx or of a service in compose: nobody else can own it. */
static bool is_single_label(const char *name)
{
    enum { LABEL_MAXIMUM = 63 /* RFC 1035 */ };
    return *name && strlen(name) <= LABEL_MAXIMUM && !strpbrk(name, ".:[]%");
}

static bool is_listed(const char *name, const char *list)
{
    for (struct text item; text_list_next(&list, &item);)
        if (text_equals(item, "*") || (strlen(name) == item.length && strncasecmp(name, item.bytes, item.length) == 0))
            return true;
    return false;
}

enum status hosts_check(struct request *request, const char *host, bool keyless)
{
    const struct config *config = request->app->config;
    char name[NAME_MAXIMUM], listen[NAME_MAXIMUM];
    if (!host || (!keyless && !*config->hosts))
        return STATUS_OK;
    without_port(host, name);
    without_port(config->listen, listen);
    if (is_loopback(name) || (!*config->hosts && is_single_label(name)) || strcasecmp(name, listen) == 0 ||
        is_listed(name, config->hosts))
        return STATUS_OK;
    return error_set(&request->error, STATUS_MISDIRECTED,
                     "The service does not answer for the host that the request names. ALAM_HOSTS lists the names of "
                     "others, such as that under which a proxy passes requests on.");
}
