#include "nlp/edit/node.h"

#include <stdlib.h>
#include <string.h>

enum { TABLE_BITS_FIRST = 4 };

/* ---- reading ---- */

static uint32_t children_of(const struct edited *e, struct node node)
{
    return node.edge ? node_edge(e, node.at)->children : word_at(e, node.at)->children;
}

static void set_children(struct edited *e, struct node node, uint32_t children)
{
    *(node.edge ? &node_edge(e, node.at)->children : &word_at(e, node.at)->children) = children;
}

uint32_t node_payload(const struct edited *e, struct node node)
{
    return node.edge ? node_edge(e, node.at)->payload & ~EDGE_LAST : word_at(e, node.at)->payload;
}

void node_children_init(const struct edited *e, struct node node, struct node_children *ret_children)
{
    uint32_t children = children_of(e, node), bits = children >> CHILDREN_SHIFT;
    *ret_children = (struct node_children){children & CHILDREN_INDEX_MASK, (uint32_t)1 << bits, bits > 0};
    if (children == 0)
        ret_children->room = 0;
    else if (bits == 0)
        while (!(node_edge(e, ret_children->first + ret_children->room - 1)->payload & EDGE_LAST))
            ret_children->room++;
}

/* Index of the edge to that child; 0: there is none. */
static uint32_t find_child(const struct edited *e, struct node node, uint32_t word)
{
    uint32_t children = children_of(e, node);
    struct image image = edited_image(e);
    const struct image_edge *edge = children ? image_child(&image, children, word) : NULL;
    return edge ? (uint32_t)(edge - image.edges) : 0;
}

bool node_find(const struct edited *e, const uint32_t *words, unsigned count, struct node_path *ret_path)
{
    struct node node = {.edge = false, .at = words[0]};
    for (unsigned i = 1; i < count; i++) {
        node = (struct node){.edge = true, .at = find_child(e, node, words[i])};
        if (!node.at)
            return false;
    }
    *ret_path = (struct node_path){.node = node, .depth = count};
    memcpy(ret_path->words, words, count * sizeof *words);
    return true;
}

/* ---- children ---- */

/* Appends free edges; returns the index of the first. */
static uint32_t add_edges(struct edited *e, uint32_t room)
{
    uint32_t first = (uint32_t)e->edges.count;
    struct image_edge *edges = array_grow(&e->edges, room);
    if (!edges || first + room > CHILDREN_INDEX_MASK) {
        e->failed = true;
        return 0;
    }
    for (uint32_t i = 0; i < room; i++)
        edges[i] = (struct image_edge){.word = WORD_NONE};
    e->edges.count += room;
    return first;
}

/* Puts the edge into a table that has room; returns its index. */
static uint32_t put_edge(struct edited *e, uint32_t first, uint32_t bits, struct image_edge edge)
{
    uint32_t mask = ((uint32_t)1 << bits) - 1, at = children_slot(edge.word, bits);
    while (node_edge(e, first + at)->word != WORD_NONE)
        at = (at + 1) & mask;
    edge.payload &= ~EDGE_LAST;
    *node_edge(e, first + at) = edge;
    return first + at;
}

/* A list with one child more, behind all other edges. */
static uint32_t grow_list(struct edited *e, struct node node, const struct node_children *old, uint32_t word)
{
    uint32_t first = add_edges(e, old->room + 1);
    if (e->failed)
        return 0;
    for (uint32_t i = 0; i < old->room; i++) {
        *node_edge(e, first + i) = *node_edge(e, old->first + i);
        node_edge(e, first + i)->payload &= ~EDGE_LAST;
    }
    *node_edge(e, first + old->room) = (struct image_edge){.word = word, .payload = EDGE_LAST};
    set_children(e, node, first);
    return first + old->room;
}

static uint32_t count_taken(const struct edited *e, const struct node_children *children)
{
    uint32_t taken = 0;
    for (uint32_t i = 0; i < children->room; i++)
        taken += node_edge(e, children->first + i)->word != WORD_NONE;
    return taken;
}

/* A table that has room for one child more, at most four fifths full; perhaps the one that is there. */
static uint32_t grow_table(struct edited *e, struct node node, const struct node_children *old, uint32_t word)
{
    uint32_t taken = count_taken(e, old) + 1, bits = TABLE_BITS_FIRST;
    while (((uint64_t)1 << bits) * 4 < (uint64_t)taken * 5)
        bits++;
    uint32_t first = old->first;
    if (!old->table || old->room != (uint32_t)1 << bits) {
        first = add_edges(e, (uint32_t)1 << bits);
        for (uint32_t i = 0; i < old->room && !e->failed; i++)
            if (node_edge(e, old->first + i)->word != WORD_NONE)
                put_edge(e, first, bits, *node_edge(e, old->first + i));
    }
    if (e->failed)
        return 0;
    set_children(e, node, bits << CHILDREN_SHIFT | first);
    return put_edge(e, first, bits, (struct image_edge){.word = word});
}

static uint32_t take_child(struct edited *e, struct node node, uint32_t word)
{
    struct node_children children;
    uint32_t found = find_child(e, node, word);
    if (found || e->failed)
        return found;
    node_children_init(e, node, &children);
    return !children.table && children.room < LINEAR_CHILDREN_MAXIMUM ? grow_list(e, node, &children, word)
                                                                      : grow_table(e, node, &children, word);
}

void node_take(struct edited *e, const uint32_t *words, unsigned count, struct node_path *ret_path)
{
    struct node node = {.edge = false, .at = words[0]};
    for (unsigned i = 1; i < count && !e->failed; i++)
        node = (struct node){.edge = true, .at = take_child(e, node, words[i])};
    *ret_path = (struct node_path){.node = node, .depth = count};
    memcpy(ret_path->words, words, count * sizeof *words);
}

/* Puts the edges of a table where their words' new numbers belong. */
static void renumber_table(struct edited *e, const struct node_children *children, const uint32_t *moved)
{
    uint32_t bits = (uint32_t)__builtin_ctz(children->room);
    struct image_edge *old = malloc(children->room * sizeof *old), *edges = node_edge(e, children->first);
    if (!old) {
        e->failed = true;
        return;
    }
    memcpy(old, edges, children->room * sizeof *old);
    for (uint32_t i = 0; i < children->room; i++)
        edges[i] = (struct image_edge){.word = WORD_NONE};
    for (uint32_t i = 0; i < children->room; i++) {
        if (old[i].word == WORD_NONE)
            continue;
        old[i].word = moved[old[i].word];
        put_edge(e, children->first, bits, old[i]);
    }
    free(old);
}

void node_renumber(struct edited *e, struct node node, const uint32_t *moved)
{
    struct node_children children;
    node_children_init(e, node, &children);
    if (children.table)
        renumber_table(e, &children, moved);
    for (uint32_t i = 0; i < children.room && !e->failed; i++) {
        struct image_edge *edge = node_edge(e, children.first + i);
        if (edge->word == WORD_NONE)
            continue;
        edge->word = children.table ? edge->word : moved[edge->word];
        node_renumber(e, (struct node){.edge = true, .at = children.first + i}, moved);
    }
}
