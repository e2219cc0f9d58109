#include "service/commands/commands.h"

#include "service/app/config.h"
#include "service/app/usage.h"

static const char usage[] = "usage: alam config [--markdown]\n"
                            "Prints every setting with its value and where the value comes from; secrets are masked.\n"
                            "--markdown prints the table of names, defaults and meanings that the README holds.\n";

int command_config(int argc, char **argv)
{
    struct config config;
    struct error error;
    bool markdown;
    int status;
    if (!usage_parse(argc, argv, usage, "--markdown", &markdown, &status))
        return status;
    if (markdown) {
        config_print_markdown(stdout);
        return 0;
    }
    if (config_load(&config, &error) != STATUS_OK) {
        fprintf(stderr, "alam config: %s\n", error.detail);
        return 1;
    }
    usage_warn_of_unknown();
    config_print(&config, stdout);
    return 0;
}
