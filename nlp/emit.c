#include "nlp/heads.h"
#include "nlp/lexicon.h"
#include "nlp/name_key.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { FILTER_BITS_A_WORD = 8, DICTIONARY_BITS_A_WORD = 16, SLACK = 16 };

/* A form in trie order: its first two words packed, so that most comparisons end in one register. */
struct order {
    uint64_t head;
    uint32_t form;
};

struct emitter {
    struct builder *b;
    struct order *order;
    size_t order_count;
    uint32_t *slot_of;    /* word number -> slot */
    uint64_t *classes_of; /* word number -> its lexicon classes */
    struct heads heads;
    struct table sections[IMAGE_SECTION_COUNT];
    bool failed;
};

static const size_t section_sizes[] = {
#define X(name, size) size,
    IMAGE_SECTIONS(X)
#undef X
};

static void *grow(struct emitter *e, enum image_section section, size_t extra)
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

static struct build_form *form_at(const struct emitter *e, size_t i)
{
    return (struct build_form *)e->b->forms.items + e->order[i].form;
}

static uint32_t word_at(const struct emitter *e, size_t i, unsigned depth)
{
    return ((uint32_t *)e->b->sequence.items)[form_at(e, i)->words + depth];
}

/* ---- words ---- */

/* Offset in LETTERS at which the word was written. */
static uint32_t keep_letters(struct emitter *e, const uint8_t *letters, uint32_t length)
{
    uint32_t offset = (uint32_t)e->sections[IMAGE_LETTERS].count;
    uint8_t *stored = grow(e, IMAGE_LETTERS, length + 1);
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
    uint8_t letters[WORD_LETTERS_MAXIMUM + SLACK] = {0};
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

static int compare_uses(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

/* What most names have in common is what texts ask for most: those words come first, and get the slots they hash to. */
static void emit_words(struct emitter *e)
{
    size_t count = e->b->words.keys.count, slots = count + count / 2 + 2, registers = 1;
    while (registers * 64 < count * FILTER_BITS_A_WORD)
        registers *= 2;
    uint64_t *order = malloc((count + 1) * sizeof *order); /* the more uses, the smaller; then the word's number */
    const uint32_t *words = e->b->sequence.items;
    if (!grow(e, IMAGE_FILTER, registers) || !grow(e, IMAGE_WORDS, slots) || !order) {
        e->failed = true;
        free(order);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        order[i] = (uint64_t)(e->classes_of[i] ? 0 : UINT32_MAX) << 32 | i;
    for (size_t i = 0; i < e->b->sequence.count; i++)
        order[words[i]] -= order[words[i]] >> 32 ? (uint64_t)1 << 32 : 0;
    qsort(order, count, sizeof *order, compare_uses);
    for (size_t i = 0; i < count; i++)
        place_word(e, (uint32_t)order[i]);
    free(order);
}

static void emit_dictionary(struct emitter *e)
{
    const struct table *nouns = &e->b->nouns, *verbs = &e->b->verbs;
    size_t count = ((nouns->count + verbs->count) * DICTIONARY_BITS_A_WORD + 63) / 64;
    uint64_t *bits = count ? grow(e, IMAGE_DICTIONARY, count) : NULL;
    const uint64_t *noun = nouns->items, *verb = verbs->items;
    for (size_t i = 0; bits && i < nouns->count; i++)
        bits[dictionary_slot(noun[i], (uint32_t)count)] |= noun_bits(noun[i]);
    for (size_t i = 0; bits && i < verbs->count; i++)
        bits[dictionary_slot(verb[i], (uint32_t)count)] |= verb_bits(verb[i]);
}

static void emit_copy(struct emitter *e, enum image_section section, const struct table *table)
{
    void *out = grow(e, section, table->count);
    if (out && table->count)
        memcpy(out, table->items, table->count * table->size);
}

/* ---- what a word sequence means ---- */

static int compare_candidates(const void *left, const void *right)
{
    const struct image_candidate *a = left, *b = right;
    if ((a->flags ^ b->flags) & CANDIDATE_LEXICON)
        return a->flags & CANDIDATE_LEXICON ? -1 : 1;
    if ((a->type_prior ^ b->type_prior) & 63)
        return (a->type_prior & 63) > (b->type_prior & 63) ? -1 : 1;
    if (a->entity != b->entity)
        return a->entity < b->entity ? -1 : 1;
    unsigned rank_a = a->flags & (CANDIDATE_VARIANT | CANDIDATE_CANONICAL),
             rank_b = b->flags & (CANDIDATE_VARIANT | CANDIDATE_CANONICAL);
    if (rank_a != rank_b) /* canonical, then alias, then variant */
        return (rank_a & CANDIDATE_VARIANT) != (rank_b & CANDIDATE_VARIANT) ? (rank_a & CANDIDATE_VARIANT ? 1 : -1)
               : rank_a & CANDIDATE_CANONICAL                               ? -1
                                                                            : 1;
    return a->spelling < b->spelling ? -1 : a->spelling > b->spelling;
}

static uint32_t lexicon_index(struct emitter *e, uint64_t mask)
{
    const uint64_t *masks = e->sections[IMAGE_LEXICON].items;
    for (uint32_t i = 0; i < e->sections[IMAGE_LEXICON].count; i++)
        if (masks[i] == mask)
            return i;
    uint64_t *added = grow(e, IMAGE_LEXICON, 1);
    if (added)
        *added = mask;
    return (uint32_t)e->sections[IMAGE_LEXICON].count - 1;
}

static const uint64_t name_classes =
    LEXICON_BIT(GIVEN) | LEXICON_BIT(FAMILY) | LEXICON_BIT(SEEN_GIVEN) | LEXICON_BIT(SEEN_FAMILY);

static uint64_t dictionary_bits(const struct emitter *e, const uint8_t *letters, uint32_t length)
{
    const struct table *dictionary = &e->sections[IMAGE_DICTIONARY];
    uint8_t padded[WORD_LETTERS_MAXIMUM + SLACK] = {0};
    uint64_t low, high;
    if (!dictionary->count)
        return 0;
    memcpy(padded, letters, length);
    letters_load(padded, length, &low, &high);
    uint64_t hash = word_key(low, high, padded, length).hash;
    uint64_t missing = ~((const uint64_t *)dictionary->items)[dictionary_slot(hash, (uint32_t)dictionary->count)];
    return (missing & noun_bits(hash) ? 0 : LEXICON_BIT(NOUN)) |
           (missing & verb_bits(hash) ? 0 : LEXICON_BIT(VERB_FORM));
}

/* What the dictionary says of an Arabic word that is in a list of names: the tagger asks it for unlisted words alone.
 */
static uint64_t ordinary_bits(const struct emitter *e, size_t form, uint64_t mask)
{
    if (!(mask & name_classes) || form_at(e, form)->word_count != 1)
        return 0;
    const struct interned *key = (const struct interned *)e->b->words.keys.items + word_at(e, form, 0);
    const uint8_t *letters = (const uint8_t *)e->b->letters.items + key->offset;
    if (letters[0] < LETTER_HAMZA)
        return 0;
    bool article = key->length > 4 && letters[0] == LETTER_ALEF && letters[1] == LETTER_LAM;
    return dictionary_bits(e, letters, key->length) |
           (article ? dictionary_bits(e, letters + 2, key->length - 2) & LEXICON_BIT(NOUN) : 0);
}

/* Candidates of the forms [low, high), which have the same words. Returns the payload. */
static uint32_t emit_candidates(struct emitter *e, size_t low, size_t high)
{
    uint64_t mask = 0;
    uint32_t first = (uint32_t)e->sections[IMAGE_CANDIDATES].count;
    for (size_t i = low; i < high; i++)
        if (form_at(e, i)->flags & CANDIDATE_LEXICON)
            mask |= (uint64_t)1 << form_at(e, i)->entity;
    mask |= ordinary_bits(e, low, mask);
    if (mask) {
        struct image_candidate *c = grow(e, IMAGE_CANDIDATES, 1);
        if (c)
            *c = (struct image_candidate){.entity = lexicon_index(e, mask), .flags = CANDIDATE_LEXICON};
    }
    const struct build_entity *entities = e->b->entities.items;
    for (size_t i = low; i < high && !e->failed; i++) {
        const struct build_form *form = form_at(e, i);
        if (form->flags & CANDIDATE_LEXICON)
            continue;
        struct image_candidate *c = grow(e, IMAGE_CANDIDATES, 1);
        bool risky = mask & (LEXICON_BIT(COMMON) | LEXICON_BIT(FUNCTION) | LEXICON_BIT(VERB) | LEXICON_BIT(SAY));
        if (c)
            *c = (struct image_candidate){
                .entity = entities[form->entity].rank,
                .spelling = form->spelling,
                .type_prior = (uint8_t)(entities[form->entity].type << 6 | entities[form->entity].prior >> 2),
                .flags = (uint8_t)(form->flags | (risky ? CANDIDATE_RISKY : 0) |
                                   (heads_outer(&e->heads, form) ? CANDIDATE_HEAD : 0))};
    }
    if (e->failed)
        return 0;
    struct table *table = &e->sections[IMAGE_CANDIDATES];
    struct image_candidate *list = (struct image_candidate *)table->items + first;
    size_t count = table->count - first, kept = 0;
    qsort(list, count, sizeof *list, compare_candidates);
    for (size_t i = 0; i < count; i++) {
        const struct image_candidate *last = kept ? &list[kept - 1] : NULL;
        bool repeats = last && last->entity == list[i].entity && !((last->flags ^ list[i].flags) & CANDIDATE_LEXICON) &&
                       (last->spelling == list[i].spelling || list[i].flags & CANDIDATE_VARIANT);
        if (!repeats)
            list[kept++] = list[i];
    }
    table->count = first + kept;
    list[kept - 1].entity |= CANDIDATE_LAST;
    return first | (mask ? PAYLOAD_LEXICON : 0);
}

/* ---- the trie ---- */

static int compare_orders(const void *left, const void *right, void *context)
{
    const struct order *a = left, *b = right;
    const struct emitter *e = context;
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    const struct build_form *forms = e->b->forms.items, *x = &forms[a->form], *y = &forms[b->form];
    const uint32_t *words = e->b->sequence.items;
    for (unsigned i = 2; i < x->word_count && i < y->word_count; i++)
        if (words[x->words + i] != words[y->words + i])
            return words[x->words + i] < words[y->words + i] ? -1 : 1;
    if (x->word_count != y->word_count)
        return x->word_count < y->word_count ? -1 : 1;
    return a->form < b->form ? -1 : a->form > b->form;
}

/* Words are numbered from 1 here, so that 0 stands for "no second word" and sorts first. */
static void sort_forms(struct emitter *e)
{
    const struct build_form *forms = e->b->forms.items;
    const uint32_t *words = e->b->sequence.items;
    for (uint32_t i = 0; i < e->order_count; i++) {
        uint64_t second = forms[i].word_count > 1 ? words[forms[i].words + 1] + 1ull : 0;
        e->order[i] = (struct order){(words[forms[i].words] + 1ull) << 32 | second, i};
    }
    qsort_r(e->order, e->order_count, sizeof *e->order, compare_orders, e);
}

static size_t group_end(const struct emitter *e, size_t low, size_t high, unsigned depth)
{
    uint32_t word = word_at(e, low, depth);
    size_t end = low + 1;
    while (end < high && word_at(e, end, depth) == word)
        end++;
    return end;
}

static uint32_t emit_node(struct emitter *e, size_t low, size_t high, unsigned depth, uint32_t *ret_payload);

static uint32_t table_bits(size_t groups)
{
    uint32_t bits = 0;
    if (groups > LINEAR_CHILDREN_MAXIMUM)
        for (bits = 4; ((size_t)1 << bits) < groups + groups / 4;)
            bits++;
    return bits;
}

/* Children of the forms [low, high), all longer than `depth` words and alike up to there. */
static uint32_t emit_children(struct emitter *e, size_t low, size_t high, unsigned depth)
{
    size_t groups = 0;
    for (size_t i = low; i < high; i = group_end(e, i, high, depth))
        groups++;
    uint32_t bits = table_bits(groups), first = (uint32_t)e->sections[IMAGE_EDGES].count;
    size_t room = bits ? (size_t)1 << bits : groups;
    struct image_edge *edges = grow(e, IMAGE_EDGES, room);
    if (!edges || first + room > CHILDREN_INDEX_MASK) {
        e->failed = true;
        return 0;
    }
    for (size_t i = 0; i < room; i++)
        edges[i].word = WORD_NONE;
    uint32_t place = 0;
    for (size_t i = low, end; i < high && !e->failed; i = end, place++) {
        end = group_end(e, i, high, depth);
        uint32_t word = e->slot_of[word_at(e, i, depth)], payload = 0;
        uint32_t at = bits ? children_slot(word, bits) : place;
        edges = (struct image_edge *)e->sections[IMAGE_EDGES].items + first;
        while (edges[at].word != WORD_NONE)
            at = (at + 1) & ((1u << bits) - 1);
        edges[at].word = word;
        uint32_t children = emit_node(e, i, end, depth + 1, &payload);
        edges = (struct image_edge *)e->sections[IMAGE_EDGES].items + first; /* may have moved */
        edges[at].children = children;
        edges[at].payload = payload;
    }
    if (!bits && !e->failed)
        edges[room - 1].payload |= EDGE_LAST;
    e->b->nodes += groups;
    return bits << CHILDREN_SHIFT | first;
}

/* The node of the forms [low, high), alike in their first `depth` words: shorter forms sort first. */
static uint32_t emit_node(struct emitter *e, size_t low, size_t high, unsigned depth, uint32_t *ret_payload)
{
    size_t here = low;
    while (here < high && form_at(e, here)->word_count == depth)
        here++;
    *ret_payload = here > low ? emit_candidates(e, low, here) : 0;
    return here < high ? emit_children(e, here, high, depth) : 0;
}

static void emit_trie(struct emitter *e)
{
    struct image_edge *unused = grow(e, IMAGE_EDGES, 1);
    struct image_candidate *none = grow(e, IMAGE_CANDIDATES, 1);
    if (unused && none) {
        *unused = (struct image_edge){WORD_NONE, 0, EDGE_LAST};
        none->entity = CANDIDATE_LAST;
        none->flags = CANDIDATE_LEXICON;
    }
    for (size_t i = 0, end; i < e->order_count && !e->failed; i = end) {
        end = group_end(e, i, e->order_count, 0);
        uint32_t slot = e->slot_of[word_at(e, i, 0)], payload = 0;
        uint32_t children = emit_node(e, i, end, 1, &payload);
        struct image_word *word = (struct image_word *)e->sections[IMAGE_WORDS].items + slot;
        word->children = children;
        word->payload = payload;
    }
    struct image_edge *closing = grow(e, IMAGE_EDGES, 1);
    if (closing)
        *closing = (struct image_edge){WORD_NONE, 0, EDGE_LAST};
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
    struct image_entity *out = grow(e, IMAGE_ENTITIES, count);
    /* STRINGS: the empty string, the subtypes, then the builder's strings */
    char *strings = grow(e, IMAGE_STRINGS, 1 + b->subtype_names.count + b->strings.count);
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
        struct image_key *key = hash ? grow(e, IMAGE_KEYS, 1) : NULL;
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
        sort_forms(&e);
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
