/* bench_tagger.c - the whole tagger beside the floor, on one core.
 *
 *     bench_tagger NAMES DIRECTORY [TSV...]
 *
 * DIRECTORY has what `generate` wrote; the TSVs (the project's lexicon and grammar) go into the gazetteer too. Prints two
 * rows: the floor, and alam: tag() over the text article by article, the arena reset between, nothing printed. The two
 * alternate, ROUNDS times over the whole text, and the median counts.
 */
#include "nlp/build/builder.h"
#include "nlp/gazetteer.h"
#include "nlp/tagger.h"
#include "tests/bench/bench.h"
#include "tests/bench/floor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 9, OPENINGS = 5, ARENA_BYTES = 64 * 1024 * 1024 };

struct text_counts {
    size_t articles, mentions;
};

static void add_source(struct builder *builder, const char *path)
{
    struct error error;
    size_t length;
    char *bytes = bench_read(path, &length);
    if (builder_add(builder, path, bytes, length, &error) != STATUS_OK)
        bench_die("%s", error.detail);
    free(bytes);
}

static void add_generated(struct builder *builder, const char *directory, const char *file)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, file);
    add_source(builder, path);
}

/* Builds the image into DIRECTORY/gazetteer.img, as `alam gazetteer build` does. */
static double build(const char *directory, char **sources, int source_count, const char *image_path, size_t *ret_size)
{
    struct error error;
    void *image = NULL;
    double begin = bench_seconds();
    struct builder *builder = builder_new();
    if (!builder)
        bench_die("no memory");
    for (int i = 0; i < source_count; i++)
        add_source(builder, sources[i]);
    add_generated(builder, directory, "dictionary.tsv");
    add_generated(builder, directory, "names.tsv");
    if (builder_finish(builder, "bench", &image, ret_size, &error) != STATUS_OK)
        bench_die("%s", error.detail);
    double seconds = bench_seconds() - begin;
    FILE *file = fopen(image_path, "wb");
    if (!file || fwrite(image, 1, *ret_size, file) != *ret_size || fclose(file) != 0)
        bench_die("cannot write %s", image_path);
    builder_free(builder);
    free(image);
    return seconds;
}

/* Opens the image some times, median milliseconds; the last one stays open. */
static double open_image(const char *path, struct gazetteer **ret_gazetteer)
{
    double seconds[OPENINGS];
    struct error error;
    *ret_gazetteer = NULL;
    for (int i = 0; i < OPENINGS; i++) {
        gazetteer_free(*ret_gazetteer);
        double begin = bench_seconds();
        if (gazetteer_open(path, ret_gazetteer, &error) != STATUS_OK)
            bench_die("%s", error.detail);
        seconds[i] = bench_seconds() - begin;
    }
    return bench_median(seconds, OPENINGS) * 1000;
}

static struct text_counts tag_text(const struct gazetteer *gazetteer, struct arena *arena, const char *text,
                                   size_t length)
{
    struct text_counts counts = {0};
    for (size_t at = 0, size; at < length; at += size) {
        struct tag_request request = {.text = {text + at, size = bench_article(text + at, length - at)},
                                      .types = ENTITY_TYPES_ALL};
        struct annotation annotation;
        struct error error;
        arena_reset(arena);
        if (tag(gazetteer, &request, arena, &annotation, &error) != STATUS_OK)
            bench_die("%s", error.detail);
        counts.articles++;
        for (size_t i = 0; i < annotation.entity_count; i++)
            counts.mentions += annotation.entities[i].mention_count;
    }
    return counts;
}

static double time_floor(const struct floor *floor, const char *text, size_t length, struct floor_counts *ret_counts)
{
    double begin = bench_cpu_seconds();
    *ret_counts = floor_pass(floor, text, length);
    return bench_cpu_seconds() - begin;
}

static double time_tagger(const struct gazetteer *gazetteer, struct arena *arena, const char *text, size_t length,
                          struct text_counts *ret_counts)
{
    double begin = bench_cpu_seconds();
    *ret_counts = tag_text(gazetteer, arena, text, length);
    return bench_cpu_seconds() - begin;
}

int main(int argc, char **argv)
{
    char path[512], note[160];
    size_t text_length, names_length, image_size;
    if (argc < 3)
        bench_die("usage: bench_tagger NAMES DIRECTORY [TSV...]");
    double names = strtod(argv[1], NULL), floor_seconds[ROUNDS], tag_seconds[ROUNDS];
    snprintf(path, sizeof path, "%s/gazetteer.img", argv[2]);
    double build_seconds = build(argv[2], argv + 3, argc - 3, path, &image_size);
    struct gazetteer *gazetteer;
    double open_milliseconds = open_image(path, &gazetteer);

    struct floor floor;
    struct arena arena;
    struct floor_counts words;
    struct text_counts counts;
    snprintf(path, sizeof path, "%s/names.txt", argv[2]);
    char *plain = bench_read(path, &names_length);
    snprintf(path, sizeof path, "%s/text.txt", argv[2]);
    char *text = bench_read(path, &text_length);
    floor_init(&floor, plain, names_length);
    arena_init(&arena, ARENA_BYTES);
    time_tagger(gazetteer, &arena, text, text_length, &counts);
    for (int i = 0; i < ROUNDS; i++) {
        floor_seconds[i] = time_floor(&floor, text, text_length, &words);
        tag_seconds[i] = time_tagger(gazetteer, &arena, text, text_length, &counts);
    }
    double megabytes = (double)text_length / 1e6, by_floor = bench_median(floor_seconds, ROUNDS),
           by_tag = bench_median(tag_seconds, ROUNDS);
    snprintf(note, sizeof note, "%zu words, %zu in the table", words.words, words.hits);
    bench_print(&(struct bench_row){"floor", note, names, megabytes / by_floor, by_floor * 1e9 / (double)words.words, 1,
                                    -1, (double)(floor.mask + 1) * 8 / names, -1});
    snprintf(note, sizeof note, "%zu articles, %zu mentions", counts.articles, counts.mentions);
    bench_print(&(struct bench_row){"alam", note, names, megabytes / by_tag, by_tag * 1e9 / (double)words.words,
                                    by_floor / by_tag, build_seconds, (double)image_size / names, open_milliseconds});
    floor_release(&floor);
    arena_release(&arena);
    gazetteer_free(gazetteer);
    free(plain);
    free(text);
    return 0;
}
