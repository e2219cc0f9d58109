/* alam: one binary, one table of subcommands. */
#include "service/base/version.h"
#include "service/commands/commands.h"

#include <stdio.h>
#include <string.h>

static int command_version(int argc, char **argv);
static int command_help(int argc, char **argv);

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} commands[] = {
    {"serve", command_serve, "the service; configured by the environment"},
    {"migrate", command_migrate, "brings the database to this binary's schema"},
    {"export", command_export, "the archive as NDJSON, which POST /v1/articles takes back"},
    {"prune", command_prune, "deletes articles older than a time"},
    {"tag", command_tag, "NDJSON articles in, NDJSON annotations out; no database"},
    {"gazetteer", command_gazetteer, "build, check, look up the gazetteer"},
    {"extract", command_extract, "the article of an HTML page on standard input, as JSON"},
    {"keys", command_keys, "creates, lists, revokes API keys"},
    {"config", command_config, "every setting with its value"},
    {"routes", command_routes, "the route table: method, path, least role"},
    {"healthcheck", command_healthcheck, "asks a running service whether it is ready; exit status 0 or 1"},
    {"version", command_version, "this binary's version"},
    {"help", command_help, "this list"},
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static void print_help(FILE *out)
{
    fprintf(out, "usage: alam COMMAND [OPTIONS]   (alam COMMAND --help tells more)\n\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-12s %s\n", commands[i].name, commands[i].help);
}

static int command_version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("alam " ALAM_VERSION);
    return 0;
}

static int command_help(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    print_help(stdout);
    return 0;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    if (strcmp(name, "--version") == 0)
        name = "version";
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(name, commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    if (*name)
        fprintf(stderr, "alam: there is no command '%s'\n", name);
    print_help(stderr);
    return 2;
}
