#include "service/gazetteer/verbs/verbs.h"

#include "service/app/usage.h"
#include "service/gazetteer/check/check.h"
#include "service/gazetteer/check/check_pairs.h"
#include "service/gazetteer/check/check_row.h"
#include "service/gazetteer/memory.h"
#include "service/gazetteer/verbs/source_header.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] = "usage: alam gazetteer check [--errors] [--rules] SOURCE.tsv…\n"
                            "Looks for errors in gazetteer sources; exit status 1 when there are any.\n"
                            "  --errors   leave the warnings out\n"
                            "  --rules    print the table of rules\n";

/* False after messages: some of them are no sources. */
static bool take_sources(struct check *check, struct source *sources, char **paths, size_t count)
{
    bool sound = true;
    for (size_t i = 0; i < count; i++) {
        if (source_open(&sources[i], paths[i]) && source_header_check(paths[i], sources[i].tsv.rest))
            check_take_source(check, &sources[i]);
        else
            sound = false;
    }
    return sound;
}

static void look(struct check *check, size_t file_count)
{
    for (size_t i = 0; i < check->entities.count; i++)
        check_row(check, check_entity_at(check, i));
    check_pairs(check);
    printf("%zu rows in %zu files: %zu errors, %zu warnings\n", check->entities.count, file_count,
           check_count(check, CHECK_ERROR), check_count(check, CHECK_WARNING));
}

/* True: all could be read, and there are no errors. */
static bool check_files(char **paths, size_t count, bool errors_only)
{
    struct source *sources = memory_take(count * sizeof *sources);
    struct check check;
    check_init(&check);
    check.errors_only = errors_only;
    bool read = take_sources(&check, sources, paths, count);
    look(&check, count);
    bool clean = read && check_count(&check, CHECK_ERROR) == 0;
    check_release(&check);
    for (size_t i = 0; i < count; i++)
        source_release(&sources[i]);
    free(sources);
    return clean;
}

int gazetteer_verb_check(int argc, char **argv)
{
    bool errors_only = false;
    int first = 1;
    for (; first < argc && argv[first][0] == '-'; first++) {
        if (strcmp(argv[first], "--rules") == 0) {
            check_print_rules();
            return 0;
        }
        if (strcmp(argv[first], "--errors") != 0)
            break;
        errors_only = true;
    }
    if (first == argc || argv[first][0] == '-') {
        bool help = first < argc && usage_is_help(argv[first]);
        if (first < argc && !help)
            fprintf(stderr, "alam gazetteer check: there is no such option: %s\n", argv[first]);
        fputs(usage, help ? stdout : stderr);
        return help ? 0 : 2;
    }
    return check_files(argv + first, (size_t)(argc - first), errors_only) ? 0 : 1;
}
