#include "nlp/build/emit.h"
#include "nlp/text/name_key.h"
#include "nlp/text/word_class.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { FILTER_BITS_A_WORD = 8, DICTIONARY_BITS_A_WORD = 16 };

static const size_t section_sizes[] = {
#define X(name, size) size,
    IMAGE_SECTIONS(X)
#undef X
};

void *emit_grow(struct emitter *e, enum image_section section, size_t extra)
{
    void *at = e->failed ? NULL : table_grow(&e->sections[section], extra);
    if (!at) {
        e->failed = true;
        return NULL;
    }
    memset(at, 0, extra * e->sections[section].size);
    e->sections[section].count += extra;
    return at;
}

/* ---- words ---- */

/* Offset in LETTERS at which the word was written. */
static uint32_t keep_letters(struct emitter *e, const uint8_t *letters, uint32_t length)
{
    uint32_t offset = (uint32_t)e->sections[IMAGE_LETTERS].count;
    uint8_t *stored = emit_grow(e, IMAGE_LETTERS, length + 1);
    if (!stored)
        return 0;
    stored[0] = (uint8_t)length;
    memcpy(stored + 1, letters, length);
    return offset;
}

static void place_word(struct emitter *e, uint32_t number)
{
    struct image_word *words = e->sections[IMAGE_WORDS].items;
    uint64_t *filter = e->sections[IMAGE_FILTER].items;
    size_t slots = e->sections[IMAGE_WORDS].count, registers = e->sections[IMAGE_FILTER].count;
    const struct interned *keys = e->b->words.keys.items;
    uint8_t letters[WORD_LETTERS_MAXIMUM + EMIT_SLACK] = {0};
    uint32_t length = keys[number].length, slot;
    uint64_t low, high;
    memcpy(letters, (uint8_t *)e->b->letters.items + keys[number].offset, length);
    letters_load(letters, length, &low, &high);
    struct word_key key = word_key(low, high, letters, length);
    for (slot = word_slot(key.hash, (uint32_t)slots); words[slot].low;)
        slot = slot + 1 == slots ? 0 : slot + 1;
    words[slot].low = key.low;
    words[slot].high = length <= 16 ? high : WORD_LONG | keep_letters(e, letters, length);
    filter[key.hash >> 12 & (registers - 1)] |= filter_bits(key.hash);
    e->slot_of[number] = slot;
}

/* What most names have in common is what texts ask for most: those words come first, and get the slots they hash to. */
static void emit_words(struct emitter *e)
{
    size_t count = e->b->words.keys.count, slots = count + count / 2 + 2, registers = 1;
    while (registers * 64 < count * FILTER_BITS_A_WORD)
        registers *= 2;
    uint64_t *order = malloc((count + 1) * sizeof *order); /* the more uses, the smaller; then the word's number */
    const uint32_t *words = e->b->sequence.items;
    if (!emit_grow(e, IMAGE_FILTER, registers) || !emit_grow(e, IMAGE_WORDS, slots) || !order) {
        e->failed = true;
        free(order);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        order[i] = (uint64_t)(e->classes_of[i] ? 0 : UINT32_MAX) << 32 | i;
    for (size_t i = 0; i < e->b->sequence.count; i++)
        order[words[i]] -= order[words[i]] >> 32 ? (uint64_t)1 << 32 : 0;
    qsort(order, count, sizeof *order, compare_numbers);
    for (size_t i = 0; i < count; i++)
        place_word(e, (uint32_t)order[i]);
    free(order);
}

static void emit_dictionary(struct emitter *e)
{
    const struct table *nouns = &e->b->nouns, *verbs = &e->b->verbs;
    size_t count = ((nouns->count + verbs->count) * DICTIONARY_BITS_A_WORD + 63) / 64;
    uint64_t *bits = count ? emit_grow(e, IMAGE_DICTIONARY, count) : NULL;
    const uint64_t *noun = nouns->items, *verb = verbs->items;
    for (size_t i = 0; bits && i < nouns->count; i++)
        bits[dictionary_slot(noun[i], (uint32_t)count)] |= noun_bits(noun[i]);
    for (size_t i = 0; bits && i < verbs->count; i++)
        bits[dictionary_slot(verb[i], (uint32_t)count)] |= verb_bits(verb[i]);
}

static void emit_copy(struct emitter *e, enum image_section section, const struct table *table)
{
    void *out = emit_grow(e, section, table->count);
    if (out && table->count)
        memcpy(out, table->items, table->count * table->size);
}

/* ---- entities ---- */

static int compare_ids(const void *left, const void *right, void *context)
{
    const struct builder *b = context;
    const struct build_entity *entities = b->entities.items;
    const char *strings = b->strings.items;
    return strcmp(strings + entities[*(const uint32_t *)left].id, strings + entities[*(const uint32_t *)right].id);
}

/* Offset in STRINGS of the builder's string; 0 when it is empty, so that this is known without reading it. */
static uint32_t string_at(const struct builder *b, uint32_t base, uint32_t offset)
{
    return ((const char *)b->strings.items)[offset] ? base + offset : 0;
}

static void emit_entities(struct emitter *e)
{
    struct builder *b = e->b;
    size_t count = b->entities.count;
    uint32_t *sorted = malloc((count + 1) * sizeof *sorted), base;
    struct image_entity *out = emit_grow(e, IMAGE_ENTITIES, count);
    /* STRINGS: the empty string, the subtypes, then the builder's strings */
    char *strings = emit_grow(e, IMAGE_STRINGS, 1 + b->subtype_names.count + b->strings.count);
    if (!sorted || e->failed) {
        e->failed = true;
        free(sorted);
        return;
    }
    base = (uint32_t)(1 + b->subtype_names.count);
    if (b->subtype_names.count)
        memcpy(strings + 1, b->subtype_names.items, b->subtype_names.count);
    memcpy(strings + base, b->strings.items, b->strings.count);
    struct build_entity *entities = b->entities.items;
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = i;
    qsort_r(sorted, count, sizeof *sorted, compare_ids, b);
    for (uint32_t i = 0; i < count; i++) {
        struct build_entity *in = &entities[sorted[i]];
        in->rank = i;
        out[i] = (struct image_entity){.id = base + in->id,
                                       .name_ar = string_at(b, base, in->name_ar),
                                       .name_en = string_at(b, base, in->name_en),
                                       .wikidata = in->wikidata,
                                       .type = in->type,
                                       .subtype = in->subtype,
                                       .prior = in->prior};
        memcpy(out[i].country, in->country, sizeof in->country);
    }
    free(sorted);
}

/* ---- transliteration keys ---- */

static int compare_keys(const void *left, const void *right)
{
    const struct image_key *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->entity < b->entity ? -1 : a->entity > b->entity;
}

/* The key of a form's words; 0 when none of them is reduced: then only the spelling itself is a spelling of it. */
static uint64_t key_of(const struct emitter *e, const struct build_form *form)
{
    char key[NAME_KEY_MAXIMUM];
    size_t used = 0;
    bool reduced = false;
    const struct interned *words = e->b->words.keys.items;
    for (unsigned i = 0; i < form->word_count; i++) {
        uint32_t word = ((const uint32_t *)e->b->sequence.items)[form->words + i];
        const uint8_t *letters = (const uint8_t *)e->b->letters.items + words[word].offset;
        bool reduce = name_key_reduces(e->classes_of[word], letters, words[word].length);
        used = name_key_part(key, used, NAME_KEY_MAXIMUM);
        used = name_key_word(letters, words[word].length, reduce, key, used, NAME_KEY_MAXIMUM);
        reduced |= reduce;
    }
    return reduced ? name_key_hash(key, used) : 0;
}

/* Keys of persons' names of two words and more; a key that two persons share is nobody's. */
static void emit_keys(struct emitter *e)
{
    const struct build_form *forms = e->b->forms.items;
    const struct build_entity *entities = e->b->entities.items;
    struct table *table = &e->sections[IMAGE_KEYS];
    for (size_t i = 0; i < e->b->forms.count && !e->failed; i++) {
        bool person = !(forms[i].flags & CANDIDATE_LEXICON) && entities[forms[i].entity].type == ENTITY_PERSON;
        uint64_t hash = person && forms[i].word_count > 1 ? key_of(e, &forms[i]) : 0;
        struct image_key *key = hash ? emit_grow(e, IMAGE_KEYS, 1) : NULL;
        if (key)
            *key = (struct image_key){hash, entities[forms[i].entity].rank, 0};
    }
    struct image_key *keys = table->items;
    size_t kept = 0;
    if (table->count)
        qsort(keys, table->count, sizeof *keys, compare_keys);
    for (size_t i = 0, end; i < table->count; i = end) {
        bool shared = false;
        for (end = i + 1; end < table->count && keys[end].hash == keys[i].hash; end++)
            shared |= keys[end].entity != keys[i].entity;
        if (!shared)
            keys[kept++] = keys[i];
    }
    table->count = kept;
}

/* ---- the file ---- */

static enum status assemble(struct emitter *e, const char *version, void **ret_image, size_t *ret_length,
                            struct error *error)
{
    struct image_header header = {.magic = IMAGE_MAGIC,
                                  .format = IMAGE_FORMAT,
                                  .byte_order = IMAGE_BYTE_ORDER,
                                  .name_count = (uint32_t)e->b->names,
                                  .subtype_count = (uint32_t)e->b->subtypes.keys.count};
    memcpy(header.version, version, strlen(version) + 1);
    size_t size = sizeof header;
    for (int i = 0; i < IMAGE_SECTION_COUNT; i++) {
        size = (size + 7) / 8 * 8;
        header.sections[i].offset = size;
        header.sections[i].count = e->sections[i].count;
        size += e->sections[i].count * e->sections[i].size;
    }
    header.size = size;
    char *image = calloc(1, size);
    if (!image)
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory for an image of %zu bytes", size);
    for (int i = 0; i < IMAGE_SECTION_COUNT; i++) {
        size_t bytes = e->sections[i].count * e->sections[i].size;
        char *at = image + header.sections[i].offset;
        if (bytes)
            memcpy(at, e->sections[i].items, bytes);
        header.sections[i].checksum = XXH3_64bits(at, bytes);
    }
    header.checksum = XXH3_64bits(&header, offsetof(struct image_header, checksum));
    memcpy(image, &header, sizeof header);
    *ret_image = image;
    *ret_length = size;
    return STATUS_OK;
}

enum status builder_emit(struct builder *b, const char *version, void **ret_image, size_t *ret_length,
                         struct error *error)
{
    struct emitter e = {.b = b, .order_count = b->forms.count};
    for (int i = 0; i < IMAGE_SECTION_COUNT; i++)
        e.sections[i].size = section_sizes[i];
    e.order = malloc((e.order_count + 1) * sizeof *e.order);
    e.slot_of = malloc((b->words.keys.count + 1) * sizeof *e.slot_of);
    e.classes_of = calloc(b->words.keys.count + 1, sizeof *e.classes_of);
    e.failed = !e.order || !e.slot_of || !e.classes_of;
    const struct lexeme *lexemes = b->lexicon.items;
    for (size_t i = 0; i < b->lexicon.count && !e.failed; i++)
        e.classes_of[lexemes[i].word] |= (uint64_t)1 << lexemes[i].class;
    e.failed = e.failed || !heads_init(&e.heads, b, e.classes_of);
    enum status status;
    if (!e.failed) {
        emit_words(&e);
        emit_entities(&e);
        emit_sort_forms(&e);
        emit_dictionary(&e);
        emit_trie(&e);
        emit_copy(&e, IMAGE_RULES, &b->rules);
        emit_keys(&e);
        emit_copy(&e, IMAGE_SOURCES, &b->sources);
    }
    if (e.failed)
        status = error_set(error, STATUS_OUT_OF_MEMORY, "no memory for the gazetteer, or it has more than %u nodes",
                           CHILDREN_INDEX_MASK);
    else
        status = assemble(&e, version, ret_image, ret_length, error);
    for (int i = 0; i < IMAGE_SECTION_COUNT; i++)
        free(e.sections[i].items);
    free(e.order);
    free(e.slot_of);
    free(e.classes_of);
    heads_release(&e.heads);
    return status;
}
