/* docs/image-format.md: its tables of offsets and sizes, its constants, and its worked example are those of the program.
 * The example is built from the source that the page prints. After a change of the format, failing tests print what the
 * page must say. */
#include "nlp/build/builder.h"
#include "nlp/image/image_open.h"
#include "nlp/text/token.h"
#include "service/base/strbuf.h"
#include "service/base/utf8.h"

#include "tests/unit/rows.h"

#include <stdio.h>
#include <string.h>

static const char page_path[] = "docs/image-format.md";
static const char example_name[] = "two-names.tsv", example_version[] = "example";

enum { PAGE_MAXIMUM = 1 << 20, BLOCK_MAXIMUM = 1 << 16 };

static char page[PAGE_MAXIMUM];

static void the_page_can_be_read(void **state)
{
    FILE *file = fopen(page_path, "r");
    (void)state;
    if (!file)
        fail_msg("%s cannot be read: the test runs in the root of the project", page_path);
    size_t length = fread(page, 1, sizeof page - 1, file);
    page[length] = '\0';
    assert_in_range(length, 1, sizeof page - 2);
    assert_int_equal(fclose(file), 0);
}

/* ---- tables ---- */

struct field_row {
    const char *reason; /* "header magic" */
    const char *heading, *name;
    size_t offset, size;
};

#define FIELD(heading, type, member)                                                                                   \
    {                                                                                                                  \
        heading " " #member, "## " heading "\n", #member, offsetof(struct type, member),                               \
            sizeof((struct type *)0)->member                                                                           \
    }

static const struct field_row fields[] = {
    FIELD("The header", image_header, magic),
    FIELD("The header", image_header, format),
    FIELD("The header", image_header, byte_order),
    FIELD("The header", image_header, size),
    FIELD("The header", image_header, version),
    FIELD("The header", image_header, name_count),
    FIELD("The header", image_header, subtype_count),
    FIELD("The header", image_header, sections),
    FIELD("The header", image_header, checksum),
    FIELD("WORDS", image_word, low),
    FIELD("WORDS", image_word, high),
    FIELD("WORDS", image_word, children),
    FIELD("WORDS", image_word, payload),
    FIELD("EDGES", image_edge, word),
    FIELD("EDGES", image_edge, children),
    FIELD("EDGES", image_edge, payload),
    FIELD("CANDIDATES", image_candidate, entity),
    FIELD("CANDIDATES", image_candidate, spelling),
    FIELD("CANDIDATES", image_candidate, flags),
    FIELD("CANDIDATES", image_candidate, type_prior),
    FIELD("ENTITIES", image_entity, id),
    FIELD("ENTITIES", image_entity, name_ar),
    FIELD("ENTITIES", image_entity, name_en),
    FIELD("ENTITIES", image_entity, wikidata),
    FIELD("ENTITIES", image_entity, country),
    FIELD("ENTITIES", image_entity, type),
    FIELD("ENTITIES", image_entity, subtype),
    FIELD("ENTITIES", image_entity, row),
    FIELD("LEXICON", image_classes, low),
    FIELD("LEXICON", image_classes, high),
    FIELD("RULES", image_rule, any),
    FIELD("RULES", image_rule, none),
    FIELD("RULES", image_rule, all),
    FIELD("RULES", image_rule, weight),
    FIELD("RULES", image_rule, type),
    FIELD("RULES", image_rule, place),
    FIELD("RULES", image_rule, reserved),
    FIELD("KEYS", image_key, hash),
    FIELD("KEYS", image_key, entity),
    FIELD("KEYS", image_key, reserved),
    FIELD("STATISTICS", image_statistics, check),
    FIELD("STATISTICS", image_statistics, cluster),
    FIELD("STATISTICS", image_statistics, coarse),
    FIELD("STATISTICS", image_statistics, person),
    FIELD("STATISTICS", image_statistics, place),
    FIELD("STATISTICS", image_statistics, organization),
    FIELD("STATISTICS", image_statistics, first),
    FIELD("STATISTICS", image_statistics, behind_title),
    FIELD("STATISTICS", image_statistics, behind_given),
    FIELD("STATISTICS", image_statistics, beside_say),
    FIELD("STATISTICS", image_statistics, behind_head),
    FIELD("STATISTICS", image_statistics, behind_preposition),
    FIELD("STATISTICS", image_statistics, size),
    FIELD("STATISTICS", image_statistics, reserved),
    FIELD("FEATURES", image_feature, check),
    FIELD("FEATURES", image_feature, weights),
    FIELD("MOVES", image_moves, start),
    FIELD("MOVES", image_moves, move),
    FIELD("MOVES", image_moves, fitted),
};

/* The row must stand under its heading, before the next one. */
static void the_page_has_the_field(void **state)
{
    ROW(struct field_row, row, state);
    char line[128];
    snprintf(line, sizeof line, "\n| %zu | %zu | `%s` |", row->offset, row->size, row->name);
    const char *heading = strstr(page, row->heading), *found = heading ? strstr(heading, line) : NULL;
    const char *next = heading ? strstr(heading + strlen(row->heading), "\n## ") : NULL;
    if (!found || (next && found > next))
        fail_msg("under '%s' there must be the row '%s'", row->heading, line + 1);
}

struct section_row {
    const char *name;
    int number;
    size_t size;
};

static const struct section_row sections[] = {
#define X(name, size) {#name, IMAGE_##name, size},
    IMAGE_SECTIONS(X)
#undef X
};

static void the_page_has_the_section(void **state)
{
    ROW(struct section_row, row, state);
    char line[128];
    snprintf(line, sizeof line, "\n| %d | `%s` | %zu |", row->number, row->name, row->size);
    if (!strstr(page, line))
        fail_msg("the table of sections must have the row '%s'", line + 1);
}

struct constant_row {
    const char *name;
    unsigned long long value;
};

#define CONSTANT(name)                                                                                                 \
    {                                                                                                                  \
#name, (unsigned long long)(name)                                                                              \
    }

static const struct constant_row constants[] = {
    CONSTANT(IMAGE_FORMAT),
    CONSTANT(IMAGE_BYTE_ORDER),
    CONSTANT(IMAGE_SUBTYPES),
    CONSTANT(WORD_LONG),
    CONSTANT(WORD_NONE),
    CONSTANT(CHILDREN_SHIFT),
    CONSTANT(PAYLOAD_LEXICON),
    CONSTANT(LINEAR_CHILDREN_MAXIMUM),
    CONSTANT(EDGE_LAST),
    CONSTANT(CANDIDATE_LAST),
    CONSTANT(CANDIDATE_LEXICON),
    CONSTANT(CANDIDATE_CASED),
    CONSTANT(CANDIDATE_ACRONYM),
    CONSTANT(CANDIDATE_RISKY),
    CONSTANT(CANDIDATE_CANONICAL),
    CONSTANT(CANDIDATE_VARIANT),
    CONSTANT(CANDIDATE_HEAD),
    CONSTANT(NAME_WORDS_MAXIMUM),
    CONSTANT(WORD_LETTERS_MAXIMUM),
    CONSTANT(IMAGE_LABELS),
    CONSTANT(IMAGE_FEATURE_UNIT),
    CONSTANT(IMAGE_CLUSTER_NONE),
};

static void the_page_has_the_constant(void **state)
{
    ROW(struct constant_row, row, state);
    char line[128];
    snprintf(line, sizeof line, row->value > 255 ? "\n| `%s` | 0x%llx |" : "\n| `%s` | %llu |", row->name, row->value);
    if (!strstr(page, line))
        fail_msg("a table must have the row '%s'", line + 1);
}

/* ---- the worked example ---- */

static struct image image;
static void *image_bytes;
static struct strbuf shown;

/* What stands in the fenced block behind the marker of that name. */
static char *block_of(const char *name)
{
    char marker[64];
    snprintf(marker, sizeof marker, "<!-- example: %s -->\n```", name);
    const char *at = strstr(page, marker), *begin = at ? strchr(at + strlen(marker), '\n') : NULL;
    const char *end = begin ? strstr(begin + 1, "```\n") : NULL;
    if (!end) {
        fail_msg("no block '%s'", marker);
        return NULL;
    }
    return strndup(begin + 1, (size_t)(end - begin - 1));
}

static int build_example(void **state)
{
    size_t length = 0;
    struct error error = {{0}};
    char *source = block_of("source");
    struct builder *builder = builder_new();
    (void)state;
    strbuf_init(&shown, BLOCK_MAXIMUM);
    if (builder_add(builder, example_name, source, strlen(source), &error) != STATUS_OK ||
        builder_finish(builder, example_version, &image_bytes, &length, &error) != STATUS_OK ||
        image_open(&image, image_bytes, length, &error) != STATUS_OK)
        fail_msg("the example does not build: %s", error.detail);
    builder_free(builder);
    free(source);
    return 0;
}

static void free_example(void)
{
    strbuf_release(&shown);
    free(image_bytes);
}

static const uint8_t *section_bytes(enum image_section section)
{
    return (const uint8_t *)image_bytes + image.header->sections[section].offset;
}

/* "offset  bytes": the bytes in groups of the given sizes, up to a group of 0, each number of the file a group. */
static void put_bytes(const void *bytes, const uint8_t *groups)
{
    const uint8_t *at = bytes;
    strbuf_printf(&shown, "%4zu", (size_t)(at - (const uint8_t *)image_bytes));
    for (; *groups; groups++) {
        for (unsigned i = 0; i < *groups; i++)
            strbuf_printf(&shown, i ? " %02x" : "  %02x", *at++);
    }
}

/* A word of up to 16 letters as folded text. */
static void put_word(const struct image_word *word)
{
    for (int i = 0; i < 16; i++) {
        uint8_t letter = (uint8_t)((i < 8 ? word->low : word->high) >> 8 * (i & 7));
        char utf8[UTF8_MAXIMUM];
        if (letter)
            strbuf_append(&shown, utf8, utf8_encode(letter_code_points[letter], utf8));
    }
}

static uint64_t hash_of(const struct image_word *word)
{
    uint32_t length = 0;
    for (int i = 0; i < 16; i++)
        length += (uint8_t)((i < 8 ? word->low : word->high) >> 8 * (i & 7)) != 0;
    return word_hash(word->low, word->high, length);
}

static void show_header(void)
{
    static const uint8_t eights[] = {8, 8, 8, 0}, sixteen[] = {16, 0};
    const struct image_header *h = image.header;
    put_bytes(h->magic, (const uint8_t[]){8, 0});
    strbuf_printf(&shown, "  magic \"%s\"\n", h->magic);
    put_bytes(&h->format, (const uint8_t[]){4, 4, 8, 0});
    strbuf_printf(&shown, "  format %u, byte order, size %llu\n", h->format, (unsigned long long)h->size);
    for (int i = 0; i < IMAGE_VERSION_SIZE; i += 16) {
        put_bytes(h->version + i, sixteen);
        strbuf_printf(&shown, i ? "\n" : "  version \"%s\"\n", h->version);
    }
    put_bytes(&h->name_count, (const uint8_t[]){4, 4, 0});
    strbuf_printf(&shown, "  %u names, %u subtypes\n", h->name_count, h->subtype_count);
    for (int i = 0; i < IMAGE_SECTION_COUNT; i++) {
        put_bytes(&h->sections[i], eights);
        strbuf_printf(&shown, "  %s at %llu, %llu\n", sections[i].name, (unsigned long long)h->sections[i].offset,
                      (unsigned long long)h->sections[i].count);
    }
    put_bytes(&h->checksum, (const uint8_t[]){8, 0});
    strbuf_puts(&shown, "  checksum of the header\n");
}

static void show_filter(void)
{
    for (uint64_t i = 0; i <= image.filter_mask; i++) {
        put_bytes(&image.filter[i], (const uint8_t[]){8, 0});
        strbuf_printf(&shown, "  register %llu\n", (unsigned long long)i);
    }
}

static void show_words(void)
{
    for (uint32_t i = 0; i < image.word_slots; i++) {
        put_bytes(&image.words[i], (const uint8_t[]){8, 8, 4, 4, 0});
        strbuf_printf(&shown, "  slot %u: ", i);
        put_word(&image.words[i]);
        strbuf_puts(&shown, image.words[i].low ? "\n" : "free\n");
    }
}

/* Where a word is looked for. */
static void show_look_ups(void)
{
    for (uint32_t i = 0; i < image.word_slots; i++) {
        if (!image.words[i].low)
            continue;
        uint64_t hash = hash_of(&image.words[i]);
        put_word(&image.words[i]);
        strbuf_printf(&shown, ": hash 0x%016llx, register %u, bits %u and %u, slot %u\n", (unsigned long long)hash,
                      (unsigned)(filter_register(&image, hash) - image.filter), (unsigned)(hash & 63),
                      (unsigned)(hash >> 6 & 63), word_slot(hash, image.word_slots));
    }
}

static void show_edges(void)
{
    for (uint64_t i = 0; i < image.header->sections[IMAGE_EDGES].count; i++) {
        const struct image_edge *edge = &image.edges[i];
        put_bytes(edge, (const uint8_t[]){4, 4, 4, 0});
        strbuf_printf(&shown, "  edge %llu: ", (unsigned long long)i);
        if (edge->word != WORD_NONE)
            put_word(&image.words[edge->word]);
        strbuf_puts(&shown, edge->word == WORD_NONE ? "ends a list\n" : "\n");
    }
}

static const char *string_of(uint32_t offset)
{
    return image.strings + offset;
}

static void show_candidates(void)
{
    for (uint64_t i = 0; i < image.header->sections[IMAGE_CANDIDATES].count; i++) {
        const struct image_candidate *candidate = &image.candidates[i];
        put_bytes(candidate, (const uint8_t[]){4, 2, 1, 1, 0});
        strbuf_printf(&shown, "  candidate %llu: %s\n", (unsigned long long)i,
                      i ? string_of(image.entities[candidate_entity(candidate)].id) : "none");
    }
}

static void show_entities(void)
{
    for (uint32_t i = 0; i < image.entity_count; i++) {
        put_bytes(&image.entities[i], (const uint8_t[]){4, 4, 4, 4, 2, 1, 1, 4, 0});
        strbuf_printf(&shown, "  entity %u\n", i);
    }
}

static void show_strings(void)
{
    const char *end = image.strings + image.header->sections[IMAGE_STRINGS].count;
    for (const char *at = image.strings; at < end; at += strlen(at) + 1)
        strbuf_printf(&shown, "%4zu  %3zu  \"%s\"\n", (size_t)(at - (const char *)image_bytes),
                      (size_t)(at - image.strings), at);
}

static void show_rows(void)
{
    size_t length = image.header->sections[IMAGE_ROWS].count;
    strbuf_append(&shown, (const char *)section_bytes(IMAGE_ROWS), length);
}

static void show_sources(void)
{
    size_t length = image.header->sections[IMAGE_SOURCES].count;
    strbuf_append(&shown, (const char *)section_bytes(IMAGE_SOURCES), length);
}

static void show_node(uint32_t children, uint32_t payload, int depth);

static void show_child(const struct image_edge *edge, int depth)
{
    strbuf_printf(&shown, "%*s└─ edge %u ", 3 * depth - 3, "", (unsigned)(edge - image.edges));
    put_word(&image.words[edge->word]);
    show_node(edge->children, edge->payload & ~EDGE_LAST, depth);
}

/* A node and what is below it; the example has short lists of children only. */
static void show_node(uint32_t children, uint32_t payload, int depth)
{
    if (payload)
        strbuf_printf(&shown, "  payload %u: %s", payload,
                      string_of(image.entities[candidate_entity(&image.candidates[payload])].id));
    strbuf_puts(&shown, "\n");
    assert_int_equal(children >> CHILDREN_SHIFT, 0);
    for (const struct image_edge *edge = image.edges + children; children; edge++) {
        show_child(edge, depth + 1);
        if (edge->payload & EDGE_LAST)
            return;
    }
}

static void show_trie(void)
{
    for (uint32_t i = 0; i < image.word_slots; i++) {
        const struct image_word *word = &image.words[i];
        if (!word->children && !word->payload)
            continue;
        strbuf_printf(&shown, "slot %u ", i);
        put_word(word);
        show_node(word->children, word->payload, 0);
    }
}

struct block_row {
    const char *name;
    void (*show)(void);
};

static const struct block_row blocks[] = {
    {"header", show_header},         {"FILTER", show_filter},     {"WORDS", show_words},       {"EDGES", show_edges},
    {"CANDIDATES", show_candidates}, {"ENTITIES", show_entities}, {"STRINGS", show_strings},   {"ROWS", show_rows},
    {"SOURCES", show_sources},       {"trie", show_trie},         {"look-ups", show_look_ups},
};

static void the_page_has_the_bytes(void **state)
{
    ROW(struct block_row, row, state);
    char *block = block_of(row->name);
    strbuf_clear(&shown);
    row->show();
    bool same = strcmp(block, shown.data) == 0;
    free(block);
    if (!same) /* longer than a message of cmocka may be */
        fprintf(stderr, "the block '%s' must be\n%s\n", row->name, shown.data);
    assert_true(same);
}

static void the_example_has_no_other_sections(void **state)
{
    (void)state;
    assert_int_equal(image.header->sections[IMAGE_LEXICON].count, 0);
    assert_int_equal(image.header->sections[IMAGE_DICTIONARY].count, 0);
    assert_int_equal(image.header->sections[IMAGE_RULES].count, 0);
    assert_int_equal(image.header->sections[IMAGE_KEYS].count, 0);
    assert_int_equal(image.header->sections[IMAGE_LETTERS].count, 0);
    assert_int_equal(image.header->sections[IMAGE_STATISTICS].count, 0);
    assert_int_equal(image.header->sections[IMAGE_FEATURES].count, 0);
    assert_int_equal(image.header->sections[IMAGE_MOVES].count, 0);
}

int main(void)
{
    const struct CMUnitTest example[] = {cmocka_unit_test(the_example_has_no_other_sections)};
    const struct CMUnitTest reading[] = {cmocka_unit_test(the_page_can_be_read)};
    int failed = cmocka_run_group_tests_name("page", reading, NULL, NULL);
    failed += RUN_ROWS("fields", fields, the_page_has_the_field);
    failed += RUN_ROWS("sections", sections, the_page_has_the_section);
    failed += RUN_ROWS("constants", constants, the_page_has_the_constant);
    failed += cmocka_run_group_tests_name("example", example, build_example, NULL);
    if (image_bytes)
        failed += RUN_ROWS("blocks", blocks, the_page_has_the_bytes);
    free_example();
    return failed;
}
