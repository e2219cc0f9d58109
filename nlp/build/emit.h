/* emit.h - the image under way: the filled builder's tables become sections. Shared by emit.c and emit_trie.c only.
 *
 *     words, dictionary, entities (emit.c) -> sorted forms -> candidates and trie (emit_trie.c) -> keys, the file (emit.c)
 *
 * Errors: once `failed` is set nothing is added any more; builder_emit looks at it at the end. Threads: one.
 */
#ifndef ALAM_NLP_EMIT_H
#define ALAM_NLP_EMIT_H

#include "nlp/build/heads.h"

enum { EMIT_SLACK = 16 /* readable bytes behind letters (token.h) */ };

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

/* Room for `extra` more elements of the section, zeroed, the first of them returned; NULL: out of memory. */
void *emit_grow(struct emitter *emitter, enum image_section section, size_t extra);

/* Sorts the forms by their words: those with the same beginning lie together, shorter ones first. */
void emit_sort_forms(struct emitter *emitter);

/* Writes EDGES, CANDIDATES, LEXICON and the words' nodes, of the sorted forms. */
void emit_trie(struct emitter *emitter);

static inline struct build_form *form_at(const struct emitter *e, size_t i)
{
    return (struct build_form *)e->b->forms.items + e->order[i].form;
}

static inline uint32_t word_at(const struct emitter *e, size_t i, unsigned depth)
{
    return ((uint32_t *)e->b->sequence.items)[form_at(e, i)->words + depth];
}

#endif
