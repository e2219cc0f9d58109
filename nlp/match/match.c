#include "nlp/match/match.h"

#include "nlp/grammar/classify.h"
#include "nlp/grammar/spans.h"
#include "nlp/match/lookup.h"
#include "nlp/match/path.h"
#include "nlp/match/prefer.h"
#include "nlp/match/score.h"
#include "nlp/match/walk.h"
#include "nlp/text/word_class.h"

#include <math.h>

/* Where the segment that starts at `first` ends: the last separator within SEGMENT_TOKENS that no name may cross. */
static size_t segment_end(const struct field *field, size_t first)
{
    size_t limit = first + SEGMENT_TOKENS;
    if (limit >= field->list.count)
        return field->list.count;
    for (size_t end = limit; end > first + SEGMENT_TOKENS / 4; end--)
        if (field->list.tokens[end].gap > SEPARATOR_JOINS)
            return end;
    return limit;
}

/* Prefetches each arc's first entity. The index may be a lexicon index; prefetching a wrong address is harmless. */
static void fetch_entities(const struct segment *s)
{
    const struct image *image = s->t->image;
    for (size_t i = 0; i < s->found.count; i++)
        __builtin_prefetch(&image->entities[candidate_entity(&image->candidates[s->found.arcs[i].payload])].country);
}

/* Scores the arcs of the gazetteer. An arc that no other one overlaps only has to be positive, so the cheap part of its
 * score is enough; others are scored in full. */
static void score_arcs(struct segment *s)
{
    struct arc *arcs = s->found.arcs;
    for (size_t i = 0, reached = 0; i < s->found.count; i++) {
        bool contested = arcs[i].first < reached || (i + 1 < s->found.count && arcs[i + 1].first <= arcs[i].last);
        reached = arcs[i].last + 1 > reached ? arcs[i].last + 1 : reached;
        if (!arcs[i].payload)
            continue;
        score_choose(s->t, s->field, &arcs[i], NULL);
        if (contested && isfinite(arcs[i].score)) {
            struct score_record whole = {.count = 0};
            arcs[i].score =
                score_candidate(s->t, s->field, &arcs[i], &s->t->image->candidates[arcs[i].candidate], &whole);
        }
    }
}

/* Marks the words of Latin place names of several words (New York, British Columbia), which longer names that the grammar
 * finds often have in them. */
static void note_place_parts(struct segment *s)
{
    for (size_t i = 0; i < s->found.count; i++) {
        const struct arc *arc = &s->found.arcs[i];
        const struct image_candidate *c = &s->t->image->candidates[arc->payload];
        if (arc->last == arc->first || !(s->field->list.tokens[arc->first].flags & TOKEN_LATIN) ||
            c->flags & CANDIDATE_LEXICON || c->type_prior >> 6 != ENTITY_PLACE)
            continue;
        for (size_t at = arc->first; at <= arc->last; at++)
            s->field->classes[at] |= WORD_CLASS(PLACE_PART);
    }
}

static bool match_segment(struct segment *s)
{
    s->end = segment_end(s->field, s->first);
    s->found.count = 0;
    lookup_words(s);
    if (!walk_names(s))
        return false;
    fetch_entities(s);
    note_place_parts(s);
    classify_words(s->t, s->field, s->first, s->end, s->unlisted);
    if (!spans_find(s->t, s->field, s->first, s->end, &s->found) || !path_sort(s))
        return false;
    path_cut(s);
    score_arcs(s);
    prefer_without_adjective(s);
    prefer_listed(s);
    for (size_t i = 0; i < s->found.count; i++)
        if (!arc_list_add(&s->field->all, s->t->arena, &s->found.arcs[i]))
            return false;
    return path_choose(s);
}

bool match_field(struct tagging *t, struct field *field)
{
    size_t count = field->list.count;
    struct segment s; /* its arrays are filled before they are read */
    s.t = t;
    s.field = field;
    s.found = s.spare = (struct arc_list){0};
    field->slots = arena_array_raw(t->arena, count + 1, sizeof *field->slots);
    field->classes = arena_array(t->arena, count + 1, sizeof *field->classes);
    field->skips = arena_array(t->arena, count + 1, 1);
    field->covered = arena_array(t->arena, count + 1, 1);
    s.readings = arena_array_raw(t->arena, SEGMENT_READINGS, sizeof *s.readings);
    s.walks = arena_array_raw(t->arena, SEGMENT_READINGS, sizeof *s.walks);
    if (!field->slots || !field->classes || !field->skips || !field->covered || !s.readings || !s.walks)
        return false;
    for (s.first = 0; s.first < count; s.first = s.cut)
        if (!match_segment(&s))
            return false;
    return true;
}
