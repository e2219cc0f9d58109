/* trie.h - writes the trie of the forms' words: section EDGES, and the nodes of WORDS.
 *
 * A node stands for a sequence of words. It has a payload, the candidates that mean exactly these words, and children,
 * one for each word that a longer form goes on with (nlp/image/image.h shows both in bytes). First words have their node
 * in WORDS, all others in an edge.
 *
 *     struct trie trie = {.order = &order, .slot_of = slots, .candidates = &candidates, .out = &sections};
 *     trie_emit(&trie);
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_TRIE_H
#define ALAM_NLP_BUILD_TRIE_H

#include "nlp/build/candidates.h"

struct trie {
    const struct order *order;
    const uint32_t *slot_of; /* by word number, of words_emit */
    const struct candidates *candidates;
    struct sections *out;
    size_t nodes; /* counted, first words excepted */
};

void trie_emit(struct trie *trie);

#endif
