#include "nlp/edit/edited.h"

#include <stdlib.h>
#include <string.h>

static uint64_t count_of(const struct image *base, enum image_section section)
{
    return base->header->sections[section].count;
}

static bool copy_section(struct array *array, size_t size, const void *items, uint64_t count)
{
    *array = (struct array){.size = size};
    return array_append(array, items, count);
}

static bool copy_entities(struct edited *e)
{
    struct edited_entity *entities = array_grow(&e->entities, e->base->entity_count);
    if (!entities)
        return false;
    for (uint32_t i = 0; i < e->base->entity_count; i++)
        entities[i] = (struct edited_entity){.image = e->base->entities[i]};
    e->entities.count = e->base->entity_count;
    return true;
}

static void number_subtypes(struct edited *e)
{
    e->subtype_count = e->base->header->subtype_count;
    for (uint32_t i = 0; i <= e->subtype_count; i++)
        e->subtypes[i] = (uint32_t)(e->base->subtypes[i] - e->base->strings);
}

bool edited_init(struct edited *e, const struct image *base)
{
    *e = (struct edited){.base = base,
                         .uses = {.size = sizeof(struct word_uses)},
                         .entities = {.size = sizeof(struct edited_entity)},
                         .key_changes = {.size = sizeof(struct key_change)},
                         .names = base->header->name_count};
    interner_init(&e->added, &e->strings);
    bool copied =
        copy_section(&e->words, sizeof *base->words, base->words, base->word_slots) &&
        copy_section(&e->filter, sizeof *base->filter, base->filter, base->filter_mask + 1) &&
        copy_section(&e->edges, sizeof *base->edges, base->edges, count_of(base, IMAGE_EDGES)) &&
        copy_section(&e->candidates, sizeof *base->candidates, base->candidates, count_of(base, IMAGE_CANDIDATES)) &&
        copy_section(&e->lexicon, sizeof *base->lexicon, base->lexicon, count_of(base, IMAGE_LEXICON)) &&
        copy_section(&e->letters, 1, base->letters, count_of(base, IMAGE_LETTERS)) &&
        copy_section(&e->strings, 1, base->strings, count_of(base, IMAGE_STRINGS)) &&
        copy_section(&e->keys, sizeof *base->keys, base->keys, base->key_count) && copy_entities(e);
    number_subtypes(e);
    e->failed = !copied;
    return !e->failed;
}

void edited_release(struct edited *e)
{
    for (uint32_t i = 0; i < e->entities.count; i++)
        free(edited_entity(e, i)->rows);
    interner_release(&e->added);
    struct array *arrays[] = {&e->words,   &e->uses,    &e->filter,   &e->edges, &e->candidates, &e->lexicon,
                              &e->letters, &e->strings, &e->entities, &e->keys,  &e->key_changes};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        array_release(arrays[i]);
}

struct image edited_image(const struct edited *e)
{
    struct image image = *e->base;
    image.filter = e->filter.items;
    image.words = e->words.items;
    image.word_slots = (uint32_t)e->words.count;
    image.edges = e->edges.items;
    image.candidates = e->candidates.items;
    image.lexicon = e->lexicon.items;
    image.letters = e->letters.items;
    image.strings = e->strings.items;
    return image;
}

uint32_t edited_find(const struct edited *e, const char *id)
{
    uint32_t base = image_find_entity(e->base, id), added = UINT32_MAX;
    if (base == UINT32_MAX)
        added = interner_find(&e->added, id, strlen(id));
    return added == UINT32_MAX ? base : e->base->entity_count + added;
}

uint32_t edited_take(struct edited *e, const char *id)
{
    uint32_t base = image_find_entity(e->base, id);
    if (base != UINT32_MAX)
        return base;
    uint32_t added = interner_add(&e->added, id, strlen(id));
    struct edited_entity *entity = added == UINT32_MAX ? NULL : array_grow(&e->entities, 1);
    if (!entity) {
        e->failed = true;
        return UINT32_MAX;
    }
    uint32_t number = e->base->entity_count + added;
    if (number == e->entities.count) {
        *entity = (struct edited_entity){.image.id = interner_key(&e->added, added)->offset, .absent = true};
        e->entities.count++;
    }
    return number;
}

uint32_t edited_keep(struct edited *e, const char *string)
{
    uint32_t offset = *string ? pool_append(&e->strings, string, strlen(string)) : 0;
    e->failed |= offset == UINT32_MAX;
    return offset == UINT32_MAX ? 0 : offset;
}

uint32_t edited_subtype(struct edited *e, const char *name)
{
    for (uint32_t i = 0; i <= e->subtype_count; i++) {
        const char *known = edited_string(e, e->subtypes[i]);
        if (*known == *name && strcmp(known, name) == 0)
            return i;
    }
    if (e->subtype_count == IMAGE_SUBTYPES)
        return UINT32_MAX;
    uint32_t offset = edited_keep(e, name);
    if (e->failed)
        return UINT32_MAX;
    e->subtypes[++e->subtype_count] = offset;
    return e->subtype_count;
}
