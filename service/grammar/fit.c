/* alam grammar fit: fits the weights of the sequence model to labelled articles. */
#include "service/app/config.h"
#include "service/app/usage.h"
#include "service/base/timestamp.h"
#include "service/grammar/corpus.h"
#include "service/grammar/golden.h"
#include "service/grammar/patterns.h"
#include "service/grammar/verbs.h"
#include "service/grammar/weights_file.h"

#include "nlp/gazetteer_state.h"

#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: alam grammar fit [OPTIONS] [LABELLED.jsonl…]\n"
    "Fits the weights that decide which words are names to labelled articles, and writes them as a gazetteer source\n"
    "(alam gazetteer build takes it). Without --anew the weights of the gazetteer image are the starting point, and "
    "the\n"
    "articles change them only where they have something to say: a few dozen articles of your own are enough to help.\n"
    "A cross-validation over the articles comes first; weights that find no more than the image's are not written.\n"
    "  -o FILE            where to write; without it nothing is written\n"
    "  --check            cross-validate only\n"
    "  --script NAME      arabic (the default) or latin: which sentences to fit\n"
    "  --gazetteer IMAGE  the gazetteer to read the articles with\n"
    "  --own FILE         labelled articles of your own, which count --weight times as much; may be repeated\n"
    "  --weight N         how much (3)\n"
    "  --silver FILE      articles that a machine labelled: they count a third, and no fit is measured on them; may "
    "be\n"
    "                     repeated\n"
    "  --golden FILE.tsv  golden rows, as further articles; may be repeated\n"
    "  --sentences DIR    also generate sentences from DIR/fit/sentences-*.tsv and the names of the sources in DIR\n"
    "  --generated N      how much a generated sentence counts (1 is as much as one of an article)\n"
    "  --folds N          of the cross-validation, 2 to 20 (5); 0: none, and nothing is refused\n"
    "  --anew             start from nothing instead of the image's weights\n"
    "  --force            write the weights even if the cross-validation is against them\n"
    "  --seed N           of the order of sentences and of what is generated (1)\n";

enum { FILES_MAXIMUM = 64, FOLDS_MAXIMUM = 20, WEIGHT_MAXIMUM = 100 };

struct file_list {
    const char *paths[FILES_MAXIMUM];
    size_t count;
};

struct settings {
    const char *image_path, *out_path, *sentences;
    struct file_list golden, own, silver;
    enum script script;
    float generated, weight; /* how much a generated sentence counts, and an own one */
    unsigned folds;
    uint64_t seed;
    bool check, anew, force;
};

static const char *const scripts[SCRIPT_COUNT] = {"arabic", "latin"};

/* ---- reading ---- */

static enum status take_golden(void *owner, const struct labelled_article *article, struct error *error)
{
    return corpus_add(owner, article, PART_GENERATED, 1, error);
}

static enum status read_labelled(struct corpus *corpus, const char *path, enum part part, float importance,
                                 struct error *error)
{
    struct labelled_reader reader;
    const struct labelled_article *article = NULL;
    size_t count = 0;
    enum status status = labelled_open(&reader, path, error);
    while (status == STATUS_OK && (status = labelled_next(&reader, &article, error)) == STATUS_OK && article) {
        status = corpus_add(corpus, article, part, importance, error);
        count++;
    }
    labelled_close(&reader);
    return status == STATUS_OK && count == 0
               ? error_set(error, STATUS_BAD_SOURCE, "%s: no labelled article in this file", path)
               : status;
}

static enum status add_generated(struct corpus *corpus, const struct generated *sentence, float importance,
                                 struct error *error)
{
    struct scored_span spans[256];
    struct labelled_range others[256];
    struct labelled_article article = {.id = "", .text = sentence->text, .spans = spans, .others = others};
    for (size_t i = 0; i < sentence->span_count && i < sizeof spans / sizeof *spans; i++) {
        const struct generated_span *span = &sentence->spans[i];
        if (span->other)
            others[article.other_count++] = (struct labelled_range){span->start, span->end};
        else
            spans[article.span_count++] =
                (struct scored_span){.start = span->start, .end = span->end, .type = span->type};
    }
    return corpus_add(corpus, &article, PART_GENERATED, importance, error);
}

static enum status read_generated(struct corpus *corpus, const struct settings *s, struct error *error)
{
    struct generated sentence;
    struct generator *generator = generator_new(s->seed);
    if (!generator)
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory to generate sentences");
    enum status status = patterns_read(generator, s->sentences, s->script, error);
    while (status == STATUS_OK && generator_next(generator, &sentence))
        status = add_generated(corpus, &sentence, s->generated, error);
    generator_free(generator);
    return status;
}

static enum status read_list(struct corpus *corpus, const struct file_list *list, enum part part, float importance,
                             struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < list->count && status == STATUS_OK; i++)
        status = read_labelled(corpus, list->paths[i], part, importance, error);
    return status;
}

static enum status read_all(struct corpus *corpus, const struct settings *s, int count, char **paths,
                            struct error *error)
{
    static const float SILVER = 1.F / 3;
    enum status status = STATUS_OK;
    for (int i = 0; i < count && status == STATUS_OK; i++)
        status = read_labelled(corpus, paths[i], PART_OWN, 1, error);
    if (status == STATUS_OK)
        status = read_list(corpus, &s->own, PART_OWN, s->weight, error);
    if (status == STATUS_OK)
        status = read_list(corpus, &s->silver, PART_GENERATED, SILVER, error);
    for (size_t i = 0; i < s->golden.count && status == STATUS_OK; i++)
        status = golden_read(s->golden.paths[i], take_golden, corpus, error);
    if (status == STATUS_OK && s->sentences)
        status = read_generated(corpus, s, error);
    return status == STATUS_OK ? corpus_finish(corpus, s->folds ? s->folds : 1, error) : status;
}

/* ---- cross-validation ---- */

static void print_score(const char *name, const struct evaluation *e)
{
    struct evaluation_ratio all = evaluation_ratio_of(evaluation_sum(e->token));
    fprintf(stderr, "%-12s", name);
    for (int i = 0; i < ENTITY_TYPE_COUNT; i++)
        fprintf(stderr, "%14.1f", 100 * evaluation_ratio_of(e->token[i]).f1);
    fprintf(stderr, "%8.1f%8.1f%8.1f%8.1f\n", 100 * all.precision, 100 * all.recall, 100 * all.f1,
            100 * evaluation_ratio_of(evaluation_sum(e->exact)).f1);
}

static void print_head(void)
{
    fprintf(stderr, "%-12s%14s%14s%14s%8s%8s%8s%8s\n", "", "person", "place", "organization", "P", "R", "F1", "exact");
}

/* The weights of the image as they are, by the examples' numbers. */
static bool take_image(const struct examples *examples, const struct image *image, struct trained *ret_trained)
{
    struct train_options none = TRAIN_DEFAULTS;
    none.epochs = 0;
    none.centre = image;
    return train(examples, &none, ret_trained);
}

static enum status measure(const struct corpus *corpus, const struct settings *s, struct train_options options,
                           struct evaluation *before, struct evaluation *after, struct error *error)
{
    bool done = true;
    options.folds = corpus->folds;
    for (unsigned fold = 0; fold < s->folds && done; fold++) {
        struct trained trained = {0}, shipped = {0};
        int64_t began = timestamp_monotonic();
        options.left_out = (uint8_t)fold;
        done = take_image(&corpus->examples, &corpus->gazetteer->image, &shipped) &&
               train(&corpus->examples, &options, &trained) && corpus_score(corpus, &shipped, fold, before) &&
               corpus_score(corpus, &trained, fold, after);
        trained_release(&trained);
        trained_release(&shipped);
        fprintf(stderr, "fold %u of %u: %.1f s\n", fold + 1, s->folds, (double)(timestamp_monotonic() - began) / 1e6);
    }
    return done ? STATUS_OK : error_set(error, STATUS_OUT_OF_MEMORY, "no memory for the fit");
}

/* Are the new weights better than the image's, by cross-validation? */
static enum status cross_validate(const struct corpus *corpus, const struct settings *s,
                                  const struct train_options *options, bool *ret_better, struct error *error)
{
    struct evaluation before, after;
    evaluation_init(&before);
    evaluation_init(&after);
    enum status status = measure(corpus, s, *options, &before, &after, error);
    if (status == STATUS_OK) {
        print_head();
        if (!s->anew)
            print_score("image", &before);
        print_score("fitted", &after);
        *ret_better = s->anew || evaluation_ratio_of(evaluation_sum(after.token)).f1 >
                                     evaluation_ratio_of(evaluation_sum(before.token)).f1;
    }
    evaluation_release(&before);
    evaluation_release(&after);
    return status;
}

/* ---- fitting ---- */

static enum status fit_all(const struct corpus *corpus, const struct settings *s, const struct train_options *options,
                           struct error *error)
{
    struct trained trained = {0};
    if (!train(&corpus->examples, options, &trained))
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory for the fit");
    enum status status = weights_file_write(s->out_path, scripts[s->script], &corpus->examples, &trained, error);
    trained_release(&trained);
    return status;
}

static enum status fit(const struct gazetteer *gazetteer, const struct settings *s, int count, char **paths,
                       struct error *error)
{
    struct corpus corpus;
    struct train_options options = TRAIN_DEFAULTS;
    bool better = true;
    options.seed = s->seed;
    options.centre = s->anew ? NULL : &gazetteer->image;
    corpus_init(&corpus, gazetteer, s->script);
    enum status status = read_all(&corpus, s, count, paths, error);
    if (status == STATUS_OK)
        fprintf(stderr, "%zu articles, %zu words, %zu features\n", corpus.articles.count, corpus.examples.gold.count,
                corpus.examples.keys.count);
    if (status == STATUS_OK && s->folds)
        status = cross_validate(&corpus, s, &options, &better, error);
    if (status == STATUS_OK && s->out_path && !s->check)
        status = better || s->force
                     ? fit_all(&corpus, s, &options, error)
                     : error_set(error, STATUS_CONFLICT,
                                 "by cross-validation the fitted weights find no more than the image's: nothing "
                                 "is written (--force writes them all the same)");
    corpus_release(&corpus);
    return status;
}

/* ---- options ---- */

static bool parse_number(const char *text, double most, double *ret_number)
{
    char *end;
    *ret_number = strtod(text, &end);
    return end != text && *end == '\0' && *ret_number >= 0 && *ret_number <= most;
}

static bool take_file(struct file_list *list, const char *path)
{
    if (list->count == FILES_MAXIMUM)
        return false;
    list->paths[list->count++] = path;
    return true;
}

static bool take_number(int option, const char *value, struct settings *s)
{
    static const double SEED_MAXIMUM = 1e9;
    double number = 0;
    if (!parse_number(value, option == 'k' ? FOLDS_MAXIMUM : option == 'r' ? SEED_MAXIMUM : WEIGHT_MAXIMUM, &number))
        return false;
    if (option == 'w')
        s->generated = (float)number;
    else if (option == 'W')
        s->weight = (float)number;
    else if (option == 'r')
        s->seed = (uint64_t)number;
    else
        s->folds = (unsigned)number;
    return option != 'k' || (number != 1 && number == floor(number));
}

static bool take_option(int option, const char *value, struct settings *s)
{
    switch (option) {
    case 'o':
        return (s->out_path = value) != NULL;
    case 'g':
        return (s->image_path = value) != NULL;
    case 'd':
        return (s->sentences = value) != NULL;
    case 'c':
        return s->check = true;
    case 'a':
        return s->anew = true;
    case 'f':
        return s->force = true;
    case 'G':
        return take_file(&s->golden, value);
    case 'O':
        return take_file(&s->own, value);
    case 'S':
        return take_file(&s->silver, value);
    case 's':
        s->script = strcmp(value, scripts[SCRIPT_LATIN]) == 0 ? SCRIPT_LATIN : SCRIPT_ARABIC;
        return strcmp(value, scripts[s->script]) == 0;
    case 'w':
    case 'W':
    case 'k':
    case 'r':
        return take_number(option, value, s);
    default:
        return false;
    }
}

int grammar_verb_fit(int argc, char **argv)
{
    static const struct option options[] = {{"gazetteer", required_argument, NULL, 'g'},
                                            {"golden", required_argument, NULL, 'G'},
                                            {"own", required_argument, NULL, 'O'},
                                            {"weight", required_argument, NULL, 'W'},
                                            {"silver", required_argument, NULL, 'S'},
                                            {"sentences", required_argument, NULL, 'd'},
                                            {"generated", required_argument, NULL, 'w'},
                                            {"script", required_argument, NULL, 's'},
                                            {"folds", required_argument, NULL, 'k'},
                                            {"seed", required_argument, NULL, 'r'},
                                            {"check", no_argument, NULL, 'c'},
                                            {"anew", no_argument, NULL, 'a'},
                                            {"force", no_argument, NULL, 'f'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    char found[CONFIG_TEXT_MAXIMUM];
    struct settings settings = {.image_path = found, .generated = 1, .weight = 3, .folds = 5, .seed = 1};
    struct gazetteer *gazetteer = NULL;
    struct error error;
    config_gazetteer_path(found, sizeof found);
    int at = 0;
    for (int option; (option = getopt_long(argc, argv, "o:h", options, &at)) != -1;)
        if (option == 'h' || !take_option(option, optarg, &settings)) {
            if (option != 'h' && option != '?')
                fprintf(stderr, "alam grammar fit: --%s %s: this value is not one that the option takes\n",
                        options[at].name, optarg);
            fputs(usage, option == 'h' ? stdout : stderr);
            return option == 'h' ? 0 : 2;
        }
    if (optind == argc && settings.golden.count + settings.own.count + settings.silver.count == 0 &&
        !settings.sentences) {
        fputs(usage, stderr);
        return 2;
    }
    enum status status = gazetteer_open(settings.image_path, &gazetteer, &error);
    if (status == STATUS_OK)
        status = fit(gazetteer, &settings, argc - optind, argv + optind, &error);
    if (status != STATUS_OK)
        fprintf(stderr, "alam grammar fit: %s\n", error.detail);
    gazetteer_free(gazetteer);
    return status != STATUS_OK;
}
