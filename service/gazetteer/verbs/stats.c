#include "service/gazetteer/verbs/verbs.h"

#include "nlp/gazetteer.h"
#include "service/app/config.h"
#include "service/app/usage.h"
#include "service/gazetteer/memory.h"
#include "service/gazetteer/names.h"
#include "service/gazetteer/source.h"
#include "service/gazetteer/verbs/source_header.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] = "usage: alam gazetteer stats [IMAGE | SOURCE.tsv…]\n"
                            "Counts entities and names: of an image by the beginning of the ids, of sources by file. "
                            "Without arguments the image\n"
                            "is the one that the service would use.\n";

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

static void tally_words(struct text forms, struct tally *tally)
{
    for (; forms.length; tally->words++)
        text_split(&forms, '|');
}

/* An entity is counted at the first row of its id; later rows of that id add forms only. */
static void tally_entity(const struct source_row *row, struct names *ids, struct tally *tally)
{
    struct source_names names = {.row = row};
    enum entity_type type;
    char type_text[16];
    if (!entity_type_parse(text_copy(row->cells[SOURCE_TYPE], type_text, sizeof type_text), &type) ||
        row->cells[SOURCE_ID].length == 0)
        return;
    if (!names_has(ids, row->cells[SOURCE_ID])) {
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
    if (!source_open(&source, path) || !source_header_check(path, source.tsv.rest)) {
        source_release(&source);
        return false;
    }
    while (source_next(&source, &row)) {
        if (row.cells[SOURCE_CLASS].length)
            tally_words(row.cells[SOURCE_FORM], tally);
        else
            tally_entity(&row, ids, tally);
    }
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

/* The beginning of an id says where the entity comes from: "gn:" of "gn:360630". */
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

enum { ORIGINS_MAXIMUM = 32 };

static size_t tally_image(const struct gazetteer *gazetteer, struct tally origins[ORIGINS_MAXIMUM])
{
    size_t count = 0;
    for (size_t i = 0; i < gazetteer_entity_count(gazetteer); i++) {
        struct gazetteer_entity entity;
        gazetteer_entity(gazetteer, i, &entity);
        struct tally *tally = find_tally(origins, &count, ORIGINS_MAXIMUM, entity.id);
        tally->entities[entity.type]++;
        tally->named_ar += *entity.name_ar != '\0';
        tally->named_en += *entity.name_en != '\0';
    }
    return count;
}

static void print_origin(const struct tally *tally)
{
    printf("%-44s %9zu %9zu %9zu %9zu %9zu %9zu\n", tally->label, all_types(tally), tally->entities[ENTITY_PERSON],
           tally->entities[ENTITY_PLACE], tally->entities[ENTITY_ORGANIZATION], tally->named_ar, tally->named_en);
}

static int image_stats(const char *path)
{
    struct tally origins[ORIGINS_MAXIMUM], sum = {.label = "all entities"};
    struct gazetteer *gazetteer = NULL;
    struct error error;
    if (gazetteer_open(path, &gazetteer, &error) != STATUS_OK) {
        fprintf(stderr, "alam gazetteer: %s\n", error.detail);
        return 1;
    }
    size_t count = tally_image(gazetteer, origins);
    printf("%s: version %s, %zu surface forms\n%-44s %9s %9s %9s %9s %9s %9s\n", path, gazetteer_version(gazetteer),
           gazetteer_name_count(gazetteer), "id", "entities", "persons", "places", "orgs", "in ar", "in en");
    for (size_t i = 0; i < count; i++) {
        print_origin(&origins[i]);
        add(&sum, &origins[i]);
        free((char *)origins[i].label);
    }
    print_origin(&sum);
    gazetteer_free(gazetteer);
    return 0;
}

static bool is_source(const char *path)
{
    size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, ".tsv") == 0;
}

int gazetteer_verb_stats(int argc, char **argv)
{
    char path[CONFIG_TEXT_MAXIMUM];
    if (argc > 1 && argv[1][0] == '-') {
        bool help = usage_is_help(argv[1]);
        if (!help)
            fprintf(stderr, "alam gazetteer stats: there is no such option: %s\n", argv[1]);
        fputs(usage, help ? stdout : stderr);
        return help ? 0 : 2;
    }
    if (argc > 1 && is_source(argv[1]))
        return sources_stats(argv + 1, argc - 1);
    config_gazetteer_path(path, sizeof path);
    return image_stats(argc > 1 ? argv[1] : path);
}
