#include "service/app/role.h"

#include <string.h>

static const char *const names[ROLE_COUNT] = {"none", "read", "write", "editor", "admin"};

const char *role_name(enum role role)
{
    return names[role];
}

bool role_parse(const char *name, enum role *ret_role)
{
    for (int i = ROLE_READ; i < ROLE_COUNT; i++) {
        if (strcmp(name, names[i]) != 0)
            continue;
        *ret_role = (enum role)i;
        return true;
    }
    return false;
}
