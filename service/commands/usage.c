#include "service/commands/usage.h"

#include <stdio.h>
#include <string.h>

bool usage_parse(int argc, char **argv, const char *usage, const char *flag, bool *ret_flag, int *ret_exit)
{
    *ret_flag = false;
    for (int i = 1; i < argc; i++) {
        if (flag && strcmp(argv[i], flag) == 0) {
            *ret_flag = true;
            continue;
        }
        bool help = strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0;
        fputs(usage, help ? stdout : stderr);
        *ret_exit = help ? 0 : 2;
        return false;
    }
    return true;
}
