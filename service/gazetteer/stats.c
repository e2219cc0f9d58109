#include "nlp/gazetteer.h"

#include "service/gazetteer/files.h"
#include "service/gazetteer/names.h"
#include "service/gazetteer/source.h"
#include "service/gazetteer/verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] = "usage: alam gazetteer stats [IMAGE | SOURCE.tsv…]   (default: the image that alam uses)\n";

/* One row of the table. */
struct tally {
    const char *label;
    size_t entities[ENTITY_TYPE_COUNT];
    size_t named_ar, named_en; /* entities with a main name in that language */
    size_t forms_ar, forms_en;
    size_t words; /* lexicon forms */
};

static size_t all_types(const struct tally *tally)
{
    size_t sum = 0;
    for (int type = 0; type < ENTITY_TYPE_COUNT; type++)
        sum += tally->entities[type];
    return sum;
}

static void print_head(const char *first)
{
    printf("%-44s %9s %9s %9s %9s %9s %9s %9s %9s\n", first, "entities", "persons", "places", "orgs", "in ar", "in en",
           "forms ar", "forms en");
}

static void print_tally(const struct tally *tally)
{
    printf("%-44s %9zu %9zu %9zu %9zu %9zu %9zu %9zu %9zu\n", tally->label, all_types(tally),
           tally->entities[ENTITY_PERSON], tally->entities[ENTITY_PLACE], tally->entities[ENTITY_ORGANIZATION],
           tally->named_ar, tally->named_en, tally->forms_ar, tally->forms_en);
}

static void add(struct tally *sum, const struct tally *part)
{
    for (int type = 0; type < ENTITY_TYPE_COUNT; type++)
        sum->entities[type] += part->entities[type];
    sum->named_ar += part->named_ar;
    sum->named_en += part->named_en;
    sum->forms_ar += part->forms_ar;
    sum->forms_en += part->forms_en;
    sum->words += part->words;
}

/* ---- sources ---- */

/* An entity counts where its id stands first; later rows of the id add forms only. */
static void tally_row(const struct source_row *row, struct names *ids, struct tally *tally)
{
    struct source_names names = {.row = row};
    enum entity_type type;
    char type_text[16];
    if (row->cells[SOURCE_CLASS].length) {
        for (struct text rest = row->cells[SOURCE_FORM]; rest.length; tally->words++)
            text_split(&rest, '|');
        return;
    }
    if (!entity_type_parse(text_copy(row->cells[SOURCE_TYPE], type_text, sizeof type_text), &type) ||
        row->cells[SOURCE_ID].length == 0)
        return;
    if (names_find(ids, row->cells[SOURCE_ID]) == NAMES_NONE) {
        names_add(ids, row->cells[SOURCE_ID], 0);
        tally->entities[type]++;
        tally->named_ar += row->cells[SOURCE_AR].length != 0;
        tally->named_en += row->cells[SOURCE_EN].length != 0;
    }
    while (source_name(&names))
        ++*(column_is_arabic(names.column) ? &tally->forms_ar : &tally->forms_en);
}

static bool tally_source(const char *path, struct names *ids, struct tally *tally)
{
    struct source source;
    struct source_row row;
    if (!source_open(&source, path))
        return false;
    while (source_next(&source, &row))
        tally_row(&row, ids, tally);
    source_release(&source);
    return true;
}

static int sources_stats(char **paths, int count)
{
    struct tally entities = {.label = "all sources"};
    struct names ids;
    bool done = true;
    names_init(&ids);
    print_head("source");
    for (int i = 0; i < count && done; i++) {
        const char *base = strrchr(paths[i], '/');
        struct tally tally = {.label = base ? base + 1 : paths[i]};
        done = tally_source(paths[i], &ids, &tally);
        add(&entities, &tally);
        if (all_types(&tally) || tally.forms_ar || tally.forms_en)
            print_tally(&tally);
        else if (tally.words)
            printf("%-44s %9zu words\n", tally.label, tally.words);
    }
    print_tally(&entities);
    names_release(&ids);
    return done ? 0 : 1;
}

/* ---- an image ---- */

/* "gn:" of "gn:360630": where the entity comes from. */
static size_t origin_length(const char *id)
{
    const char *colon = strchr(id, ':');
    return colon ? (size_t)(colon - id) + 1 : strspn(id, "Q");
}

static struct tally *find_tally(struct tally *list, size_t *count, size_t limit, const char *id)
{
    size_t length = origin_length(id);
    for (size_t i = 0; i < *count; i++)
        if (strlen(list[i].label) == length && strncmp(list[i].label, id, length) == 0)
            return &list[i];
    if (*count == limit)
        return &list[limit - 1];
    char *label = memory_take(length + 1);
    memcpy(label, id, length);
    list[*count] = (struct tally){.label = label};
    return &list[(*count)++];
}

static int image_stats(const char *path)
{
    enum { ORIGINS_MAXIMUM = 32 };
    struct tally origins[ORIGINS_MAXIMUM], sum = {.label = "all entities"};
    struct gazetteer *gazetteer = NULL;
    struct error error;
    size_t count = 0;
    if (gazetteer_open(path, &gazetteer, &error) != STATUS_OK) {
        fprintf(stderr, "alam gazetteer: %s\n", error.detail);
        return 1;
    }
    for (size_t i = 0; i < gazetteer_entity_count(gazetteer); i++) {
        struct gazetteer_entity entity;
        gazetteer_entity(gazetteer, i, &entity);
        struct tally *tally = find_tally(origins, &count, ORIGINS_MAXIMUM, entity.id);
        tally->entities[entity.type]++;
        tally->named_ar += *entity.name_ar != '\0';
        tally->named_en += *entity.name_en != '\0';
    }
    printf("%s: version %s, %zu surface forms\n%-44s %9s %9s %9s %9s %9s %9s\n", path, gazetteer_version(gazetteer),
           gazetteer_name_count(gazetteer), "id", "entities", "persons", "places", "orgs", "in ar", "in en");
    for (size_t i = 0; i <= count; i++) {
        const struct tally *tally = i < count ? &origins[i] : &sum;
        printf("%-44s %9zu %9zu %9zu %9zu %9zu %9zu\n", tally->label, all_types(tally), tally->entities[ENTITY_PERSON],
               tally->entities[ENTITY_PLACE], tally->entities[ENTITY_ORGANIZATION], tally->named_ar, tally->named_en);
        if (i < count) {
            add(&sum, tally);
            free((char *)tally->label);
        }
    }
    gazetteer_free(gazetteer);
    return 0;
}

static bool is_source(const char *path)
{
    size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, ".tsv") == 0;
}

int gazetteer_stats(int argc, char **argv)
{
    const char *standard = getenv("ALAM_GAZETTEER") ? getenv("ALAM_GAZETTEER") : "build/gazetteer.img";
    if (argc > 1 && argv[1][0] == '-') {
        fputs(usage, strcmp(argv[1], "--help") == 0 ? stdout : stderr);
        return strcmp(argv[1], "--help") == 0 ? 0 : 2;
    }
    return argc > 1 && is_source(argv[1]) ? sources_stats(argv + 1, argc - 1)
                                          : image_stats(argc > 1 ? argv[1] : standard);
}
