#include "service/commands/commands.h"

#include "handlers/routes.h"
#include "service/app/usage.h"

#include <stdio.h>

static const char usage[] = "usage: alam routes\nPrints method, path and least role of every route, one a line.\n";

int command_routes(int argc, char **argv)
{
    bool flag;
    int status;
    if (!usage_parse(argc, argv, usage, NULL, &flag, &status))
        return status;
    for (size_t i = 0; i < route_count; i++)
        printf("%s %s %s\n", route_table[i].method, route_table[i].pattern, role_name(route_table[i].role));
    return 0;
}
