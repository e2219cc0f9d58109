/* alam grammar: one table of verbs. */
#include "service/app/usage.h"
#include "service/commands/commands.h"
#include "service/grammar/verbs.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct verb {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} verbs[] = {
    {"fit", grammar_verb_fit,
     "[OPTIONS] LABELLED.jsonl…   fits the weights of the sequence model; fit --help tells more"},
    {"generate", grammar_verb_generate, "DIRECTORY [arabic|latin]    prints the sentences that a fit generates"},
};

enum { VERB_COUNT = sizeof verbs / sizeof *verbs };

int command_grammar(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < VERB_COUNT; i++)
        if (strcmp(argv[1], verbs[i].name) == 0)
            return verbs[i].run(argc - 1, argv + 1);
    bool help = argc > 1 && usage_is_help(argv[1]);
    FILE *out = help ? stdout : stderr;
    if (argc > 1 && !help)
        fprintf(stderr, "alam grammar: there is no such verb: %s\n", argv[1]);
    fputs("usage: alam grammar VERB …\n\n", out);
    for (size_t i = 0; i < VERB_COUNT; i++)
        fprintf(out, "  %-10s %s\n", verbs[i].name, verbs[i].help);
    return help ? 0 : 2;
}
