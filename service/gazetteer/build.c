#include "nlp/build/build.h"

#include "service/gazetteer/files.h"
#include "service/gazetteer/verbs.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const char usage[] = "usage: alam gazetteer build [-o IMAGE] [--version TEXT] SOURCE.tsv…\n";

static enum status add_sources(struct builder *builder, char **paths, int count, struct error *error)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        char *bytes = NULL;
        size_t length = 0;
        if (!file_read(paths[i], &bytes, &length))
            return error_set(error, STATUS_IO, "a source cannot be read");
        status = builder_add(builder, paths[i], bytes, length, error);
        free(bytes);
    }
    return status;
}

static void print_counts(const struct builder *builder, const char *output, size_t length, const struct timespec *began)
{
    struct builder_counts counts = builder_counts(builder);
    struct timespec ended;
    clock_gettime(CLOCK_MONOTONIC, &ended);
    double seconds = (double)(ended.tv_sec - began->tv_sec) + (double)(ended.tv_nsec - began->tv_nsec) / 1e9;
    printf("%s: %zu entities, %zu names, %zu words, %zu nodes, %zu bytes (%.0f a name), %.2f s\n", output,
           counts.entities, counts.names, counts.words, counts.nodes, length,
           counts.names ? (double)length / (double)counts.names : 0.0, seconds);
}

static int make_image(const char *output, const char *version, char **paths, int count)
{
    struct timespec began;
    struct error error = {"out of memory"};
    void *image = NULL;
    size_t length = 0;
    clock_gettime(CLOCK_MONOTONIC, &began);
    struct builder *builder = builder_new();
    enum status status = builder ? add_sources(builder, paths, count, &error) : STATUS_OUT_OF_MEMORY;
    if (status == STATUS_OK)
        status = builder_finish(builder, version, &image, &length, &error);
    if (status != STATUS_OK)
        fprintf(stderr, "alam gazetteer: %s\n", error.detail);
    else if (file_write(output, image, length))
        print_counts(builder, output, length, &began);
    else
        status = STATUS_IO;
    builder_free(builder);
    free(image);
    return status == STATUS_OK ? 0 : 1;
}

int gazetteer_build(int argc, char **argv)
{
    static const struct option options[] = {
        {"output", required_argument, NULL, 'o'}, {"version", required_argument, NULL, 'v'}, {0}};
    const char *output = "build/gazetteer.img", *version = "unversioned";
    for (int option; (option = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
        if (option == '?')
            return 2;
        *(option == 'o' ? &output : &version) = optarg;
    }
    if (optind == argc) {
        fputs(usage, stderr);
        return 2;
    }
    return make_image(output, version, argv + optind, argc - optind);
}
