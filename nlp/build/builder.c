#include "nlp/build/builder.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { PRIOR_DEFAULT = 128 };

uint32_t table_append(struct table *table, const void *bytes, size_t length)
{
    size_t offset = table->count;
    char *at = offset + length < UINT32_MAX ? table_grow(table, length) : NULL;
    if (!at)
        return UINT32_MAX;
    memcpy(at, bytes, length);
    table->count += length;
    return (uint32_t)offset;
}

static bool interner_widen(struct interner *interner)
{
    size_t wide = interner->slot_count ? interner->slot_count * 2 : 1024;
    uint32_t *slots = calloc(wide, sizeof *slots);
    if (!slots)
        return false;
    const struct interned *keys = interner->keys.items;
    for (uint32_t i = 0; i < interner->keys.count; i++) {
        size_t slot = keys[i].hash & (wide - 1);
        while (slots[slot])
            slot = (slot + 1) & (wide - 1);
        slots[slot] = i + 1;
    }
    free(interner->slots);
    interner->slots = slots;
    interner->slot_count = wide;
    return true;
}

uint32_t intern(struct interner *interner, struct table *pool, const void *bytes, size_t length)
{
    if (interner->keys.count * 2 >= interner->slot_count && !interner_widen(interner))
        return UINT32_MAX;
    uint64_t hash = XXH3_64bits(bytes, length);
    size_t mask = interner->slot_count - 1, slot = hash & mask;
    const struct interned *keys = interner->keys.items;
    for (; interner->slots[slot]; slot = (slot + 1) & mask) {
        const struct interned *key = &keys[interner->slots[slot] - 1];
        if (key->hash == hash && key->length == length && memcmp((char *)pool->items + key->offset, bytes, length) == 0)
            return interner->slots[slot] - 1;
    }
    struct interned *added = table_grow(&interner->keys, 1);
    uint32_t offset = table_append(pool, bytes, length);
    if (!added || offset == UINT32_MAX || table_append(pool, "", 1) == UINT32_MAX)
        return UINT32_MAX;
    *added = (struct interned){hash, offset, (uint32_t)length};
    interner->slots[slot] = (uint32_t)++interner->keys.count;
    return interner->slots[slot] - 1;
}

struct builder *builder_new(void)
{
    struct builder *b = calloc(1, sizeof *b);
    if (!b)
        return NULL;
    b->ids.keys.size = b->words.keys.size = b->subtypes.keys.size = sizeof(struct interned);
    b->strings.size = b->letters.size = b->subtype_names.size = b->sources.size = 1;
    b->entities.size = sizeof(struct build_entity);
    b->forms.size = sizeof(struct build_form);
    b->sequence.size = sizeof(uint32_t);
    b->lexicon.size = sizeof(struct lexeme);
    b->nouns.size = b->verbs.size = sizeof(uint64_t);
    b->rules.size = sizeof(struct image_rule);
    arena_init(&b->arena, 1 << 20);
    if (table_append(&b->strings, "", 1) == UINT32_MAX) {
        builder_free(b);
        return NULL;
    }
    return b;
}

void builder_free(struct builder *b)
{
    if (!b)
        return;
    struct interner *interners[] = {&b->ids, &b->words, &b->subtypes};
    for (size_t i = 0; i < sizeof interners / sizeof *interners; i++) {
        free(interners[i]->keys.items);
        free(interners[i]->slots);
    }
    struct table *tables[] = {&b->strings, &b->letters, &b->subtype_names, &b->entities, &b->forms,  &b->sequence,
                              &b->lexicon, &b->nouns,   &b->verbs,         &b->rules,    &b->sources};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        free(tables[i]->items);
    arena_release(&b->arena);
    free(b);
}

struct builder_counts builder_counts(const struct builder *b)
{
    return (struct builder_counts){b->entities.count, b->names, b->words.keys.count, b->nodes};
}

/* Sorts hashes and drops repeated ones: the dictionary's forms fold together. */
static void unique_hashes(struct table *hashes)
{
    uint64_t *at = hashes->items;
    size_t kept = 0;
    if (hashes->count)
        qsort(at, hashes->count, sizeof *at, compare_numbers);
    for (size_t i = 0; i < hashes->count; i++)
        if (i == 0 || at[i] != at[i - 1])
            at[kept++] = at[i];
    hashes->count = kept;
}

/* How likely a name means an entity of the kind, when the source gives no prior: news names countries and capitals
 * most. */
static const struct {
    const char *subtype;
    uint8_t prior;
} default_priors[] = {
    {"country", 250},      {"capital", 220},       {"continent", 220},
    {"region", 160},       {"head-of-state", 160}, {"head-of-government", 150},
    {"neighbourhood", 70}, {"town", 90},           {"village", 60},
    {"historical", 90},
};

static uint8_t default_prior(const struct builder *b, const struct build_entity *entity)
{
    const struct interned *subtypes = b->subtypes.keys.items;
    const char *name =
        entity->subtype ? (const char *)b->subtype_names.items + subtypes[entity->subtype - 1].offset : "";
    for (size_t i = 0; i < sizeof default_priors / sizeof *default_priors; i++)
        if (strcmp(default_priors[i].subtype, name) == 0)
            return default_priors[i].prior;
    return PRIOR_DEFAULT;
}

enum status builder_finish(struct builder *b, const char *version, void **ret_image, size_t *ret_length,
                           struct error *error)
{
    if (strlen(version) >= IMAGE_VERSION_SIZE)
        return error_set(error, STATUS_BAD_SOURCE, "the version is longer than %d bytes", IMAGE_VERSION_SIZE - 1);
    unique_hashes(&b->nouns);
    unique_hashes(&b->verbs);
    struct build_entity *entities = b->entities.items;
    for (size_t i = 0; i < b->entities.count; i++)
        entities[i].prior = entities[i].prior == PRIOR_UNSET ? default_prior(b, &entities[i]) : entities[i].prior;
    return builder_emit(b, version, ret_image, ret_length, error);
}
