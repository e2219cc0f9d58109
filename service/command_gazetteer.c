#include "service/commands.h"

#include "nlp/build.h"
#include "nlp/gazetteer.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SOURCE_MAXIMUM = 1 << 30 };

static const char usage[] =
    "usage: alam gazetteer build [-o IMAGE] [--version TEXT] SOURCE.tsv…   compile sources into an image\n"
    "       alam gazetteer lookup [--gazetteer IMAGE] NAME…                which entities have this name, and why\n";

static bool read_file(const char *path, char **ret_bytes, size_t *ret_length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    size_t length = 0, room = 0;
    bool done = false;
    while (file) {
        if (length == room) {
            room = room ? room * 2 : 1 << 16;
            char *grown = room <= SOURCE_MAXIMUM ? realloc(bytes, room) : NULL;
            if (!grown)
                break;
            bytes = grown;
        }
        size_t got = fread(bytes + length, 1, room - length, file);
        length += got;
        if (got == 0) {
            done = !ferror(file);
            break;
        }
    }
    if (file)
        fclose(file);
    if (!done) {
        fprintf(stderr, "alam gazetteer: %s: %s\n", path, errno ? strerror(errno) : "too large");
        free(bytes);
        return false;
    }
    *ret_bytes = bytes;
    *ret_length = length;
    return true;
}

/* Writes beside the target and renames, so that a running service never maps half an image. */
static bool write_file(const char *path, const void *bytes, size_t length)
{
    char *beside = NULL;
    if (asprintf(&beside, "%s.%ld", path, (long)getpid()) < 0)
        return false;
    FILE *file = fopen(beside, "wb");
    bool done = file && fwrite(bytes, 1, length, file) == length && fflush(file) == 0 && fsync(fileno(file)) == 0;
    done = file && fclose(file) == 0 && done && rename(beside, path) == 0;
    if (!done) {
        fprintf(stderr, "alam gazetteer: %s: %s\n", path, strerror(errno));
        unlink(beside);
    }
    free(beside);
    return done;
}

static int build(int argc, char **argv)
{
    static const struct option options[] = {{"output", required_argument, NULL, 'o'}, {"version", required_argument, NULL, 'v'}, {0}};
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
    struct timespec began, ended;
    clock_gettime(CLOCK_MONOTONIC, &began);
    struct builder *builder = builder_new();
    struct error error = {"out of memory"};
    enum status status = builder ? STATUS_OK : STATUS_OUT_OF_MEMORY;
    for (int i = optind; i < argc && status == STATUS_OK; i++) {
        char *bytes = NULL;
        size_t length = 0;
        status = read_file(argv[i], &bytes, &length) ? STATUS_OK : error_set(&error, STATUS_IO, "a source cannot be read");
        if (status == STATUS_OK) {
            status = builder_add(builder, argv[i], bytes, length, &error);
            free(bytes);
        }
    }
    void *image = NULL;
    size_t length = 0;
    if (status == STATUS_OK)
        status = builder_finish(builder, version, &image, &length, &error);
    clock_gettime(CLOCK_MONOTONIC, &ended);
    if (status != STATUS_OK) {
        fprintf(stderr, "alam gazetteer: %s\n", error.detail);
    } else {
        struct builder_counts counts = builder_counts(builder);
        double seconds = (double)(ended.tv_sec - began.tv_sec) + (double)(ended.tv_nsec - began.tv_nsec) / 1e9;
        if (write_file(output, image, length))
            printf("%s: %zu entities, %zu names, %zu words, %zu nodes, %zu bytes (%.0f a name), %.2f s\n", output, counts.entities,
                   counts.names, counts.words, counts.nodes, length, counts.names ? (double)length / (double)counts.names : 0.0, seconds);
        else
            status = STATUS_IO;
    }
    builder_free(builder);
    free(image);
    return status == STATUS_OK ? 0 : 1;
}

static int lookup(int argc, char **argv)
{
    static const struct option options[] = {{"gazetteer", required_argument, NULL, 'g'}, {0}};
    const char *path = getenv("ALAM_GAZETTEER") ? getenv("ALAM_GAZETTEER") : "build/gazetteer.img";
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
        if (gazetteer_lookup(gazetteer, (struct text){argv[i], strlen(argv[i])}, &arena, &indexes, &count) != STATUS_OK || count == 0) {
            printf("%s\tnot in the gazetteer\n", argv[i]);
            missing = 1;
        }
        for (size_t k = 0; k < count; k++) {
            struct gazetteer_entity entity;
            gazetteer_entity(gazetteer, indexes[k], &entity);
            printf("%s\t%s\t%s\t%s\t%s\t%s\n", argv[i], entity.id, entity_type_name(entity.type), entity.subtype, entity.name_ar, entity.name_en);
        }
    }
    arena_release(&arena);
    gazetteer_free(gazetteer);
    return missing;
}

int command_gazetteer(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(int argc, char **argv);
    } verbs[] = {{"build", build}, {"lookup", lookup}};
    for (size_t i = 0; argc > 1 && i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(argv[1], verbs[i].name) == 0)
            return verbs[i].run(argc - 1, argv + 1);
    bool help = argc > 1 && strcmp(argv[1], "--help") == 0;
    fputs(usage, help ? stdout : stderr);
    return help ? 0 : 2;
}
