/* linearity.c - does time stay in proportion to the text, whatever the text is?
 *
 *     linearity DIRECTORY
 *
 * Each case is a text of n, 2n and 4n bytes (4n = 2 MiB) in one call of tag(): prints nanoseconds a byte of each, the best of
 * three, and "linear" where the longest costs at most LINEAR_FACTOR times the shortest, a byte. The longer texts leave the
 * caches, hence the factor; a quadratic case would show 4. DIRECTORY has text.txt and the gazetteer.img of bench_tagger.
 */
#include "nlp/build/builder.h"
#include "nlp/gazetteer.h"
#include "nlp/tagger.h"
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 2 * 1024 * 1024, SIZES = 3, TRIES = 3 };
static const double LINEAR_FACTOR = 2;

struct bench {
    struct gazetteer *listed, *made; /* of bench_tagger; of the names "ا", "ا ا", "ا ا ا" … and محمد الخطيب */
    const char *text;
    size_t text_length;
};

/* Writes `size` bytes of a case's text, cut between characters. */
typedef void fill_function(const struct bench *bench, char *out, size_t size);

static void repeat(const char *unit, char *out, size_t size)
{
    size_t length = strlen(unit), used = 0;
    for (; used + length <= size; used += length)
        memcpy(out + used, unit, length);
    memset(out + used, ' ', size - used);
}

static void fill_text(const struct bench *bench, char *out, size_t size)
{
    memcpy(out, bench->text, size);
    for (size_t end = size; end > 0 && ((unsigned char)out[end - 1] & 0x80); end--)
        out[end - 1] = ' ';
}

static void fill_unpunctuated(const struct bench *bench, char *out, size_t size)
{
    fill_text(bench, out, size);
    for (size_t i = 0; i < size; i++)
        if (strchr(".,\n", out[i]) || (i + 1 < size && memcmp(out + i, "،", 2) == 0))
            memset(out + i, ' ', out[i] & 0x80 ? 2 : 1);
}

static void fill_name(const struct bench *bench, char *out, size_t size)
{
    (void)bench;
    repeat("محمد الخطيب ", out, size);
}

static void fill_reference(const struct bench *bench, char *out, size_t size)
{
    (void)bench;
    repeat("محمد الخطيب هنا. الخطيب، ", out, size);
}

static void fill_word(const struct bench *bench, char *out, size_t size)
{
    (void)bench;
    repeat("مصر", out, size);
}

static void fill_nested(const struct bench *bench, char *out, size_t size)
{
    (void)bench;
    repeat("ا ", out, size);
}

static void fill_particles(const struct bench *bench, char *out, size_t size)
{
    (void)bench;
    repeat("وللا فللا وبا ", out, size);
}

/* Every name is in no list and new: "Dr Baaaab Caaaab. Dr Baaaac …" */
static void fill_unknown(const struct bench *bench, char *out, size_t size)
{
    size_t used = 0;
    (void)bench;
    for (unsigned number = 0; used + 32 <= size; number++) {
        char word[8] = "zorba";
        for (unsigned digit = 0, rest = number; digit < 5; digit++, rest /= 20)
            word[digit] = "bcdfghjklmnpqrstvwxz"[rest % 20];
        used += (size_t)sprintf(out + used, "President John O%s said. ", word);
    }
    memset(out + used, ' ', size - used);
}

static const struct linearity_case {
    const char *name;
    fill_function *fill;
    bool made; /* tagged with the made gazetteer */
} cases[] = {
    {"newspaper text", fill_text, false},
    {"text without punctuation", fill_unpunctuated, false},
    {"one name repeated", fill_name, true},
    {"full name, then its end", fill_reference, true},
    {"one word", fill_word, false},
    {"nested names (a, a a, …)", fill_nested, true},
    {"stacked particles", fill_particles, true},
    {"new unknown names", fill_unknown, false},
};

static struct gazetteer *made_gazetteer(void)
{
    static char tsv[8192];
    size_t used = (size_t)sprintf(tsv, "id\ttype\ten\tar\np:0\tperson\t\tمحمد الخطيب\n");
    void *image;
    size_t size;
    struct error error;
    struct gazetteer *gazetteer;
    for (int words = 1; words <= 24; words++) {
        used += (size_t)sprintf(tsv + used, "p:%d\tperson\t\t", words);
        for (int i = 0; i < words; i++)
            used += (size_t)sprintf(tsv + used, i ? " ا" : "ا");
        used += (size_t)sprintf(tsv + used, "\n");
    }
    struct builder *builder = builder_new();
    if (!builder || builder_add(builder, "made", tsv, used, &error) != STATUS_OK ||
        builder_finish(builder, "made", &image, &size, &error) != STATUS_OK ||
        gazetteer_open_memory(image, size, &gazetteer, &error) != STATUS_OK)
        bench_die("cannot build the made gazetteer");
    builder_free(builder);
    return gazetteer; /* its image stays until the program ends */
}

static double nanoseconds_a_byte(const struct gazetteer *gazetteer, const char *text, size_t size)
{
    double best = 0;
    for (int i = 0; i < TRIES; i++) {
        struct arena arena;
        struct annotation annotation;
        struct error error;
        struct tag_request request = {.text = {text, size}, .types = ENTITY_TYPES_ALL};
        arena_init(&arena, tag_arena_size(size));
        double begin = bench_cpu_seconds();
        if (tag(gazetteer, &request, &arena, &annotation, &error) != STATUS_OK)
            bench_die("%s", error.detail);
        double seconds = bench_cpu_seconds() - begin;
        best = i == 0 || seconds < best ? seconds : best;
        arena_release(&arena);
    }
    return best * 1e9 / (double)size;
}

int main(int argc, char **argv)
{
    char path[512], *text = malloc(LONGEST);
    struct error error;
    struct bench bench;
    if (argc != 2 || !text)
        bench_die("usage: linearity DIRECTORY");
    snprintf(path, sizeof path, "%s/gazetteer.img", argv[1]);
    if (gazetteer_open(path, &bench.listed, &error) != STATUS_OK)
        bench_die("%s", error.detail);
    snprintf(path, sizeof path, "%s/text.txt", argv[1]);
    bench.text = bench_read(path, &bench.text_length);
    if (bench.text_length < LONGEST)
        bench_die("%s is shorter than %d bytes", path, LONGEST);
    bench.made = made_gazetteer();
    printf("%-26s %9s %9s %9s   ns a byte\n", "", "512 KiB", "1 MiB", "2 MiB");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double costs[SIZES];
        for (int s = 0; s < SIZES; s++) {
            size_t size = (size_t)LONGEST >> (SIZES - 1 - s);
            cases[i].fill(&bench, text, size);
            costs[s] = nanoseconds_a_byte(cases[i].made ? bench.made : bench.listed, text, size);
        }
        bool linear = costs[SIZES - 1] <= costs[0] * LINEAR_FACTOR;
        printf("%-26s %9.1f %9.1f %9.1f   %s\n", cases[i].name, costs[0], costs[1], costs[2],
               linear ? "linear" : "NOT LINEAR");
    }
    gazetteer_free(bench.listed);
    gazetteer_free(bench.made);
    free(text);
    return 0;
}
