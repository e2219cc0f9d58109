#include "service/commands/commands.h"

#include "service/app/usage.h"
#include "service/gazetteer/verbs/verbs.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct verb {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} verbs[] = {
    {"build", gazetteer_verb_build, "[-o IMAGE] [--version TEXT] SOURCE.tsv…   compiles sources into an image"},
    {"check", gazetteer_verb_check,
     "SOURCE.tsv…                               finds mistakes in sources: duplicates, collisions, wrong letters"},
    {"dictionary", gazetteer_verb_dictionary,
     "WORDS [AFF DIC] > WORDS.tsv               makes a source of ordinary words out of spelling dictionaries"},
    {"export-edits", command_export_edits,
     "> EDITS                                   writes what editors changed, for `alam tag --edits`"},
    {"import", gazetteer_verb_import,
     "FORMAT INPUT… > SOURCE.tsv                makes a source of other people's data; import --help lists formats"},
    {"lookup", gazetteer_verb_lookup,
     "[--gazetteer IMAGE] NAME…                 prints the entities that have this name"},
    {"stats", gazetteer_verb_stats,
     "[IMAGE | SOURCE.tsv…]                     counts entities and names by type, language and origin"},
};

enum { VERB_COUNT = sizeof verbs / sizeof *verbs };

int command_gazetteer(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < VERB_COUNT; i++)
        if (strcmp(argv[1], verbs[i].name) == 0)
            return verbs[i].run(argc - 1, argv + 1);
    bool help = argc > 1 && usage_is_help(argv[1]);
    FILE *out = help ? stdout : stderr;
    if (argc > 1 && !help)
        fprintf(stderr, "alam gazetteer: there is no such verb: %s\n", argv[1]);
    fputs("usage: alam gazetteer VERB …\n\n", out);
    for (size_t i = 0; i < VERB_COUNT; i++)
        fprintf(out, "  %-12s %s\n", verbs[i].name, verbs[i].help);
    return help ? 0 : 2;
}
