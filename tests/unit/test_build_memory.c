/* The builder when memory runs out: every allocation fails once, and each time the build ends with an error, never with an
 * image that lacks something. */
#include "nlp/build/builder.h"

#include "tests/unit/failing_memory.h"
#include "tests/unit/rows.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct source_text {
    const char *name;
    char *bytes;
    size_t length;
};

enum { ENTITY_ROWS = 300 };

/* Enough rows that tables grow more than once, and words for every section of the image. */
static void write_entities(struct source_text *source)
{
    FILE *out = open_memstream(&source->bytes, &source->length);
    fputs("id\ttype\tsubtype\tar\ten\taliases_ar\tcountry\twikidata\n"
          "person:a\tperson\tpolitician\tأبو مازن بولر\tJ.K. Wolfeschlegelsteinhausen\tمحمود عباس\tPS\tQ1\n"
          "org:b\torganization\tmedia\tصحيفة الرياض\tAl Riyadh\tالرياض\tSA\t\n",
          out);
    for (int i = 0; i < ENTITY_ROWS; i++)
        fprintf(out, "place:%d\tplace\tkind-%d\tمدينة%d كبيرة\tTown%d\n", i, i % 40, i, i);
    fclose(out);
}

static struct source_text sources[] = {
    {"entities.tsv", NULL, 0},
    {"lexicon.tsv", "class\tform\nouter-head\tصحيفة\ngiven\tكتاب|محمود\nnoun\tكتاب\nverb-form\tكتب\n", 0},
    {"grammar.tsv", "type\tat\tany\tnone\tweight\nperson\tword\tgiven\t\t6\n", 0},
    {"statistics.tsv", "word\tcluster\tcoarse\tbuckets\nكتاب\t1\t2\t0123456701\n", 0},
    {"weights.tsv", "script\tkey\tweights\narabic\tstart\t1 2 3 4 5 6 7 8\narabic\t00000000000000ff\t1 2 3 4 5 6 7 8\n",
     0},
};

static int write_sources(void **state)
{
    (void)state;
    write_entities(&sources[0]);
    for (size_t i = 1; i < sizeof sources / sizeof *sources; i++)
        sources[i].length = strlen(sources[i].bytes);
    return 0;
}

static int free_sources(void **state)
{
    (void)state;
    free(sources[0].bytes);
    return 0;
}

static enum status build(void **ret_image, size_t *ret_length)
{
    struct error error;
    struct builder *builder = builder_new();
    enum status status = builder ? STATUS_OK : STATUS_OUT_OF_MEMORY;
    for (size_t i = 0; i < sizeof sources / sizeof *sources && status == STATUS_OK; i++)
        status = builder_add(builder, sources[i].name, sources[i].bytes, sources[i].length, &error);
    if (status == STATUS_OK)
        status = builder_finish(builder, "1", ret_image, ret_length, &error);
    builder_free(builder);
    return status;
}

static void every_allocation_that_fails_ends_the_build_with_an_error(void **state)
{
    enum { ALLOCATIONS_MINIMUM = 50, ALLOCATIONS_MAXIMUM = 10000 };
    void *image = NULL;
    size_t length = 0, number = 1;
    (void)state;
    for (; number < ALLOCATIONS_MAXIMUM; number++) {
        countdown = number;
        enum status status = build(&image, &length);
        if (countdown > 0) { /* there are fewer allocations than that */
            assert_int_equal(status, STATUS_OK);
            break;
        }
        if (status != STATUS_OUT_OF_MEMORY)
            fail_msg("allocation %zu failed, and the build ended with %s", number, status_slug(status));
    }
    countdown = 0;
    free(image);
    assert_in_range(number, ALLOCATIONS_MINIMUM, ALLOCATIONS_MAXIMUM - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_that_fails_ends_the_build_with_an_error),
    };
    return cmocka_run_group_tests_name("building without memory", tests, write_sources, free_sources);
}
