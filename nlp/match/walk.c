#include "nlp/match/walk.h"

#include "nlp/text/word_class.h"

/* Classes that a listed form of several words also gives to its first word; its last word has all of them. */
static const word_classes heads = WORD_CLASS(ORGANIZATION_HEAD) | WORD_CLASS(WEAK_HEAD) | WORD_CLASS(PLACE_HEAD_IN) |
                                  WORD_CLASS(BODY) | WORD_CLASS(PERSON_GLOSS) | WORD_CLASS(PLACE_GLOSS) |
                                  WORD_CLASS(ORGANIZATION_GLOSS);

static bool add_arc(struct segment *s, const struct reading *r, size_t last, uint32_t payload)
{
    return arc_list_add(
        &s->found, s->t->arena,
        &(struct arc){.first = r->token, .last = (uint32_t)last, .payload = payload, .proclitic = r->proclitic});
}

/* The reading has reached a node of the trie with the token `last`: a name ends there, or a listed form, or both. */
static bool reach(struct segment *s, const struct reading *r, size_t last, uint32_t node)
{
    uint32_t payload = node & PAYLOAD_MASK;
    const struct image_candidate *first = &s->t->image->candidates[payload];
    if (node & PAYLOAD_LEXICON) {
        word_classes classes = image_classes(&s->t->image->lexicon[candidate_entity(first)]);
        s->field->classes[r->token] |= classes & heads;
        s->field->classes[last] |= classes;
        s->field->skips[last] = 0;
        if (candidate_is_last(first))
            return true;
    }
    __builtin_prefetch(first);
    return add_arc(s, r, last, payload);
}

/* Adds a walk from the node to the next word, where that can be one of its children, and prefetches the child. Returns the
 * number of walks. */
static inline size_t go_on(struct segment *s, size_t count, uint32_t reading, uint32_t last, uint32_t children)
{
    uint32_t next = last + 1;
    if (children && next < s->end && s->field->list.tokens[next].gap <= SEPARATOR_JOINS &&
        s->field->slots[next] != WORD_NONE) {
        __builtin_prefetch(image_child_start(s->t->image, children, s->field->slots[next]));
        s->walks[count++] = (struct walk){reading, next, children};
    }
    return count;
}

/* Adds the arcs of names of one word, and begins the walks. */
static bool start_walks(struct segment *s, size_t *ret_count)
{
    size_t count = 0;
    for (size_t i = 0; i < s->reading_count; i++) {
        const struct reading *r = &s->readings[i];
        count = go_on(s, count, (uint32_t)i, r->token, r->children);
        if (r->payload && !add_arc(s, r, r->token, r->payload))
            return false;
    }
    *ret_count = count;
    return true;
}

bool walk_names(struct segment *s)
{
    size_t count;
    if (!start_walks(s, &count))
        return false;
    while (count) {
        size_t walks = count;
        count = 0;
        for (size_t i = 0; i < walks; i++) {
            struct walk w = s->walks[i];
            const struct image_edge *edge = image_child(s->t->image, w.children, s->field->slots[w.last]);
            if (!edge)
                continue;
            uint32_t payload = edge->payload & ~EDGE_LAST;
            count = go_on(s, count, w.reading, w.last, edge->children);
            if (payload && !reach(s, &s->readings[w.reading], w.last, payload))
                return false;
        }
    }
    return true;
}
