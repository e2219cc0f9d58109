#include "nlp/image/image.h"

#include "nlp/grammar/grammar.h"
#include "nlp/match/word_memo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static const struct {
    const char *name;
    size_t size;
} section_table[] = {
#define X(name, size) {#name, size},
    IMAGE_SECTIONS(X)
#undef X
};

_Static_assert(sizeof(struct image_word) == 24 && sizeof(struct image_edge) == 12, "layout of image.h");
_Static_assert(sizeof(struct image_key) == 16, "layout of image.h");
_Static_assert(sizeof(struct image_rule) == 32, "layout of image.h");
_Static_assert(sizeof(struct image_candidate) == 8 && sizeof(struct image_entity) == 24, "layout of image.h");

uint64_t word_hash_long(const uint8_t *letters, uint32_t length)
{
    uint64_t low, high;
    letters_load(letters, length, &low, &high);
    uint64_t hash = word_hash(low, high, length);
    for (uint32_t at = 16; at < length; at += 16) {
        letters_load(letters + at, length - at, &low, &high);
        hash = hash_mix(hash ^ low, high ^ 0x8ebc6af09c88c6e3ULL);
    }
    return hash;
}

static bool is_spelled(const struct gazetteer *g, const struct image_word *word, const uint8_t *letters,
                       uint32_t length)
{
    const uint8_t *spelled = g->letters + (word->high & ~WORD_LONG);
    return word->high >= WORD_LONG && spelled[0] == length && memcmp(spelled + 1, letters, length) == 0;
}

uint32_t image_find_word(const struct gazetteer *g, const struct word_key *key, const uint8_t *letters, uint32_t length)
{
    uint32_t slot = word_slot(key->hash, g->word_slots);
    for (;;) { /* at least one slot is free */
        const struct image_word *word = &g->words[slot];
        bool same = ((word->low ^ key->low) | (word->high ^ key->high)) == 0;
        if (same || (length > 16 && word->low == key->low && is_spelled(g, word, letters, length)))
            return slot;
        if (word->low == 0)
            return WORD_NONE;
        slot = slot + 1 == g->word_slots ? 0 : slot + 1;
    }
}

const struct image_edge *image_child(const struct gazetteer *g, uint32_t children, uint32_t word)
{
    const struct image_edge *edges = g->edges + (children & CHILDREN_INDEX_MASK);
    uint32_t bits = children >> CHILDREN_SHIFT;
    if (bits == 0) {
        for (;; edges++) {
            if (edges->word == word)
                return edges;
            if (edges->payload & EDGE_LAST)
                return NULL;
        }
    }
    uint32_t mask = (1u << bits) - 1, slot = children_slot(word, bits);
    for (uint32_t probes = 0; probes <= mask; probes++, slot = (slot + 1) & mask) {
        if (edges[slot].word == word)
            return &edges[slot];
        if (edges[slot].word == WORD_NONE)
            return NULL;
    }
    return NULL;
}

uint32_t image_find_key(const struct gazetteer *g, uint64_t hash)
{
    uint32_t low = 0, high = g->key_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (g->keys[middle].hash == hash)
            return g->keys[middle].entity;
        if (g->keys[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return UINT32_MAX;
}

/* ---- opening ---- */

static enum status check_header(const struct image_header *header, size_t length, struct error *error)
{
    if (length < sizeof *header || memcmp(header->magic, IMAGE_MAGIC, sizeof header->magic) != 0)
        return error_set(error, STATUS_BAD_IMAGE, "this is not a gazetteer image");
    if (header->byte_order != IMAGE_BYTE_ORDER)
        return error_set(error, STATUS_BAD_IMAGE,
                         "the image was built on a machine of the other byte order: build it here");
    if (header->format != IMAGE_FORMAT)
        return error_set(error, STATUS_BAD_IMAGE, "the image has format %u, this alam reads %d: build it again",
                         header->format, IMAGE_FORMAT);
    if (header->checksum != XXH3_64bits(header, offsetof(struct image_header, checksum)))
        return error_set(error, STATUS_BAD_IMAGE, "the image's header is corrupted: build it again");
    if (header->size != length)
        return error_set(error, STATUS_BAD_IMAGE, "the image is truncated: %zu bytes of %llu", length,
                         (unsigned long long)header->size);
    if (!memchr(header->version, '\0', sizeof header->version))
        return error_set(error, STATUS_BAD_IMAGE, "the image's version is not terminated");
    return STATUS_OK;
}

static enum status check_sections(const struct image_header *header, struct error *error)
{
    uint64_t end = sizeof *header;
    for (int i = 0; i < IMAGE_SECTION_COUNT; i++) {
        uint64_t offset = header->sections[i].offset, count = header->sections[i].count, size = section_table[i].size;
        if (offset % 8 || offset < end || offset > header->size || count > (header->size - offset) / size ||
            count >= UINT32_MAX)
            return error_set(error, STATUS_BAD_IMAGE, "section %s lies outside the image", section_table[i].name);
        end = offset + count * size;
        if (XXH3_64bits((const char *)header + offset, count * size) != header->sections[i].checksum)
            return error_set(error, STATUS_BAD_IMAGE, "section %s is corrupted: build the image again",
                             section_table[i].name);
    }
    return STATUS_OK;
}

static uint64_t count_of(const struct gazetteer *g, enum image_section section)
{
    return g->header->sections[section].count;
}

static bool node_fits(const struct gazetteer *g, uint32_t children, uint32_t payload)
{
    uint64_t index = children & CHILDREN_INDEX_MASK, bits = children >> CHILDREN_SHIFT;
    uint64_t need = bits ? (uint64_t)1 << bits : 1;
    return (children == 0 || index + need <= count_of(g, IMAGE_EDGES)) &&
           (payload & PAYLOAD_MASK) < count_of(g, IMAGE_CANDIDATES);
}

static bool words_fit(const struct gazetteer *g)
{
    uint64_t bits = count_of(g, IMAGE_FILTER) * 64, letters = count_of(g, IMAGE_LETTERS);
    uint32_t used = 0;
    if (bits == 0 || bits & (bits - 1))
        return false;
    for (uint32_t i = 0; i < g->word_slots; i++) {
        const struct image_word *word = &g->words[i];
        uint64_t at = word->high & ~WORD_LONG;
        if (!node_fits(g, word->children, word->payload) ||
            (word->high >= WORD_LONG && (at >= letters || at + 1 + g->letters[at] > letters)))
            return false;
        used += word->low != 0;
    }
    return used < g->word_slots;
}

static bool edges_fit(const struct gazetteer *g)
{
    uint64_t count = count_of(g, IMAGE_EDGES);
    if (count == 0 || count > CHILDREN_INDEX_MASK || !(g->edges[count - 1].payload & EDGE_LAST))
        return false;
    for (uint64_t i = 0; i < count; i++)
        if (!node_fits(g, g->edges[i].children, g->edges[i].payload))
            return false;
    return true;
}

static bool candidates_fit(const struct gazetteer *g)
{
    uint64_t count = count_of(g, IMAGE_CANDIDATES);
    if (count == 0 || !(g->candidates[count - 1].entity & CANDIDATE_LAST))
        return false;
    for (uint64_t i = 1; i < count; i++) {
        uint64_t limit = count_of(g, g->candidates[i].flags & CANDIDATE_LEXICON ? IMAGE_LEXICON : IMAGE_ENTITIES);
        if ((g->candidates[i].entity & ~CANDIDATE_LAST) >= limit ||
            g->candidates[i].type_prior >> 6 >= ENTITY_TYPE_COUNT)
            return false;
    }
    return true;
}

static bool entities_fit(const struct gazetteer *g)
{
    uint64_t strings = count_of(g, IMAGE_STRINGS);
    if (strings == 0 || g->strings[0] != '\0' || g->strings[strings - 1] != '\0' ||
        g->header->subtype_count > IMAGE_SUBTYPES)
        return false;
    for (uint32_t i = 0; i < g->entity_count; i++) {
        const struct image_entity *e = &g->entities[i];
        if (e->id >= strings || e->name_ar >= strings || e->name_en >= strings || e->type >= ENTITY_TYPE_COUNT ||
            e->subtype > g->header->subtype_count)
            return false;
    }
    return true;
}

static bool rules_fit(const struct gazetteer *g)
{
    for (uint32_t i = 0; i < g->rule_count; i++)
        if (g->rules[i].type >= ENTITY_TYPE_COUNT || g->rules[i].place >= RULE_PLACE_COUNT)
            return false;
    for (uint32_t i = 0; i < g->key_count; i++)
        if (g->keys[i].entity >= g->entity_count)
            return false;
    return true;
}

static uint8_t subtype_kind(const char *name)
{
    static const struct {
        const char *name;
        uint8_t kind;
    } rows[] = {
        {"athlete", SUBTYPE_SPORT},         {"club", SUBTYPE_SPORT | SUBTYPE_CLUB},
        {"coach", SUBTYPE_SPORT},           {"footballer", SUBTYPE_SPORT},
        {"federation", SUBTYPE_SPORT},      {"league", SUBTYPE_SPORT},
        {"national-team", SUBTYPE_SPORT},   {"sports-body", SUBTYPE_SPORT},
        {"sports-official", SUBTYPE_SPORT}, {"team", SUBTYPE_SPORT},
        {"media", SUBTYPE_MEDIA},           {"news-agency", SUBTYPE_MEDIA},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0)
            return rows[i].kind;
    return 0;
}

static bool read_subtypes(struct gazetteer *g)
{
    const char *at = g->strings, *end = g->strings + count_of(g, IMAGE_STRINGS);
    for (uint32_t i = 0; i <= g->header->subtype_count; i++) {
        if (at >= end)
            return false;
        g->subtypes[i] = at;
        g->subtype_kinds[i] = subtype_kind(at);
        at += strlen(at) + 1;
    }
    return true;
}

static void point_at_sections(struct gazetteer *g, const void *image)
{
    const void *at[IMAGE_SECTION_COUNT];
    for (int i = 0; i < IMAGE_SECTION_COUNT; i++)
        at[i] = (const char *)image + g->header->sections[i].offset;
    g->filter = at[IMAGE_FILTER];
    g->words = at[IMAGE_WORDS];
    g->edges = at[IMAGE_EDGES];
    g->candidates = at[IMAGE_CANDIDATES];
    g->entities = at[IMAGE_ENTITIES];
    g->lexicon = at[IMAGE_LEXICON];
    g->dictionary = at[IMAGE_DICTIONARY];
    g->dictionary_count = (uint32_t)count_of(g, IMAGE_DICTIONARY);
    g->rules = at[IMAGE_RULES];
    g->rule_count = (uint32_t)count_of(g, IMAGE_RULES);
    g->keys = at[IMAGE_KEYS];
    g->key_count = (uint32_t)count_of(g, IMAGE_KEYS);
    g->letters = at[IMAGE_LETTERS];
    g->strings = at[IMAGE_STRINGS];
    g->filter_mask = count_of(g, IMAGE_FILTER) - 1;
    g->word_slots = (uint32_t)count_of(g, IMAGE_WORDS);
    g->entity_count = (uint32_t)count_of(g, IMAGE_ENTITIES);
}

enum status gazetteer_open_memory(const void *image, size_t length, struct gazetteer **ret_gazetteer,
                                  struct error *error)
{
    enum status status = check_header(image, length, error);
    if (status == STATUS_OK)
        status = check_sections(image, error);
    if (status != STATUS_OK)
        return status;
    struct gazetteer *g = calloc(1, sizeof *g);
    if (!g)
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory to open the gazetteer");
    g->header = image;
    point_at_sections(g, image);
    if (!words_fit(g) || !edges_fit(g) || !candidates_fit(g) || !entities_fit(g) || !rules_fit(g) ||
        !read_subtypes(g)) {
        gazetteer_free(g);
        return error_set(error, STATUS_BAD_IMAGE, "the image refers outside itself: build it again");
    }
    grammar_shapes(g->shapes);
    g->memo = rule_memo_new(g);
    g->word_memo = word_memo_new();
    if (!g->memo || !g->word_memo) {
        gazetteer_free(g);
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory to open the gazetteer");
    }
    *ret_gazetteer = g;
    return STATUS_OK;
}

enum status gazetteer_open(const char *path, struct gazetteer **ret_gazetteer, struct error *error)
{
    enum status status = STATUS_OK;
    void *mapping = MAP_FAILED;
    struct stat info = {0};
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &info) != 0) {
        status = error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
        goto cleanup;
    }
    if (!S_ISREG(info.st_mode) || (size_t)info.st_size < sizeof(struct image_header)) {
        status = error_set(error, STATUS_BAD_IMAGE, "%s: this is not a gazetteer image", path);
        goto cleanup;
    }
    mapping = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_SHARED | MAP_POPULATE, file, 0);
    if (mapping == MAP_FAILED) {
        status = error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
        goto cleanup;
    }
    status = gazetteer_open_memory(mapping, (size_t)info.st_size, ret_gazetteer, error);
    if (status != STATUS_OK)
        goto cleanup;
    (*ret_gazetteer)->mapping = mapping;
    (*ret_gazetteer)->mapping_length = (size_t)info.st_size;
    mapping = MAP_FAILED;
cleanup:
    if (mapping != MAP_FAILED)
        munmap(mapping, (size_t)info.st_size);
    if (file >= 0)
        close(file);
    return status;
}

void gazetteer_free(struct gazetteer *gazetteer)
{
    if (!gazetteer)
        return;
    if (gazetteer->mapping)
        munmap(gazetteer->mapping, gazetteer->mapping_length);
    rule_memo_free(gazetteer->memo);
    word_memo_free(gazetteer->word_memo);
    free(gazetteer);
}
