#include "nlp/build/trie.h"

/* End of the forms from `low` on whose word number `depth` is that of the form at `low`. */
static size_t group_end(const struct trie *trie, size_t low, size_t high, unsigned depth)
{
    uint32_t word = order_word(trie->order, low, depth);
    size_t end = low + 1;
    while (end < high && order_word(trie->order, end, depth) == word)
        end++;
    return end;
}

static size_t count_groups(const struct trie *trie, size_t low, size_t high, unsigned depth)
{
    size_t groups = 0;
    for (size_t i = low; i < high; i = group_end(trie, i, high, depth))
        groups++;
    return groups;
}

/* Few children are searched one by one: 0. More get a hash table of 2^bits edges, at most four fifths full. */
static uint32_t table_bits(size_t children)
{
    uint32_t bits = 0;
    if (children > LINEAR_CHILDREN_MAXIMUM)
        for (bits = 4; ((size_t)1 << bits) < children + children / 4;)
            bits++;
    return bits;
}

/* Appends free edges; returns the index of the first. */
static uint32_t add_edges(struct sections *out, size_t room)
{
    uint32_t first = (uint32_t)out->of[IMAGE_EDGES].count;
    struct image_edge *edges = sections_grow(out, IMAGE_EDGES, room);
    out->failed |= first + room > CHILDREN_INDEX_MASK;
    for (size_t i = 0; edges && i < room; i++)
        edges[i].word = WORD_NONE;
    return first;
}

static struct image_edge *edge_at(const struct sections *out, uint32_t index)
{
    return (struct image_edge *)out->of[IMAGE_EDGES].items + index;
}

/* Index of the edge that a child gets: the next one, or the first free one from where its word hashes to. */
static uint32_t free_edge(const struct sections *out, uint32_t first, uint32_t bits, uint32_t place, uint32_t word)
{
    if (bits == 0)
        return first + place;
    uint32_t mask = ((uint32_t)1 << bits) - 1, at = children_slot(word, bits);
    while (edge_at(out, first + at)->word != WORD_NONE)
        at = (at + 1) & mask;
    return first + at;
}

static uint32_t emit_node(struct trie *trie, size_t low, size_t high, unsigned depth, uint32_t *ret_payload);

/* Writes the children of the forms low…high - 1, all of which are longer than `depth` words and alike up to there. Edges
 * move while the children's own children are written, so they are addressed by index. */
static uint32_t emit_children(struct trie *trie, size_t low, size_t high, unsigned depth)
{
    struct sections *out = trie->out;
    size_t groups = count_groups(trie, low, high, depth);
    uint32_t bits = table_bits(groups), room = bits ? (uint32_t)1 << bits : (uint32_t)groups, place = 0;
    uint32_t first = add_edges(out, room);
    for (size_t i = low, end; i < high && !out->failed; i = end, place++) {
        end = group_end(trie, i, high, depth);
        uint32_t word = trie->slot_of[order_word(trie->order, i, depth)], payload = 0;
        uint32_t at = free_edge(out, first, bits, place, word);
        edge_at(out, at)->word = word;
        uint32_t children = emit_node(trie, i, end, depth + 1, &payload);
        *edge_at(out, at) = (struct image_edge){word, children, payload};
    }
    if (!bits && !out->failed)
        edge_at(out, first + room - 1)->payload |= EDGE_LAST;
    trie->nodes += groups;
    return bits << CHILDREN_SHIFT | first;
}

/* Writes the node of the forms low…high - 1, which are alike in their first `depth` words; those that end there come
 * first. Returns its children. */
static uint32_t emit_node(struct trie *trie, size_t low, size_t high, unsigned depth, uint32_t *ret_payload)
{
    size_t longer = low;
    while (longer < high && order_form(trie->order, longer)->word_count == depth)
        longer++;
    *ret_payload = longer > low ? candidates_emit(trie->candidates, low, longer) : 0;
    return longer < high ? emit_children(trie, longer, high, depth) : 0;
}

/* An edge that ends a list: the first, because children == 0 means none, and the last, so that no search leaves the
 * section. */
static void emit_closing_edge(struct sections *out)
{
    struct image_edge *edge = sections_grow(out, IMAGE_EDGES, 1);
    if (edge)
        *edge = (struct image_edge){WORD_NONE, 0, EDGE_LAST};
}

void trie_emit(struct trie *trie)
{
    const struct order *order = trie->order;
    emit_closing_edge(trie->out);
    candidates_begin(trie->candidates);
    for (size_t i = 0, end; i < order->count && !trie->out->failed; i = end) {
        end = group_end(trie, i, order->count, 0);
        uint32_t payload = 0, children = emit_node(trie, i, end, 1, &payload);
        struct image_word *words = trie->out->of[IMAGE_WORDS].items;
        words[trie->slot_of[order_word(order, i, 0)]].children = children;
        words[trie->slot_of[order_word(order, i, 0)]].payload = payload;
    }
    emit_closing_edge(trie->out);
}
