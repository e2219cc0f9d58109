#include "nlp/article/type_votes.h"

#include "nlp/text/word_class.h"

#include <stdlib.h>

struct vote {
    uint64_t key;    /* hash of the words that the vote is about */
    struct arc *arc; /* the arc of these words; NULL: the vote comes from a longer name */
    float score;
    uint8_t type;
};

struct votes {
    struct vote *items;
    size_t count;
};

/* What the vote of a gazetteer's arc counts; votes of the grammar's arcs count their score. */
static const float LISTED_SCORE = 8;

static uint64_t key_of(const struct field *field, size_t first, size_t last)
{
    uint64_t key = 0;
    for (size_t i = first; i <= last; i++) {
        const struct token *token = &field->list.tokens[i];
        key = hash_mix(key ^ word_hash(token->low, token->high, token->length), 0xa0761d6478bd642fULL);
    }
    return key;
}

static enum entity_type arc_type(const struct tagging *t, const struct arc *arc)
{
    return (enum entity_type)(arc->payload ? t->image->candidates[arc->candidate].type_prior >> 6 : arc->type);
}

static void add_votes(const struct tagging *t, const struct field *field, struct arc *arc, struct votes *votes)
{
    enum entity_type type = arc_type(t, arc);
    float score = arc->payload ? LISTED_SCORE : arc->score;
    bool several = arc->last > arc->first;
    if (!arc->payload)
        votes->items[votes->count++] = (struct vote){key_of(field, arc->first, arc->last), arc, score, (uint8_t)type};
    if (several && type == ENTITY_PERSON)
        votes->items[votes->count++] = (struct vote){key_of(field, arc->last, arc->last), NULL, score, (uint8_t)type};
    else if (several && type == ENTITY_ORGANIZATION && !arc->payload &&
             field->classes[arc->last] & WORD_CLASS(ORGANIZATION_TAIL))
        votes->items[votes->count++] =
            (struct vote){key_of(field, arc->first, arc->last - 1), NULL, score, (uint8_t)type};
}

static int compare_votes(const void *left, const void *right)
{
    const struct vote *a = left, *b = right;
    return a->key != b->key ? (a->key < b->key ? -1 : 1) : 0;
}

/* Gives the arcs among the votes about one name the type that has the greatest sum. */
static void count_votes(struct vote *votes, size_t count)
{
    float sums[ENTITY_TYPE_COUNT] = {0};
    uint8_t best = 0;
    for (size_t i = 0; i < count; i++)
        sums[votes[i].type] += votes[i].score;
    for (int type = 1; type < ENTITY_TYPE_COUNT; type++)
        best = sums[type] > sums[best] ? (uint8_t)type : best;
    for (size_t i = 0; i < count; i++)
        if (votes[i].arc)
            votes[i].arc->type = best;
}

bool type_votes_settle(struct tagging *t)
{
    size_t room = 1;
    for (int f = 0; f < FIELD_COUNT; f++)
        room += 2 * t->fields[f].chosen.count;
    struct votes votes = {.items = arena_array_raw(t->arena, room, sizeof *votes.items)};
    if (!votes.items)
        return false;
    for (int f = 0; f < FIELD_COUNT; f++)
        for (size_t i = 0; i < t->fields[f].chosen.count; i++) {
            struct arc *arc = &t->fields[f].chosen.arcs[i];
            if (t->fields[f].list.tokens[arc->first].flags & TOKEN_LATIN)
                add_votes(t, &t->fields[f], arc, &votes);
        }
    if (votes.count > 1)
        qsort(votes.items, votes.count, sizeof *votes.items, compare_votes);
    for (size_t i = 0, end; i < votes.count; i = end) {
        for (end = i + 1; end < votes.count && votes.items[end].key == votes.items[i].key;)
            end++;
        if (end > i + 1)
            count_votes(votes.items + i, end - i);
    }
    return true;
}
