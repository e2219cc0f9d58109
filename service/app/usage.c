#include "service/app/usage.h"

#include "service/app/config.h"

#include <stdio.h>
#include <string.h>

bool usage_is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

int usage_refuse(const char *command, const char *option, const char *value, const char *wanted)
{
    fprintf(stderr, "alam %s: %s %s: this must be %s\n", command, option, value, wanted);
    return 2;
}

bool usage_parse(int argc, char **argv, const char *usage, const char *flag, bool *ret_flag, int *ret_exit)
{
    *ret_flag = false;
    for (int i = 1; i < argc; i++) {
        if (flag && strcmp(argv[i], flag) == 0) {
            *ret_flag = true;
            continue;
        }
        bool help = usage_is_help(argv[i]);
        if (!help)
            fprintf(stderr, "alam %s: there is no such option: %s\n", argv[0], argv[i]);
        fputs(usage, help ? stdout : stderr);
        *ret_exit = help ? 0 : 2;
        return false;
    }
    return true;
}

static void warn(void *cls, const char *sentence)
{
    (void)cls;
    fprintf(stderr, "alam: warning: %s\n", sentence);
}

void usage_warn_of_unknown(void)
{
    config_unknown(warn, NULL);
}
