#include "nlp/build/sections.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { SECTION_ALIGNMENT = 8 };

static const size_t element_sizes[] = {
#define X(name, size) size,
    IMAGE_SECTIONS(X)
#undef X
};

void sections_init(struct sections *sections)
{
    *sections = (struct sections){.failed = false};
    for (int i = 0; i < IMAGE_SECTION_COUNT; i++)
        sections->of[i].size = element_sizes[i];
}

void sections_release(struct sections *sections)
{
    for (int i = 0; i < IMAGE_SECTION_COUNT; i++)
        array_release(&sections->of[i]);
}

void *sections_grow(struct sections *sections, enum image_section section, size_t extra)
{
    struct array *array = &sections->of[section];
    void *at = sections->failed ? NULL : array_grow(array, extra);
    if (!at) {
        sections->failed = true;
        return NULL;
    }
    memset(at, 0, extra * array->size);
    array->count += extra;
    return at;
}

bool sections_grow_table(struct sections *sections, enum image_section section, size_t items)
{
    size_t slots = 1;
    while (slots * 2 < items * 3 + 1)
        slots *= 2;
    return items == 0 || sections_grow(sections, section, slots);
}

void *sections_slot(struct sections *sections, enum image_section section, uint64_t hash, bool *ret_added)
{
    const struct array *table = &sections->of[section];
    uint32_t check = image_check(hash), *slot;
    for (size_t at = hash & (table->count - 1);; at = (at + 1) & (table->count - 1)) {
        slot = (uint32_t *)(void *)((char *)table->items + at * table->size);
        if (*slot == 0 || *slot == check)
            break;
    }
    *ret_added = *slot == 0;
    *slot = check;
    return slot;
}

void sections_copy(struct sections *sections, enum image_section section, const struct array *items)
{
    void *at = sections_grow(sections, section, items->count);
    if (at && items->count)
        memcpy(at, items->items, items->count * items->size);
}

/* Fills the header's table of sections; returns the size of the whole file. */
static size_t lay_out(const struct sections *sections, struct image_header *header)
{
    size_t size = sizeof *header;
    for (int i = 0; i < IMAGE_SECTION_COUNT; i++) {
        size = (size + SECTION_ALIGNMENT - 1) / SECTION_ALIGNMENT * SECTION_ALIGNMENT;
        header->sections[i].offset = size;
        header->sections[i].count = sections->of[i].count;
        size += sections->of[i].count * sections->of[i].size;
    }
    return size;
}

enum status sections_write(const struct sections *sections, const struct image_header *given, void **ret_image,
                           size_t *ret_length, struct error *error)
{
    struct image_header header = *given;
    header.size = lay_out(sections, &header);
    char *image = calloc(1, header.size);
    if (!image)
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory for an image of %zu bytes", (size_t)header.size);
    for (int i = 0; i < IMAGE_SECTION_COUNT; i++) {
        size_t bytes = sections->of[i].count * sections->of[i].size;
        char *at = image + header.sections[i].offset;
        if (bytes)
            memcpy(at, sections->of[i].items, bytes);
        header.sections[i].checksum = XXH3_64bits(at, bytes);
    }
    header.checksum = XXH3_64bits(&header, offsetof(struct image_header, checksum));
    memcpy(image, &header, sizeof header);
    *ret_image = image;
    *ret_length = header.size;
    return STATUS_OK;
}
