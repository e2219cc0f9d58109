#include "nlp/match/path.h"

#include <string.h>

/* The order of two arcs that begin with the same token. */
static bool precedes(const struct arc *a, const struct arc *b)
{
    if (a->last != b->last)
        return a->last < b->last;
    return a->payload != b->payload ? a->payload > b->payload : a->type < b->type;
}

bool path_sort(struct segment *s)
{
    uint32_t begins[SEGMENT_TOKENS + 1] = {0}, ends[SEGMENT_TOKENS];
    size_t count = s->found.count;
    struct arc *arcs = s->found.arcs;
    if (s->spare.room < count) {
        s->spare.room = s->found.room;
        s->spare.arcs = arena_array_raw(s->t->arena, s->spare.room, sizeof *arcs);
        if (!s->spare.arcs)
            return false;
    }
    for (size_t i = 0; i < count; i++)
        begins[arcs[i].first - s->first + 1]++;
    for (size_t i = 0; i < s->end - s->first; i++) {
        ends[i] = begins[i];
        begins[i + 1] += begins[i];
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t begin = begins[arcs[i].first - s->first], at = ends[arcs[i].first - s->first]++;
        for (; at > begin && precedes(&arcs[i], &s->spare.arcs[at - 1]); at--)
            s->spare.arcs[at] = s->spare.arcs[at - 1];
        s->spare.arcs[at] = arcs[i];
    }
    struct arc_list unsorted = s->found;
    s->found = (struct arc_list){s->spare.arcs, count, s->spare.room};
    s->spare = (struct arc_list){unsorted.arcs, 0, unsorted.room};
    return true;
}

void path_cut(struct segment *s)
{
    s->cut = s->end;
    if (s->end == s->field->list.count || s->field->list.tokens[s->end].gap > SEPARATOR_JOINS)
        return;
    size_t latest = s->end - NAME_WORDS_MAXIMUM, kept = 0;
    uint8_t crossed[SEGMENT_TOKENS + 1] = {0};
    for (size_t i = 0; i < s->found.count; i++)
        for (size_t at = s->found.arcs[i].first + 1; at <= s->found.arcs[i].last; at++)
            crossed[at - s->first] = 1;
    for (s->cut = latest; s->cut > s->first + 1 && crossed[s->cut - s->first];)
        s->cut--;
    s->cut = crossed[s->cut - s->first] ? latest : s->cut;
    for (size_t i = 0; i < s->found.count; i++)
        if (s->found.arcs[i].last < s->cut)
            s->found.arcs[kept++] = s->found.arcs[i];
    s->found.count = kept;
}

/* Prefetches the names of the entity, which the answer will show. */
static void fetch_names(const struct image *image, const struct arc *arc)
{
    const struct image_entity *entity = &image->entities[candidate_entity(&image->candidates[arc->candidate])];
    __builtin_prefetch(image->strings + entity->name_ar);
    __builtin_prefetch(image->strings + entity->name_en);
}

/* best[i] is the greatest sum of arcs from token first + i on. choice[i] is the arc that begins there and belongs to that
 * sum, or WORD_NONE; it is set only where arcs begin. */
static void weigh_paths(const struct segment *s, float *best, uint32_t *choice)
{
    size_t at = s->cut - s->first;
    best[at] = 0;
    for (size_t arc = s->found.count; arc > 0;) {
        size_t first = s->found.arcs[arc - 1].first - s->first;
        for (; at > first; at--)
            best[at - 1] = best[at];
        choice[first] = WORD_NONE;
        for (; arc > 0 && s->found.arcs[arc - 1].first - s->first == first; arc--) {
            const struct arc *a = &s->found.arcs[arc - 1];
            float sum = a->score + best[a->last + 1 - s->first];
            if (sum > best[first]) {
                best[first] = sum;
                choice[first] = (uint32_t)(arc - 1);
            }
        }
    }
}

bool path_choose(struct segment *s)
{
    float best[SEGMENT_TOKENS + 1];
    uint32_t choice[SEGMENT_TOKENS + 1];
    weigh_paths(s, best, choice);
    for (size_t i = 0, open = s->first; i < s->found.count; i++) {
        const struct arc *a = &s->found.arcs[i];
        if (a->first < open || choice[a->first - s->first] != i)
            continue;
        if (!arc_list_add(&s->field->chosen, s->t->arena, a))
            return false;
        if (a->payload)
            fetch_names(s->t->image, a);
        open = a->last + 1;
        memset(s->field->covered + a->first, 1, open - a->first);
    }
    return true;
}
