/* role.h - what an API key may do. Each role may do what those before it may. Threads: pure functions. */
#ifndef ALAM_APP_ROLE_H
#define ALAM_APP_ROLE_H

#include <stdbool.h>

enum role {
    ROLE_NONE,   /* of routes: they need no key */
    ROLE_READ,   /* tags, and reads what is stored */
    ROLE_WRITE,  /* stores and deletes articles, manages subscriptions */
    ROLE_EDITOR, /* changes the gazetteer */
    ROLE_ADMIN,  /* no route asks for it yet; routes that manage the service itself will */
    ROLE_COUNT
};

/* "read"; the name that users see. */
const char *role_name(enum role role);
/* False: `name` is not the name of a role that a key can have; ROLE_NONE is none. */
bool role_parse(const char *name, enum role *ret_role);

#endif
