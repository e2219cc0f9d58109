#include "nlp/image/image_open.h"

#include <errno.h>
#include <fcntl.h>
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

static uint64_t count_of(const struct image *image, enum image_section section)
{
    return image->header->sections[section].count;
}

static bool node_fits(const struct image *image, uint32_t children, uint32_t payload)
{
    uint64_t index = children & CHILDREN_INDEX_MASK, bits = children >> CHILDREN_SHIFT;
    uint64_t need = bits ? (uint64_t)1 << bits : 1;
    return (children == 0 || index + need <= count_of(image, IMAGE_EDGES)) &&
           (payload & PAYLOAD_MASK) < count_of(image, IMAGE_CANDIDATES);
}

static bool words_fit(const struct image *image)
{
    uint64_t bits = count_of(image, IMAGE_FILTER) * 64, letters = count_of(image, IMAGE_LETTERS);
    uint32_t used = 0;
    if (bits == 0 || bits & (bits - 1))
        return false;
    for (uint32_t i = 0; i < image->word_slots; i++) {
        const struct image_word *word = &image->words[i];
        uint64_t at = word->high & ~WORD_LONG;
        if (!node_fits(image, word->children, word->payload) ||
            (word->high >= WORD_LONG && (at >= letters || at + 1 + image->letters[at] > letters)))
            return false;
        used += word->low != 0;
    }
    return used < image->word_slots;
}

static bool edges_fit(const struct image *image)
{
    uint64_t count = count_of(image, IMAGE_EDGES);
    if (count == 0 || count > CHILDREN_INDEX_MASK || !(image->edges[count - 1].payload & EDGE_LAST))
        return false;
    for (uint64_t i = 0; i < count; i++)
        if (!node_fits(image, image->edges[i].children, image->edges[i].payload))
            return false;
    return true;
}

static bool candidates_fit(const struct image *image)
{
    uint64_t count = count_of(image, IMAGE_CANDIDATES);
    if (count == 0 || !(image->candidates[count - 1].entity & CANDIDATE_LAST))
        return false;
    for (uint64_t i = 1; i < count; i++) {
        uint64_t limit =
            count_of(image, image->candidates[i].flags & CANDIDATE_LEXICON ? IMAGE_LEXICON : IMAGE_ENTITIES);
        if ((image->candidates[i].entity & ~CANDIDATE_LAST) >= limit ||
            image->candidates[i].type_prior >> 6 >= ENTITY_TYPE_COUNT)
            return false;
    }
    return true;
}

static bool entities_fit(const struct image *image)
{
    uint64_t strings = count_of(image, IMAGE_STRINGS);
    if (strings == 0 || image->strings[0] != '\0' || image->strings[strings - 1] != '\0' ||
        image->header->subtype_count > IMAGE_SUBTYPES)
        return false;
    for (uint32_t i = 0; i < image->entity_count; i++) {
        const struct image_entity *e = &image->entities[i];
        if (e->id >= strings || e->name_ar >= strings || e->name_en >= strings || e->type >= ENTITY_TYPE_COUNT ||
            e->subtype > image->header->subtype_count)
            return false;
    }
    return true;
}

static bool rows_fit(const struct image *image)
{
    uint32_t before = 0;
    for (uint32_t i = 0; i < image->entity_count; i++) {
        uint32_t row = image->entities[i].row;
        if (row < before || row > image->row_bytes)
            return false;
        before = row;
    }
    return true;
}

static bool rules_fit(const struct image *image)
{
    for (uint32_t i = 0; i < image->rule_count; i++)
        if (image->rules[i].type >= ENTITY_TYPE_COUNT || image->rules[i].place >= RULE_PLACE_COUNT)
            return false;
    for (uint32_t i = 0; i < image->key_count; i++)
        if (image->keys[i].entity >= image->entity_count)
            return false;
    return true;
}

/* Tables that are probed need a power of two of slots and a free one, or a search would not end. */
static bool model_fits(const struct image *image)
{
    uint64_t statistics = image->statistics_count, features = image->feature_count;
    bool free_statistics = statistics == 0, free_features = features == 0;
    for (uint64_t i = 0; i < statistics && !free_statistics; i++)
        free_statistics = image->statistics[i].check == 0;
    for (uint64_t i = 0; i < features && !free_features; i++)
        free_features = image->features[i].check == 0;
    bool fitted = false;
    for (uint32_t i = 0; i < image->moves_count; i++)
        fitted |= image->moves[i].fitted != 0;
    return free_statistics && free_features && (statistics & (statistics - 1)) == 0 &&
           (features & (features - 1)) == 0 && (!fitted || features > 0);
}

static bool read_subtypes(struct image *image)
{
    const char *at = image->strings, *end = image->strings + count_of(image, IMAGE_STRINGS);
    for (uint32_t i = 0; i <= image->header->subtype_count; i++) {
        if (at >= end)
            return false;
        image->subtypes[i] = at;
        image->subtype_kinds[i] = subtype_find(at).kinds;
        at += strlen(at) + 1;
    }
    return true;
}

static void point_at_sections(struct image *image)
{
    const void *at[IMAGE_SECTION_COUNT];
    for (int i = 0; i < IMAGE_SECTION_COUNT; i++)
        at[i] = (const char *)image->header + image->header->sections[i].offset;
    image->filter = at[IMAGE_FILTER];
    image->words = at[IMAGE_WORDS];
    image->edges = at[IMAGE_EDGES];
    image->candidates = at[IMAGE_CANDIDATES];
    image->entities = at[IMAGE_ENTITIES];
    image->lexicon = at[IMAGE_LEXICON];
    image->dictionary = at[IMAGE_DICTIONARY];
    image->dictionary_count = (uint32_t)count_of(image, IMAGE_DICTIONARY);
    image->rules = at[IMAGE_RULES];
    image->rule_count = (uint32_t)count_of(image, IMAGE_RULES);
    image->keys = at[IMAGE_KEYS];
    image->key_count = (uint32_t)count_of(image, IMAGE_KEYS);
    image->statistics = at[IMAGE_STATISTICS];
    image->statistics_count = count_of(image, IMAGE_STATISTICS);
    image->features = at[IMAGE_FEATURES];
    image->feature_count = count_of(image, IMAGE_FEATURES);
    image->moves = at[IMAGE_MOVES];
    image->moves_count = (uint32_t)count_of(image, IMAGE_MOVES);
    image->letters = at[IMAGE_LETTERS];
    image->strings = at[IMAGE_STRINGS];
    image->rows = at[IMAGE_ROWS];
    image->row_bytes = (uint32_t)count_of(image, IMAGE_ROWS);
    image->filter_mask = count_of(image, IMAGE_FILTER) - 1;
    image->word_slots = (uint32_t)count_of(image, IMAGE_WORDS);
    image->entity_count = (uint32_t)count_of(image, IMAGE_ENTITIES);
}

enum status image_open(struct image *ret_image, const void *bytes, size_t length, struct error *error)
{
    enum status status = check_header(bytes, length, error);
    if (status == STATUS_OK)
        status = check_sections(bytes, error);
    if (status != STATUS_OK)
        return status;
    struct image image = {.header = bytes};
    point_at_sections(&image);
    if (!words_fit(&image) || !edges_fit(&image) || !candidates_fit(&image) || !entities_fit(&image) ||
        !rows_fit(&image) || !rules_fit(&image) || !model_fits(&image) || !read_subtypes(&image))
        return error_set(error, STATUS_BAD_IMAGE, "the image refers outside itself: build it again");
    *ret_image = image;
    return STATUS_OK;
}

/* False: see errno; 0 when the file ended before. */
static bool read_all(int file, unsigned char *bytes, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t got = read(file, bytes + done, length - done);
        if (got < 0 && errno == EINTR)
            continue;
        errno = got == 0 ? 0 : errno;
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

enum status image_map(struct image_mapping *ret_mapping, const char *path, struct error *error)
{
    enum status status = STATUS_OK;
    void *bytes = MAP_FAILED;
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
    bytes = mmap(NULL, (size_t)info.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (bytes == MAP_FAILED || !read_all(file, bytes, (size_t)info.st_size) ||
        mprotect(bytes, (size_t)info.st_size, PROT_READ) != 0) {
        status = error_set(error, STATUS_IO, "%s: %s", path,
                           errno ? strerror(errno) : "it became shorter while it was read");
        if (bytes != MAP_FAILED)
            munmap(bytes, (size_t)info.st_size);
        goto cleanup;
    }
    *ret_mapping = (struct image_mapping){bytes, (size_t)info.st_size};
cleanup:
    if (file >= 0)
        close(file);
    return status;
}

void image_unmap(struct image_mapping *mapping)
{
    if (mapping->bytes)
        munmap(mapping->bytes, mapping->length);
    *mapping = (struct image_mapping){0};
}
