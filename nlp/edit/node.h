/* node.h - the trie of an edited image: section EDGES, node by node.
 *
 * A node is a word's slot or an edge. Adding a child may move the children of that node, and of no other. Threads: one at a
 * time.
 */
#ifndef ALAM_NLP_EDIT_NODE_H
#define ALAM_NLP_EDIT_NODE_H

#include "nlp/edit/word_table.h"

struct node {
    bool edge;   /* false: `at` is a slot of WORDS */
    uint32_t at; /* index in EDGES */
};

/* A node and the words that lead to it, itself included. */
struct node_path {
    struct node node;
    uint32_t words[NAME_WORDS_MAXIMUM];
    unsigned depth;
};

/* Where the children of a node lie; among them may be free edges. */
struct node_children {
    uint32_t first, room;
    bool table;
};

static inline struct image_edge *node_edge(const struct edited *edited, uint32_t index)
{
    return (struct image_edge *)edited->edges.items + index;
}

/* Without EDGE_LAST; with PAYLOAD_LEXICON. */
uint32_t node_payload(const struct edited *edited, struct node node);

void node_children_init(const struct edited *edited, struct node node, struct node_children *ret_children);

/* The node of those words. False: there is none. */
bool node_find(const struct edited *edited, const uint32_t *words, unsigned count, struct node_path *ret_path);
/* The same, and it is made where there is none. Sets `failed`. */
void node_take(struct edited *edited, const uint32_t *words, unsigned count, struct node_path *ret_path);

/* Gives the words of the node's edges, and of all below it, their new numbers. Sets `failed`. */
void node_renumber(struct edited *edited, struct node node, const uint32_t *moved);

#endif
