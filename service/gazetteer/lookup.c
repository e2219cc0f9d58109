#include "nlp/gazetteer.h"

#include "service/app/config.h"
#include "service/gazetteer/verbs.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int gazetteer_lookup_verb(int argc, char **argv)
{
    static const struct option options[] = {{"gazetteer", required_argument, NULL, 'g'}, {0}};
    char found[CONFIG_TEXT_MAXIMUM];
    const char *path = found;
    config_gazetteer_path(found, sizeof found);
    for (int option; (option = getopt_long(argc, argv, "g:", options, NULL)) != -1;) {
        if (option == '?')
            return 2;
        path = optarg;
    }
    struct gazetteer *gazetteer = NULL;
    struct error error;
    if (gazetteer_open(path, &gazetteer, &error) != STATUS_OK) {
        fprintf(stderr, "alam gazetteer: %s\n", error.detail);
        return 1;
    }
    struct arena arena;
    arena_init(&arena, 1 << 20);
    int missing = 0;
    for (int i = optind; i < argc; i++) {
        const uint32_t *indexes = NULL;
        size_t count = 0;
        arena_reset(&arena);
        if (gazetteer_lookup(gazetteer, (struct text){argv[i], strlen(argv[i])}, &arena, &indexes, &count) !=
                STATUS_OK ||
            count == 0) {
            printf("%s\tnot in the gazetteer\n", argv[i]);
            missing = 1;
        }
        for (size_t k = 0; k < count; k++) {
            struct gazetteer_entity entity;
            gazetteer_entity(gazetteer, indexes[k], &entity);
            printf("%s\t%s\t%s\t%s\t%s\t%s\n", argv[i], entity.id, entity_type_name(entity.type), entity.subtype,
                   entity.name_ar, entity.name_en);
        }
    }
    arena_release(&arena);
    gazetteer_free(gazetteer);
    return missing;
}
