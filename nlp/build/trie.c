/* What a sequence of words means, and the trie of the sequences. */
#include "nlp/build/emit.h"
#include "nlp/text/word_class.h"

#include <string.h>

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
    uint64_t *added = emit_grow(e, IMAGE_LEXICON, 1);
    if (added)
        *added = mask;
    return (uint32_t)e->sections[IMAGE_LEXICON].count - 1;
}

static const uint64_t name_classes =
    LEXICON_BIT(GIVEN) | LEXICON_BIT(FAMILY) | LEXICON_BIT(SEEN_GIVEN) | LEXICON_BIT(SEEN_FAMILY);

static uint64_t dictionary_bits(const struct emitter *e, const uint8_t *letters, uint32_t length)
{
    const struct table *dictionary = &e->sections[IMAGE_DICTIONARY];
    uint8_t padded[WORD_LETTERS_MAXIMUM + EMIT_SLACK] = {0};
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
        struct image_candidate *c = emit_grow(e, IMAGE_CANDIDATES, 1);
        if (c)
            *c = (struct image_candidate){.entity = lexicon_index(e, mask), .flags = CANDIDATE_LEXICON};
    }
    const struct build_entity *entities = e->b->entities.items;
    for (size_t i = low; i < high && !e->failed; i++) {
        const struct build_form *form = form_at(e, i);
        if (form->flags & CANDIDATE_LEXICON)
            continue;
        struct image_candidate *c = emit_grow(e, IMAGE_CANDIDATES, 1);
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
void emit_sort_forms(struct emitter *e)
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
    struct image_edge *edges = emit_grow(e, IMAGE_EDGES, room);
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

void emit_trie(struct emitter *e)
{
    struct image_edge *unused = emit_grow(e, IMAGE_EDGES, 1);
    struct image_candidate *none = emit_grow(e, IMAGE_CANDIDATES, 1);
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
    struct image_edge *closing = emit_grow(e, IMAGE_EDGES, 1);
    if (closing)
        *closing = (struct image_edge){WORD_NONE, 0, EDGE_LAST};
}
