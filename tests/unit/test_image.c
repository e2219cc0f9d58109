/* The gazetteer image: the same from the same sources, complete, and never believed blindly. */
#include "nlp/image/image.h"

#include "tests/unit/rows.h"

#include "tests/unit/gazetteer_fixture.h"

#include <stdio.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static const char entities[] = "iso:US\tplace\tالولايات المتحدة\tUnited States\t\tUSA\tcountry\tUS\tQ30\n"
                               "place:latakia\tplace\tاللاذقية\tLatakia\t\t\tcity\tSY\n"
                               "place:sur\tplace\tصور\tTyre\tمدينة صور\n"
                               "person:abu-mazen\tperson\tأبو مازن\tAbu Mazen\tمحمود عباس\n"
                               "person:long\tperson\tعبدالرحمن السديس\tWolfeschlegelsteinhausen\n"
                               "org:nyt\torganization\tنيويورك تايمز\tNew York Times\n"
                               "place:york\tplace\tيورك\tYork\t\tYork City|York Town|York Hill|York Lake|York "
                               "Park|York Bay|York Fort|York Road|York Mill|York Old\n";

static const struct fixture_sources sources = {
    .entities = entities,
    .lexicon = "common\tصور\nplace-head\tمدينة\ntitle\tالسيد|Mr\nnoun\tكتاب|house\nverb-form\tكتب\ngiven\tعلي\n",
    .grammar = "person\tword\tgiven\t\t6\nperson\tbefore\ttitle\t\t5\nplace\tbefore\tplace-head\t\t4\n",
};

static const char text[] = "قال السيد علي حسن للولايات المتحدة وفي مدينة صور إن أبا مازن زار باللاذقية، New York Times "
                           "wrote. York Lake and Mr Wolfeschlegelsteinhausen, "
                           "عبد الرحمن السديس ومحمود عباس وعباس";

struct built {
    void *bytes;
    size_t size;
};

static enum status build(struct built *image, struct error *error)
{
    return fixture_build(&sources, &image->bytes, &image->size, error);
}

static int setup(void **state)
{
    static struct built image;
    struct error error;
    if (build(&image, &error) != STATUS_OK)
        return -1;
    *state = &image;
    return 0;
}

static int teardown(void **state)
{
    free(((struct built *)*state)->bytes);
    return 0;
}

static struct image_header *header_of(void *bytes)
{
    return bytes;
}

static void seal_header(void *bytes)
{
    header_of(bytes)->checksum = XXH3_64bits(bytes, offsetof(struct image_header, checksum));
}

/* Makes the checksums right again after a change, as someone would who wants to get past them. */
static void seal(void *bytes, size_t size)
{
    static const size_t sizes[] = {
#define X(name, size) size,
        IMAGE_SECTIONS(X)
#undef X
    };
    for (int i = 0; i < IMAGE_SECTION_COUNT; i++) {
        uint64_t offset = header_of(bytes)->sections[i].offset, count = header_of(bytes)->sections[i].count;
        if (offset <= size && count <= (size - offset) / sizes[i])
            header_of(bytes)->sections[i].checksum = XXH3_64bits((char *)bytes + offset, count * sizes[i]);
    }
    seal_header(bytes);
}

/* Uses everything of an image that opened. */
static void use(const struct gazetteer *gazetteer)
{
    static struct arena arena;
    struct annotation annotation;
    struct tag_request request = {.text = {text, sizeof text - 1},
                                  .title = text_of("الولايات المتحدة"),
                                  .types = ENTITY_TYPES_ALL,
                                  .unit = OFFSET_UTF16,
                                  .explain = true};
    const uint32_t *indexes;
    size_t index, count;
    arena_init(&arena, 64 << 20);
    enum status status = tag(gazetteer, &request, &arena, &annotation, NULL);
    assert_true(status == STATUS_OK || status == STATUS_OUT_OF_MEMORY);
    for (size_t i = 0; status == STATUS_OK && i < annotation.entity_count; i++)
        for (size_t k = 0; k < annotation.entities[i].mention_count; k++) {
            const struct mention *m = &annotation.entities[i].mentions[k];
            assert_true(m->start_byte <= m->end_byte && m->end_byte <= sizeof text - 1);
            assert_true(m->start <= m->end);
        }
    gazetteer_find(gazetteer, "place:sur", &index);
    gazetteer_lookup(gazetteer, text_of("New York Times"), &arena, &indexes, &count);
    for (size_t i = 0; i < gazetteer_entity_count(gazetteer); i++) {
        struct gazetteer_entity entity;
        gazetteer_entity(gazetteer, i, &entity);
        assert_true(strlen(entity.id) + strlen(entity.name_ar) + strlen(entity.name_en) + strlen(entity.subtype) <
                    100000);
    }
    arena_release(&arena);
}

static void open_and_use(const void *bytes, size_t size)
{
    struct gazetteer *gazetteer = NULL;
    struct error error = {{0}};
    enum status status = gazetteer_open_memory(bytes, size, &gazetteer, &error);
    if (status == STATUS_OK)
        use(gazetteer);
    else
        assert_int_equal(status, STATUS_BAD_IMAGE);
    assert_true(status == STATUS_OK || *error.detail);
    gazetteer_free(gazetteer);
}

/* ---- building ---- */

static void the_same_sources_give_the_same_bytes(void **state)
{
    const struct built *image = *state;
    struct built again;
    struct error error;
    assert_int_equal(build(&again, &error), STATUS_OK);
    assert_int_equal(again.size, image->size);
    assert_memory_equal(again.bytes, image->bytes, image->size);
    free(again.bytes);
}

static void every_name_of_the_sources_is_found(void **state)
{
    const struct built *image = *state;
    struct gazetteer *gazetteer;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(gazetteer_open_memory(image->bytes, image->size, &gazetteer, NULL), STATUS_OK);
    char *copy = strdup(entities), *row_rest, *cell_rest, *name_rest;
    size_t names = 0, rows = 0;
    for (char *row = strtok_r(copy, "\n", &row_rest); row; row = strtok_r(NULL, "\n", &row_rest), rows++) {
        char *id = strsep(&row, "\t");
        strsep(&row, "\t");
        for (int column = 0; column < 4 && row; column++) {
            cell_rest = strsep(&row, "\t");
            for (char *name = strtok_r(cell_rest, "|", &name_rest); name;
                 name = strtok_r(NULL, "|", &name_rest), names++) {
                const uint32_t *indexes;
                size_t count, wanted;
                assert_true(gazetteer_find(gazetteer, id, &wanted));
                assert_int_equal(gazetteer_lookup(gazetteer, text_of(name), &arena, &indexes, &count), STATUS_OK);
                assert_int_equal(count, 1);
                assert_int_equal(indexes[0], wanted);
            }
        }
    }
    assert_int_equal(rows, gazetteer_entity_count(gazetteer));
    assert_int_equal(names, gazetteer_name_count(gazetteer));
    free(copy);
    arena_release(&arena);
    gazetteer_free(gazetteer);
}

static void every_name_of_a_large_gazetteer_is_found_and_no_other(void **state)
{
    (void)state;
    enum { ENTITIES = 20000 };
    static struct fixture f;
    struct strbuf rows;
    uint64_t seed = 7;
    char(*names)[64] = calloc(ENTITIES, sizeof *names);
    strbuf_init(&rows, 16 << 20);
    for (int i = 0; i < ENTITIES; i++) {
        static const char *const first[] = {"محمد", "نهر", "New", "جبل", "Al", "وادي"};
        snprintf(names[i], sizeof names[i], "%s %s%zu %zu", first[random_below(&seed, 6)], i % 2 ? "كلمة" : "Word",
                 random_below(&seed, 300), random_below(&seed, 5000));
        strbuf_printf(&rows, "place:%d\tplace\t%s\n", i, names[i]);
    }
    fixture_open(&f, rows.data);
    for (int i = 0; i < ENTITIES; i++) {
        const uint32_t *indexes;
        size_t count, wanted;
        char id[32], absent[80];
        snprintf(id, sizeof id, "place:%d", i);
        snprintf(absent, sizeof absent, "%sx", names[i]);
        arena_reset(&f.arena);
        assert_true(gazetteer_find(f.gazetteer, id, &wanted));
        assert_int_equal(gazetteer_lookup(f.gazetteer, text_of(names[i]), &f.arena, &indexes, &count), STATUS_OK);
        size_t at = 0;
        while (at < count && indexes[at] != wanted)
            at++;
        assert_true(at < count);
        assert_int_equal(gazetteer_lookup(f.gazetteer, text_of(absent), &f.arena, &indexes, &count), STATUS_OK);
        assert_int_equal(count, 0);
    }
    free(names);
    strbuf_release(&rows);
    fixture_close(&f);
}

static void rows_of_one_id_are_one_entity_with_all_spellings(void **state)
{
    (void)state;
    static struct fixture f;
    fixture_open(&f, "org:x\torganization\tاكس\t\n"
                     "org:x\torganization\t\tExxon\tاكسون\t\tcompany\tUS\tQ5\n");
    assert_int_equal(gazetteer_entity_count(f.gazetteer), 1);
    struct gazetteer_entity entity;
    gazetteer_entity(f.gazetteer, 0, &entity);
    assert_string_equal(entity.name_ar, "اكس");
    assert_string_equal(entity.name_en, "Exxon");
    assert_string_equal(entity.subtype, "company");
    assert_string_equal(entity.country, "US");
    assert_int_equal(entity.wikidata, 5);
    assert_string_equal(fixture_tag(&f, "اكس واكسون"), "اكس=org:x; و+اكسون=org:x");
    fixture_close(&f);
}

static void an_empty_gazetteer_opens_and_finds_nothing(void **state)
{
    (void)state;
    static struct fixture f;
    fixture_open(&f, "");
    assert_int_equal(gazetteer_entity_count(f.gazetteer), 0);
    assert_string_equal(fixture_tag(&f, "زار وفد من New York لبنان"), "");
    size_t index;
    assert_false(gazetteer_find(f.gazetteer, "iso:LB", &index));
    fixture_close(&f);
}

static void a_name_of_the_most_words_and_its_variants_are_whole(void **state)
{
    (void)state;
    static struct fixture f;
    fixture_open(&f, "org:long\torganization\tعبدالله ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك م ن\n");
    assert_string_equal(fixture_tag(&f, "عبدالله ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك م ن"),
                        "عبدالله ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك م ن=org:long");
    assert_string_equal(fixture_tag(&f, "عبد الله ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك م"), "");
    fixture_close(&f);
}

static void an_image_can_be_read_from_a_file(void **state)
{
    const struct built *image = *state;
    char path[] = "/tmp/alam-test-image-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, image->bytes, image->size), (ssize_t)image->size);
    close(file);
    struct gazetteer *gazetteer = NULL;
    struct error error;
    assert_int_equal(gazetteer_open(path, &gazetteer, &error), STATUS_OK);
    assert_string_equal(gazetteer_version(gazetteer), "test.1");
    use(gazetteer);
    gazetteer_free(gazetteer);
    assert_int_equal(truncate(path, 100), 0);
    assert_int_equal(gazetteer_open(path, &gazetteer, &error), STATUS_BAD_IMAGE);
    assert_non_null(strstr(error.detail, path));
    unlink(path);
    assert_int_equal(gazetteer_open(path, &gazetteer, &error), STATUS_IO);
    assert_non_null(strstr(error.detail, path));
    assert_int_equal(gazetteer_open("/tmp", &gazetteer, &error), STATUS_BAD_IMAGE);
}

/* ---- corruption ---- */

static void every_truncation_is_refused(void **state)
{
    const struct built *image = *state;
    for (size_t size = 0; size < image->size; size++) {
        char *copy = malloc(size + 1);
        memcpy(copy, image->bytes, size);
        struct gazetteer *gazetteer = NULL;
        struct error error;
        assert_int_equal(gazetteer_open_memory(copy, size, &gazetteer, &error), STATUS_BAD_IMAGE);
        free(copy);
    }
}

static void every_truncation_with_the_size_corrected_is_refused_or_harmless(void **state)
{
    const struct built *image = *state;
    for (size_t size = sizeof(struct image_header); size < image->size; size++) {
        char *copy = malloc(size);
        memcpy(copy, image->bytes, size);
        header_of(copy)->size = size;
        seal(copy, size);
        open_and_use(copy, size);
        free(copy);
    }
}

static void an_image_with_more_behind_it_is_refused(void **state)
{
    const struct built *image = *state;
    char *copy = calloc(1, image->size + 8);
    memcpy(copy, image->bytes, image->size);
    struct gazetteer *gazetteer = NULL;
    assert_int_equal(gazetteer_open_memory(copy, image->size + 8, &gazetteer, NULL), STATUS_BAD_IMAGE);
    free(copy);
}

static const unsigned char flips[] = {0xFF, 0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80};

static void every_flipped_byte_is_noticed(void **state)
{
    const struct built *image = *state;
    char *copy = malloc(image->size);
    size_t unnoticed = 0;
    for (size_t at = 0; at < image->size; at++) {
        memcpy(copy, image->bytes, image->size);
        copy[at] = (char)(copy[at] ^ 0xFF);
        struct gazetteer *gazetteer = NULL;
        struct error error = {{0}};
        enum status status = gazetteer_open_memory(copy, image->size, &gazetteer, &error);
        assert_true(status == STATUS_OK || status == STATUS_BAD_IMAGE);
        unnoticed += status == STATUS_OK;
        gazetteer_free(gazetteer);
    }
    /* only the bytes that round sections up to eight are in no checksum */
    assert_true(unnoticed < 8u * IMAGE_SECTION_COUNT);
    free(copy);
}

static void every_flipped_byte_with_checksums_made_right_is_refused_or_harmless(void **state)
{
    const struct built *image = *state;
    char *copy = malloc(image->size); /* of the exact size: the sanitizer sees reads behind it */
    for (size_t at = 0; at < image->size; at++)
        for (size_t flip = 0; flip < sizeof flips; flip++) {
            memcpy(copy, image->bytes, image->size);
            copy[at] = (char)(copy[at] ^ flips[flip]);
            seal(copy, image->size);
            open_and_use(copy, image->size);
        }
    free(copy);
}

static void random_damage_with_checksums_made_right_is_refused_or_harmless(void **state)
{
    const struct built *image = *state;
    uint64_t seed = 99;
    char *copy = malloc(image->size);
    for (int round = 0; round < 20000; round++) {
        memcpy(copy, image->bytes, image->size);
        size_t first = sizeof(struct image_header), changes = 1 + random_below(&seed, 8);
        for (size_t i = 0; i < changes; i++) {
            size_t at = first + random_below(&seed, image->size - first);
            copy[at] = random_below(&seed, 2) ? (char)random_next(&seed)
                                              : copy[first + random_below(&seed, image->size - first)];
        }
        seal(copy, image->size);
        open_and_use(copy, image->size);
    }
    free(copy);
}

static void break_magic(struct image_header *header)
{
    header->magic[0] = 'X';
}

static void break_format(struct image_header *header)
{
    header->format = IMAGE_FORMAT + 1;
}

static void break_order(struct image_header *header)
{
    header->byte_order = __builtin_bswap32(header->byte_order);
}

static void break_size(struct image_header *header)
{
    header->size += 8;
}

static void break_checksum(struct image_header *header)
{
    header->name_count++;
}

static void break_version(struct image_header *header)
{
    memset(header->version, 'v', sizeof header->version);
}

static void break_section(struct image_header *header)
{
    header->sections[IMAGE_EDGES].offset = header->size + 8;
}

static void break_count(struct image_header *header)
{
    header->sections[IMAGE_ENTITIES].count = UINT64_MAX / 8;
}

static void break_alignment(struct image_header *header)
{
    header->sections[IMAGE_LEXICON].offset += 4;
}

static const struct foreign {
    const char *reason;
    void (*spoil)(struct image_header *header);
    const char *detail; /* is in the message */
    bool sealed;
} foreign[] = {
    {"another magic: not an image at all", break_magic, "not a gazetteer image", true},
    {"another format: build it again", break_format, "format", true},
    {"the other byte order: build it here", break_order, "byte order", true},
    {"another size: truncated", break_size, "truncated", true},
    {"a header that its checksum does not fit", break_checksum, "corrupted", false},
    {"a version without an end", break_version, "version", true},
    {"a section behind the end", break_section, "EDGES", true},
    {"a section with more elements than the file has room for", break_count, "ENTITIES", true},
    {"a section that begins between eight bytes", break_alignment, "LEXICON", true},
};

static void a_foreign_image_gets_a_clear_message(void **state)
{
    ROW(struct foreign, row, state);
    struct built image;
    struct error error;
    struct gazetteer *gazetteer = NULL;
    assert_int_equal(build(&image, &error), STATUS_OK);
    row->spoil(header_of(image.bytes));
    if (row->sealed)
        seal_header(image.bytes);
    assert_int_equal(gazetteer_open_memory(image.bytes, image.size, &gazetteer, &error), STATUS_BAD_IMAGE);
    if (!strstr(error.detail, row->detail))
        fail_msg("'%s' does not say '%s'", error.detail, row->detail);
    free(image.bytes);
}

/* ---- bad sources ---- */

#define LONG_NAME_10 "a b c d e f g h i j "
#define BYTES_50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const struct bad_source {
    const char *reason;
    const char *source;
    size_t line;
} bad_sources[] = {
    {"a header without id", "type\ten\nplace\tX\n", 1},
    {"a header without a name column", "id\ttype\nx:y\tplace\n", 1},
    {"a comment before a bad header", "# people\n\nname\n", 3},
    {"an empty id", FIXTURE_COLUMNS "\tplace\tمصر\n", 2},
    {"an id with a blank", FIXTURE_COLUMNS "iso EG\tplace\tمصر\n", 2},
    {"an id with a slash", FIXTURE_COLUMNS "iso/EG\tplace\tمصر\n", 2},
    {"an id that is not ASCII", FIXTURE_COLUMNS "مصر\tplace\tمصر\n", 2},
    {"an unknown type", FIXTURE_COLUMNS "iso:EG\tcountry\tمصر\n", 2},
    {"no type", FIXTURE_COLUMNS "iso:EG\n", 2},
    {"a type of many letters", FIXTURE_COLUMNS "iso:EG\t" BYTES_50 "\tمصر\n", 2},
    {"another type for the same id", FIXTURE_COLUMNS "iso:EG\tplace\tمصر\niso:EG\tperson\tمصر\n", 3},
    {"a country of three letters", FIXTURE_COLUMNS "iso:EG\tplace\tمصر\t\t\t\t\tEGY\n", 2},
    {"wikidata without Q", FIXTURE_COLUMNS "iso:EG\tplace\tمصر\t\t\t\t\t\t79\n", 2},
    {"wikidata that is no number", FIXTURE_COLUMNS "iso:EG\tplace\tمصر\t\t\t\t\t\tQ7x\n", 2},
    {"wikidata that is too large", FIXTURE_COLUMNS "iso:EG\tplace\tمصر\t\t\t\t\t\tQ99999999999999999999\n", 2},
    {"a prior over 255", FIXTURE_COLUMNS "iso:EG\tplace\tمصر\t\t\t\t\t\t\t256\n", 2},
    {"a negative prior", FIXTURE_COLUMNS "iso:EG\tplace\tمصر\t\t\t\t\t\t\t-1\n", 2},
    {"a name of punctuation only", FIXTURE_COLUMNS "iso:EG\tplace\t؟!\n", 2},
    {"an empty name among aliases", FIXTURE_COLUMNS "iso:EG\tplace\tمصر\t\tالمحروسة||كنانة\n", 2},
    {"a name that is not UTF-8", FIXTURE_COLUMNS "iso:EG\tplace\tم\xD8\n", 2},
    {"a name of too many words", FIXTURE_COLUMNS "x:y\tplace\t\t" LONG_NAME_10 LONG_NAME_10 LONG_NAME_10 "\n", 2},
    {"a word of too many letters", FIXTURE_COLUMNS "x:y\tplace\t\t" BYTES_50 BYTES_50 BYTES_50 "\n", 2},
    {"more cells than columns", "id\ttype\ten\nx:y\tplace\tX\tmore\n", 2},
    {"the line is counted over comments and empty lines", FIXTURE_COLUMNS "# one\n\n# two\nx:y\tnothing\tX\n", 5},
    {"the line is counted with CRLF", "id\ttype\ten\r\nx:y\tplace\tX\r\nx:z\tthing\tZ\r\n", 3},
    {"the last line without a line end", FIXTURE_COLUMNS "x:y\tthing\tX", 2},
    {"an unknown word class", FIXTURE_LEXICON "verbs\tقال\n", 2},
    {"a class of many letters", FIXTURE_LEXICON BYTES_50 "\tقال\n", 2},
    {"a class that only the tagger gives", FIXTURE_LEXICON "capital\tقال\n", 2},
    {"a class without a form", FIXTURE_LEXICON "verb\n", 2},
    {"an empty form", FIXTURE_LEXICON "verb\tقال||كتب\n", 2},
};

static void a_bad_source_is_named_with_its_line(void **state)
{
    ROW(struct bad_source, row, state);
    struct builder *builder = builder_new();
    struct error error = {{0}};
    size_t length = strlen(row->source);
    char *exact = malloc(length), place[64]; /* without a NUL behind it */
    memcpy(exact, row->source, length);
    snprintf(place, sizeof place, "bad.tsv:%zu: ", row->line);
    assert_int_equal(builder_add(builder, "/some/where/bad.tsv", exact, length, &error), STATUS_BAD_SOURCE);
    if (strncmp(error.detail, place, strlen(place)) != 0 || strlen(error.detail) <= strlen(place))
        fail_msg("'%s' does not begin with '%s'", error.detail, place);
    free(exact);
    builder_free(builder);
}

static const struct bad_source good_sources[] = {
    {"an empty source", "", 0},
    {"a header alone", FIXTURE_COLUMNS, 0},
    {"a byte order mark", "\xEF\xBB\xBF" FIXTURE_COLUMNS "iso:EG\tplace\tمصر\n", 1},
    {"CRLF line ends", "id\ttype\ten\r\niso:EG\tplace\tEgypt\r\n", 1},
    {"no line end at the end", FIXTURE_COLUMNS "iso:EG\tplace\tمصر", 1},
    {"unknown columns", "note\tid\twhen\ttype\tar\nhis\tiso:EG\tnow\tplace\tمصر\n", 1},
    {"cells left out", FIXTURE_COLUMNS "iso:EG\tplace\tمصر\niso:LB\tplace\tلبنان\tLebanon\n", 2},
    {"comments and empty lines", "# a\n" FIXTURE_COLUMNS "\n# b\niso:EG\tplace\tمصر\n\n", 1},
    {"the same row twice", FIXTURE_COLUMNS "iso:EG\tplace\tمصر\niso:EG\tplace\tمصر\n", 1},
};

static void a_good_source_is_taken(void **state)
{
    ROW(struct bad_source, row, state);
    struct builder *builder = builder_new();
    struct error error = {{0}};
    struct built image;
    assert_int_equal(builder_add(builder, "good.tsv", row->source, strlen(row->source), &error), STATUS_OK);
    assert_int_equal(builder_counts(builder).entities, row->line);
    assert_int_equal(builder_finish(builder, "1", &image.bytes, &image.size, &error), STATUS_OK);
    free(image.bytes);
    builder_free(builder);
}

static void a_version_that_is_too_long_is_refused(void **state)
{
    (void)state;
    struct builder *builder = builder_new();
    struct error error;
    struct built image;
    assert_int_equal(builder_finish(builder, BYTES_50 BYTES_50, &image.bytes, &image.size, &error), STATUS_BAD_SOURCE);
    builder_free(builder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest building[] = {
        TEST(the_same_sources_give_the_same_bytes),
        TEST(every_name_of_the_sources_is_found),
        cmocka_unit_test(every_name_of_a_large_gazetteer_is_found_and_no_other),
        cmocka_unit_test(rows_of_one_id_are_one_entity_with_all_spellings),
        cmocka_unit_test(an_empty_gazetteer_opens_and_finds_nothing),
        cmocka_unit_test(a_name_of_the_most_words_and_its_variants_are_whole),
        TEST(an_image_can_be_read_from_a_file),
        cmocka_unit_test(a_version_that_is_too_long_is_refused),
    };
    const struct CMUnitTest corruption[] = {
        TEST(every_truncation_is_refused),
        TEST(every_truncation_with_the_size_corrected_is_refused_or_harmless),
        TEST(an_image_with_more_behind_it_is_refused),
        TEST(every_flipped_byte_is_noticed),
        TEST(every_flipped_byte_with_checksums_made_right_is_refused_or_harmless),
        TEST(random_damage_with_checksums_made_right_is_refused_or_harmless),
    };
    int failed = cmocka_run_group_tests_name("building", building, NULL, NULL);
    failed += RUN_ROWS("bad sources", bad_sources, a_bad_source_is_named_with_its_line);
    failed += RUN_ROWS("good sources", good_sources, a_good_source_is_taken);
    failed += RUN_ROWS("foreign images", foreign, a_foreign_image_gets_a_clear_message);
    return failed + cmocka_run_group_tests_name("corruption", corruption, NULL, NULL);
}
