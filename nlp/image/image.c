#include "nlp/image/image.h"

#include <string.h>

_Static_assert(sizeof(struct image_word) == 24 && sizeof(struct image_edge) == 12, "layout of image.h");
_Static_assert(sizeof(struct image_key) == 16, "layout of image.h");
_Static_assert(sizeof(struct image_rule) == 56, "layout of image.h");
_Static_assert(sizeof(struct image_candidate) == 8 && sizeof(struct image_entity) == 24, "layout of image.h");

static bool is_spelled(const struct image *image, const struct image_word *word, const uint8_t *letters,
                       uint32_t length)
{
    const uint8_t *spelled = image->letters + (word->high & ~WORD_LONG);
    return word->high >= WORD_LONG && spelled[0] == length && memcmp(spelled + 1, letters, length) == 0;
}

uint32_t image_find_word(const struct image *image, const struct word_key *key, const uint8_t *letters, uint32_t length)
{
    uint32_t slot = word_slot(key->hash, image->word_slots);
    for (;;) { /* ends, because at least one slot is free */
        const struct image_word *word = &image->words[slot];
        bool same = ((word->low ^ key->low) | (word->high ^ key->high)) == 0;
        if (same || (length > 16 && word->low == key->low && is_spelled(image, word, letters, length)))
            return slot;
        if (word->low == 0)
            return WORD_NONE;
        slot = slot + 1 == image->word_slots ? 0 : slot + 1;
    }
}

const struct image_edge *image_child(const struct image *image, uint32_t children, uint32_t word)
{
    const struct image_edge *edges = image->edges + (children & CHILDREN_INDEX_MASK);
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

uint32_t image_find_entity(const struct image *image, const char *id)
{
    uint32_t low = 0, high = image->entity_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(image->strings + image->entities[middle].id, id);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return UINT32_MAX;
}

const struct image_redirect *image_find_redirect(const struct image *image, const char *id)
{
    size_t low = 0, high = image->redirect_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(image->redirects[middle].id, id);
        if (order == 0)
            return &image->redirects[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

struct text image_rows(const struct image *image, uint32_t entity)
{
    uint32_t begin = image->entities[entity].row;
    uint32_t end = entity + 1 < image->entity_count ? image->entities[entity + 1].row : image->row_bytes;
    return (struct text){image->rows + begin, end - begin};
}

uint32_t image_find_key(const struct image *image, uint64_t hash)
{
    uint32_t low = 0, high = image->key_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (image->keys[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < image->key_count && image->keys[low].hash == hash;
    bool shared = low + 1 < image->key_count && image->keys[low + 1].hash == hash;
    return found && !shared ? image->keys[low].entity : UINT32_MAX;
}
