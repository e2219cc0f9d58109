#include "service/gazetteer/verbs/verbs.h"

#include "nlp/gazetteer.h"
#include "service/app/config.h"

#include <getopt.h>
#include <stdio.h>

enum { LOOKUP_MEMORY = 1 << 20 };

static const char usage[] = "usage: alam gazetteer lookup [--gazetteer IMAGE] NAME…\n"
                            "Prints the entities that each name may stand for, one a line: name, id, type, subtype,\n"
                            "Arabic name, English name. Exit status 1 when a name is not in the gazetteer.\n";

/* False: the gazetteer does not have the name. */
static bool look_up(const struct gazetteer *gazetteer, const char *name, struct arena *arena)
{
    const uint32_t *indexes = NULL;
    size_t count = 0;
    if (gazetteer_lookup(gazetteer, text_of(name), arena, &indexes, &count) != STATUS_OK)
        count = 0;
    if (count == 0)
        printf("%s\tnot in the gazetteer\n", name);
    for (size_t i = 0; i < count; i++) {
        struct gazetteer_entity entity;
        gazetteer_entity(gazetteer, indexes[i], &entity);
        printf("%s\t%s\t%s\t%s\t%s\t%s\n", name, entity.id, entity_type_name(entity.type), entity.subtype,
               entity.name_ar, entity.name_en);
    }
    return count > 0;
}

static int look_up_all(const char *path, char **names, int count)
{
    struct gazetteer *gazetteer = NULL;
    struct error error;
    struct arena arena;
    int status = 0;
    if (gazetteer_open(path, &gazetteer, &error) != STATUS_OK) {
        fprintf(stderr, "alam gazetteer: %s\n", error.detail);
        return 1;
    }
    arena_init(&arena, LOOKUP_MEMORY);
    for (int i = 0; i < count; i++) {
        arena_reset(&arena);
        if (!look_up(gazetteer, names[i], &arena))
            status = 1;
    }
    arena_release(&arena);
    gazetteer_free(gazetteer);
    return status;
}

int gazetteer_verb_lookup(int argc, char **argv)
{
    static const struct option options[] = {
        {"gazetteer", required_argument, NULL, 'g'}, {"help", no_argument, NULL, 'h'}, {0}};
    char path[CONFIG_TEXT_MAXIMUM];
    const char *named = NULL;
    for (int option; (option = getopt_long(argc, argv, "g:h", options, NULL)) != -1;) {
        if (option != 'g') {
            fputs(usage, option == 'h' ? stdout : stderr);
            return option == 'h' ? 0 : 2;
        }
        named = optarg;
    }
    if (optind == argc) {
        fputs(usage, stderr);
        return 2;
    }
    config_gazetteer_path(path, sizeof path);
    return look_up_all(named ? named : path, argv + optind, argc - optind);
}
