/* The program: one table of subcommands. */
#include "service/app/usage.h"
#include "service/base/version.h"
#include "service/commands/commands.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int command_version(int argc, char **argv);
static int command_help(int argc, char **argv);

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} commands[] = {
    {"serve", command_serve, "runs the service, which the environment configures"},
    {"migrate", command_migrate, "brings the database to the schema of this program"},
    {"post", command_post, "loads an archive into a running service, resumably, over several connections"},
    {"export", command_export, "writes the archive as NDJSON, which POST /v1/articles takes back"},
    {"import", command_import, "reads what `alam export` wrote into the database, with ids, times and revisions"},
    {"prune", command_prune, "deletes the articles from before a given time"},
    {"retag", command_retag, "tags stored articles anew with another gazetteer"},
    {"tag", command_tag, "reads articles as NDJSON and writes their annotations, without a database"},
    {"evaluate", command_evaluate, "scores the tagger on labelled articles"},
    {"grammar", command_grammar, "fits the weights of the sequence model to labelled articles"},
    {"gazetteer", command_gazetteer, "builds, checks, imports and looks up gazetteer data"},
    {"extract", command_extract, "prints the article of an HTML page on standard input as JSON"},
    {"keys", command_keys, "creates, lists and revokes API keys"},
    {"config", command_config, "prints every setting with its value"},
    {"routes", command_routes, "prints method, path and least role of every route"},
    {"healthcheck", command_healthcheck, "asks a running service whether it is ready: exit status 0 or 1"},
    {"version", command_version, "prints the version of this program"},
    {"help", command_help, "prints this list"},
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static void print_help(FILE *out)
{
    fprintf(out, "usage: alam COMMAND [OPTIONS]   (`alam COMMAND --help` says more)\n\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-12s %s\n", commands[i].name, commands[i].help);
}

static int command_version(int argc, char **argv)
{
    bool flag;
    int status;
    if (!usage_parse(argc, argv, "usage: alam version\nPrints the version of this program.\n", NULL, &flag, &status))
        return status;
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

/* What a command has printed counts once it is written: a full disk turns success into failure. */
static int finish(const char *name, int status)
{
    bool written = fflush(stdout) == 0 && !ferror(stdout);
    if (!written)
        fprintf(stderr, "alam %s: writing to standard output failed: %s\n", name, strerror(errno));
    return status == 0 && !written ? 1 : status;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of write(2), and no death */
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    if (strcmp(name, "--version") == 0)
        name = "version";
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(name, commands[i].name) == 0)
            return finish(name, commands[i].run(argc - 1, argv + 1));
    if (*name)
        fprintf(stderr, "alam: there is no command '%s'\n", name);
    print_help(stderr);
    return 2;
}
