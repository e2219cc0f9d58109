/* From slots to names: the trie, walked level by level from all readings at once. */
#include "nlp/match.h"

/* The word alone is a name of these types. */
static void note_types(struct segment *s, const struct reading *r, const struct image_candidate *c)
{
    static const uint64_t bits[] = {LEXICON_BIT(IN_PERSON), LEXICON_BIT(IN_PLACE), LEXICON_BIT(IN_ORGANIZATION)};
    for (;; c++) {
        if (!(c->flags & (CANDIDATE_LEXICON | CANDIDATE_RISKY)))
            s->field->classes[r->token] |= bits[c->type_prior >> 6];
        if (candidate_is_last(c))
            return;
    }
}

/* Classes that are no word class of a list, set while names are walked. */
static const uint64_t derived_in_match =
    LEXICON_BIT(FUNCTION_BEHIND) | LEXICON_BIT(IN_PERSON) | LEXICON_BIT(IN_PLACE) | LEXICON_BIT(IN_ORGANIZATION);

/* Classes that a form of several words gives its first word; the others go to its last. */
static const uint64_t heads = LEXICON_BIT(ORGANIZATION_HEAD) | LEXICON_BIT(WEAK_HEAD) | LEXICON_BIT(PLACE_HEAD_IN) |
                              LEXICON_BIT(BODY) | LEXICON_BIT(PERSON_GLOSS) | LEXICON_BIT(PLACE_GLOSS) |
                              LEXICON_BIT(ORGANIZATION_GLOSS);

static void note_classes(struct segment *s, const struct reading *r, size_t last, uint64_t classes)
{
    uint64_t *here = &s->field->classes[last];
    bool alone = last == r->token, behind = alone && r->proclitic;
    if (!alone)
        s->field->classes[r->token] |= classes & heads;
    else if (behind && classes & LEXICON_BIT(FUNCTION))
        *here |= LEXICON_BIT(FUNCTION_BEHIND);
    if (!behind || !(*here & ~(LEXICON_BIT(PARTICLED) | derived_in_match))) {
        *here |= classes | (behind ? LEXICON_BIT(PARTICLED) : 0);
        s->field->skips[last] = behind ? r->proclitic->skip : 0;
    }
}

/* A node of the trie was reached: a name ends at `last`, or words that the lexicon knows, or both. */
static bool reach(struct segment *s, const struct reading *r, size_t last, uint32_t node)
{
    uint32_t payload = node & PAYLOAD_MASK;
    const struct image_candidate *first = &s->t->g->candidates[payload];
    if (node & PAYLOAD_LEXICON) {
        note_classes(s, r, last, s->t->g->lexicon[candidate_entity(first)]);
        if (candidate_is_last(first))
            return true;
    }
    if (last == r->token)
        note_types(s, r, first);
    else
        __builtin_prefetch(first);
    return arc_list_add(
        &s->found, s->t->arena,
        &(struct arc){.first = r->token, .last = (uint32_t)last, .payload = payload, .proclitic = r->proclitic});
}

/* Goes on from a node when the next word can be one of its children; that child's memory is asked for. */
static inline size_t go_on(struct segment *s, size_t count, uint32_t reading, uint32_t last, uint32_t children)
{
    uint32_t next = last + 1;
    if (children && next < s->end && s->field->list.tokens[next].gap <= SEPARATOR_JOINS &&
        s->field->slots[next] != WORD_NONE) {
        __builtin_prefetch(image_child_start(s->t->g, children, s->field->slots[next]));
        s->walks[count++] = (struct walk){reading, next, children};
    }
    return count;
}

/* The words by themselves. */
static bool start_walks(struct segment *s, size_t *ret_count)
{
    const struct image_word *words = s->t->g->words;
    size_t count = 0;
    for (size_t i = 0; i < s->reading_count; i++) {
        const struct reading *r = &s->readings[i];
        const struct image_word *word = &words[r->slot];
        count = go_on(s, count, (uint32_t)i, r->token, word->children);
        if (word->payload && !reach(s, r, r->token, word->payload))
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
            const struct image_edge *edge = image_child(s->t->g, w.children, s->field->slots[w.last]);
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
