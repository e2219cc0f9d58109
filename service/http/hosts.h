/* hosts.h - the names under which the service is asked for, by a request's header Host.
 *
 * A page in a browser can have its own name resolved to 127.0.0.1 and then send requests there, which is called DNS
 * rebinding; a service on loopback that asks for no key would answer them. Such a request names the page's host. So a
 * service that asks for no key answers for localhost, loopback addresses, the host of ALAM_LISTEN and the names in
 * ALAM_HOSTS; without the last also for names of one label, as proxies send them: a page's name has two at least. Where keys are needed every name will do, unless ALAM_HOSTS names some.
 * Threads: pure functions.
 */
#ifndef ALAM_HTTP_HOSTS_H
#define ALAM_HTTP_HOSTS_H

#include "service/route/request.h"

/* `host` is the header's value, NULL when there is none, as in HTTP/1.0: a browser always sends one. `keyless`: the service
 * listens on loopback and asks for no key. STATUS_MISDIRECTED: it does not answer for this host. */
enum status hosts_check(struct request *request, const char *host, bool keyless);

#endif
