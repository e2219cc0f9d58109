/* alam evaluate: scores the tagger on labelled articles. */
#include "nlp/tagger.h"
#include "service/app/config.h"
#include "service/app/usage.h"
#include "service/base/timestamp.h"
#include "service/commands/commands.h"
#include "service/grammar/labelled.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: alam evaluate [--gazetteer IMAGE] [--faults] [--calibration] [--min-confidence N] FILE...\n"
    "Tags labelled articles, one JSON object a line: {\"id\", \"text\", \"entities\": [{\"start\", \"end\", \"type\", "
    "\"name\"?}]},\n"
    "offsets in code points. Prints for each file F1 by type and over all types, precision and recall (spans widened "
    "to whole\n"
    "words), F1 of exact spans, and B-cubed F1 of the ids where entities have names.\n"
    "  --faults       how many mentions were missed, false, or found with another type or boundary\n"
    "  --calibration  how often mentions of each tenth of confidence are right\n";

struct options {
    struct gazetteer *gazetteer;
    double min_confidence;
    bool faults, calibration;
};

static bool collect(const struct annotation *annotation, struct array *found)
{
    found->count = 0;
    for (size_t i = 0; i < annotation->entity_count; i++)
        for (size_t k = 0; k < annotation->entities[i].mention_count; k++) {
            const struct mention *mention = &annotation->entities[i].mentions[k];
            struct scored_span span = {.start = (uint32_t)mention->start,
                                       .end = (uint32_t)mention->end,
                                       .type = annotation->entities[i].type,
                                       .name = annotation->entities[i].id,
                                       .confidence = mention->confidence};
            if (!array_append(found, &span, 1))
                return false;
        }
    return true;
}

static enum status score_article(const struct options *e, const struct labelled_article *article,
                                 struct evaluation *score, struct array *found, struct error *error)
{
    struct arena arena;
    struct annotation annotation;
    struct tag_request request = {
        .text = article->text, .types = ENTITY_TYPES_ALL, .min_confidence = e->min_confidence};
    arena_init(&arena, tag_arena_size(article->text.length));
    enum status status = tag(e->gazetteer, &request, &arena, &annotation, error);
    if (status == STATUS_OK &&
        (!collect(&annotation, found) ||
         !evaluation_add(score, article->text, article->spans, article->span_count, found->items, found->count)))
        status = error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    arena_release(&arena);
    return status;
}

static enum status score_file(const struct options *e, const char *path, struct evaluation *score, struct error *error)
{
    struct labelled_reader reader;
    struct array found = {.size = sizeof(struct scored_span)};
    const struct labelled_article *article;
    enum status status = labelled_open(&reader, path, error);
    while (status == STATUS_OK && (status = labelled_next(&reader, &article, error)) == STATUS_OK && article)
        status = score_article(e, article, score, &found, error);
    array_release(&found);
    labelled_close(&reader);
    if (status == STATUS_OK && score->articles == 0)
        return error_set(error, STATUS_BAD_SOURCE, "%s: no labelled article in this file", path);
    return status;
}

static void print_row(const char *path, const struct evaluation *score, double seconds)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t length = strlen(name);
    length -= length > 6 && strcmp(name + length - 6, ".jsonl") == 0 ? 6 : 0;
    struct evaluation_ratio all = evaluation_ratio_of(evaluation_sum(score->token));
    double link = evaluation_link(score);
    printf("%-24.*s%6zu%7zu", (int)length, name, score->articles, evaluation_sum(score->token).gold);
    for (int i = 0; i < ENTITY_TYPE_COUNT; i++)
        printf("%8.1f", 100 * evaluation_ratio_of(score->token[i]).f1);
    printf("%8.1f%7.1f%7.1f%8.1f", 100 * all.f1, 100 * all.precision, 100 * all.recall,
           100 * evaluation_ratio_of(evaluation_sum(score->exact)).f1);
    if (link < 0)
        printf("%7s%7.2f\n", "-", seconds);
    else
        printf("%7.1f%7.2f\n", 100 * link, seconds);
}

static void print_faults(const struct evaluation *score)
{
    for (int fault = 0; fault < FAULT_COUNT; fault++) {
        printf("  %-10s", evaluation_fault_name((enum evaluation_fault)fault));
        for (int type = 0; type < ENTITY_TYPE_COUNT; type++)
            printf("  %s %zu", entity_type_name((enum entity_type)type), score->faults[fault][type]);
        putchar('\n');
    }
}

static void print_calibration(const struct evaluation *score)
{
    for (int bin = EVALUATION_BINS; bin-- > 0;)
        if (score->bins[bin])
            printf("  confidence %.1f to %.1f: mean %.3f, right %.3f of %zu\n", bin / 10.0, (bin + 1) / 10.0,
                   score->bins_sum[bin] / (double)score->bins[bin],
                   (double)score->bins_right[bin] / (double)score->bins[bin], score->bins[bin]);
}

static int evaluate(const struct options *e, int count, char **paths)
{
    printf("%-24s%6s%7s%8s%8s%8s%8s%7s%7s%8s%7s%7s\n", "set", "docs", "gold", "person", "place", "org", "ALL", "P", "R",
           "exact", "link", "s");
    for (int i = 0; i < count; i++) {
        struct evaluation score;
        struct error error;
        int64_t began = timestamp_monotonic();
        evaluation_init(&score);
        enum status status = score_file(e, paths[i], &score, &error);
        if (status == STATUS_OK)
            print_row(paths[i], &score, (double)(timestamp_monotonic() - began) / 1e6);
        if (status == STATUS_OK && e->faults)
            print_faults(&score);
        if (status == STATUS_OK && e->calibration)
            print_calibration(&score);
        evaluation_release(&score);
        if (status != STATUS_OK) {
            fprintf(stderr, "alam evaluate: %s\n", error.detail);
            return 1;
        }
    }
    return fflush(stdout) != 0;
}

int command_evaluate(int argc, char **argv)
{
    static const struct option options[] = {{"gazetteer", required_argument, NULL, 'g'},
                                            {"faults", no_argument, NULL, 'f'},
                                            {"calibration", no_argument, NULL, 'c'},
                                            {"min-confidence", required_argument, NULL, 'm'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    char found[CONFIG_TEXT_MAXIMUM];
    const char *path = found;
    struct options e = {0};
    struct error error;
    config_gazetteer_path(found, sizeof found);
    for (int option; (option = getopt_long(argc, argv, "g:fcm:h", options, NULL)) != -1;) {
        char *end = "";
        path = option == 'g' ? optarg : path;
        e.faults |= option == 'f';
        e.calibration |= option == 'c';
        if (option == 'm')
            e.min_confidence = strtod(optarg, &end);
        if ((option == 'm' && end == optarg) || *end || !(e.min_confidence >= 0 && e.min_confidence <= 1))
            return usage_refuse("evaluate", "--min-confidence", optarg, "a number from 0 to 1");
        if (option == 'h' || option == '?') {
            fputs(usage, option == 'h' ? stdout : stderr);
            return option == 'h' ? 0 : 2;
        }
    }
    if (optind == argc) {
        fputs(usage, stderr);
        return 2;
    }
    if (gazetteer_open(path, &e.gazetteer, &error) != STATUS_OK) {
        fprintf(stderr, "alam evaluate: %s\n", error.detail);
        return 1;
    }
    int status = evaluate(&e, argc - optind, argv + optind);
    gazetteer_free(e.gazetteer);
    return status;
}
