/* alam gazetteer: one table of verbs. */
#include "service/commands/commands.h"

#include "service/gazetteer/verbs.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct verb {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} verbs[] = {
    {"build", gazetteer_build, "[-o IMAGE] [--version TEXT] SOURCE.tsv…   compiles sources into an image"},
    {"check", gazetteer_check,
     "SOURCE.tsv…                               lint of the sources: duplicates, collisions, typing errors"},
    {"dictionary", gazetteer_dictionary,
     "WORDS [AFF DIC] > WORDS.tsv               ordinary words out of spelling dictionaries"},
    {"import", gazetteer_import,
     "FORMAT INPUT… > SOURCE.tsv                other people's data to a source; import --help lists them"},
    {"lookup", gazetteer_lookup_verb, "[--gazetteer IMAGE] NAME…                 which entities have this name"},
    {"stats", gazetteer_stats,
     "[IMAGE | SOURCE.tsv…]                     entities and names by type, language and source"},
};

enum { VERB_COUNT = sizeof verbs / sizeof *verbs };

int command_gazetteer(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < VERB_COUNT; i++)
        if (strcmp(argv[1], verbs[i].name) == 0)
            return verbs[i].run(argc - 1, argv + 1);
    bool help = argc > 1 && strcmp(argv[1], "--help") == 0;
    FILE *out = help ? stdout : stderr;
    fputs("usage: alam gazetteer VERB …\n\n", out);
    for (size_t i = 0; i < VERB_COUNT; i++)
        fprintf(out, "  %-10s %s\n", verbs[i].name, verbs[i].help);
    return help ? 0 : 2;
}
