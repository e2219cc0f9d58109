#include "service/gazetteer/verbs/verbs.h"

#include "service/app/usage.h"
#include "service/gazetteer/dictionary.h"

#include <stdio.h>
#include <string.h>

static const char usage[] = "usage: alam gazetteer dictionary WORDS [HUNSPELL.aff HUNSPELL.dic] > words.tsv\n"
                            "Ordinary words for the grammar, out of a plain word list and a Hunspell dictionary.\n";

int gazetteer_verb_dictionary(int argc, char **argv)
{
    if (argc < 2 || argc > 4 || argv[1][0] == '-') {
        bool help = argc > 1 && usage_is_help(argv[1]);
        fputs(usage, help ? stdout : stderr);
        return help ? 0 : 2;
    }
    puts("class\tform");
    bool sound = dictionary_write_list(argv[1]) && (argc < 4 || dictionary_write_hunspell(argv[2], argv[3]));
    return sound && fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
