#include "service/gazetteer/verbs/verbs.h"

#include "nlp/build/builder.h"
#include "service/app/config.h"
#include "service/base/timestamp.h"
#include "service/gazetteer/faults.h"
#include "service/gazetteer/files.h"
#include "service/gazetteer/verbs/source_header.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static const char usage[] = "usage: alam gazetteer build [-o IMAGE] [--version TEXT] SOURCE.tsv…\n"
                            "Compiles sources into one image. Without -o it is written to " CONFIG_IMAGE_BUILT ".\n";

static void count_fault(void *cls, const char *fault)
{
    size_t *count = cls;
    if ((*count)++ < FAULTS_SHOWN)
        fprintf(stderr, "alam gazetteer: %s\n", fault);
}

static enum status add_source(struct builder *builder, const char *path, size_t *faults, struct error *error)
{
    char *bytes = NULL;
    size_t length = 0, before = *faults;
    if (!file_read(path, &bytes, &length))
        return error_set(error, STATUS_IO, "a source cannot be read");
    struct text text = {bytes, length};
    enum status status = faults_check_file(path, text) && source_header_check(path, text)
                             ? builder_add(builder, path, bytes, length, error)
                             : error_set(error, STATUS_IO, "nothing is written: %.200s is no source", path);
    free(bytes);
    if (status == STATUS_BAD_SOURCE && *faults == before)
        count_fault(faults, error->detail);
    return status;
}

/* All sources are read, so that all faults are told at once. */
static enum status add_sources(struct builder *builder, char **paths, int count, struct error *error)
{
    enum status result = STATUS_OK;
    size_t faults = 0;
    builder_on_fault(builder, count_fault, &faults);
    for (int i = 0; i < count; i++) {
        enum status status = add_source(builder, paths[i], &faults, error);
        if (status != STATUS_OK && status != STATUS_BAD_SOURCE)
            return status;
        result = status != STATUS_OK ? status : result;
    }
    if (faults)
        error_set(error, STATUS_BAD_SOURCE, "%zu faulty rows%s; nothing is written", faults,
                  faults > FAULTS_SHOWN ? ", of which the first 10 are shown" : "");
    return result;
}

static void print_counts(const struct builder *builder, const char *output, size_t length, int64_t began)
{
    struct builder_counts counts = builder_counts(builder);
    double seconds = (double)(timestamp_monotonic() - began) / 1e6;
    printf("%s: %zu entities, %zu names, %zu words, %zu nodes, %zu bytes (%.0f a name), %.2f s\n", output,
           counts.entities, counts.names, counts.words, counts.nodes, length,
           counts.names ? (double)length / (double)counts.names : 0.0, seconds);
}

static int make_image(const char *output, const char *version, char **paths, int count)
{
    int64_t began = timestamp_monotonic();
    struct error error = {"out of memory"};
    void *image = NULL;
    size_t length = 0;
    struct builder *builder = builder_new();
    enum status status = builder ? add_sources(builder, paths, count, &error) : STATUS_OUT_OF_MEMORY;
    if (status == STATUS_OK)
        status = builder_finish(builder, version, &image, &length, &error);
    if (status != STATUS_OK)
        fprintf(stderr, "alam gazetteer: %s\n", error.detail);
    else if (file_write(output, image, length))
        print_counts(builder, output, length, began);
    else
        status = STATUS_IO;
    builder_free(builder);
    free(image);
    return status == STATUS_OK ? 0 : 1;
}

int gazetteer_verb_build(int argc, char **argv)
{
    static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                            {"version", required_argument, NULL, 'v'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    const char *output = CONFIG_IMAGE_BUILT, *version = "unversioned";
    bool help = false;
    for (int option; (option = getopt_long(argc, argv, "o:h", options, NULL)) != -1;) {
        if (option == '?')
            return 2;
        if (option == 'h')
            help = true;
        else
            *(option == 'o' ? &output : &version) = optarg;
    }
    if (help || optind == argc) {
        fputs(usage, help ? stdout : stderr);
        return help ? 0 : 2;
    }
    return make_image(output, version, argv + optind, argc - optind);
}
