/* role.h - what a key may do. Each role includes those before it. Threads: pure functions. */
#ifndef ALAM_ROLE_H
#define ALAM_ROLE_H

#include <stdbool.h>

enum role {
    ROLE_NONE, /* no key is needed */
    ROLE_READ,
    ROLE_WRITE,
    ROLE_ADMIN,
    ROLE_COUNT
};

const char *role_name(enum role role);
/* False when `name` is no role that a key can have. */
bool role_parse(const char *name, enum role *ret_role);

#endif
