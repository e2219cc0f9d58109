/* From names found to the best set of them: scores, dynamic program. */
#include "nlp/grammar/grammar.h"
#include "nlp/match/segment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool arc_list_add(struct arc_list *list, struct arena *arena, const struct arc *arc)
{
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 64;
        struct arc *arcs = arena_array_raw(arena, room, sizeof *arcs);
        if (!arcs)
            return false;
        if (list->count)
            memcpy(arcs, list->arcs, list->count * sizeof *arcs);
        list->arcs = arcs;
        list->room = room;
    }
    list->arcs[list->count++] = *arc;
    return true;
}

/* Moves the cut of a segment that no separator ends to a place that no name crosses; a name that crosses the last
 * resort, NAME_WORDS_MAXIMUM words before the end, is dropped. */
static void place_cut(struct segment *s)
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

/* The answer will show the entity's names. */
static void fetch_names(const struct image *image, const struct arc *arc)
{
    const struct image_entity *entity = &image->entities[candidate_entity(&image->candidates[arc->candidate])];
    __builtin_prefetch(image->strings + entity->name_ar);
    __builtin_prefetch(image->strings + entity->name_en);
}

/* best[i]: the greatest sum of arcs among the tokens i…; choice[i]: the arc that begins there with it, where arcs do. */
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

/* The set of arcs that do not overlap and have the greatest sum. */
static bool best_path(struct segment *s)
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

/* Among the arcs of one first token. */
static bool precedes(const struct arc *a, const struct arc *b)
{
    if (a->last != b->last)
        return a->last < b->last;
    return a->payload != b->payload ? a->payload > b->payload : a->type < b->type;
}

/* Sorts the arcs by their first token, counting, then those of one token, few, by insertion. */
static bool sort_arcs(struct segment *s)
{
    uint32_t begins[SEGMENT_TOKENS + 1] = {0}, ends[SEGMENT_TOKENS];
    size_t count = s->found.count;
    struct arc *arcs = s->found.arcs;
    if (s->sorted.room < count) {
        s->sorted.room = s->found.room;
        s->sorted.arcs = arena_array_raw(s->t->arena, s->sorted.room, sizeof *arcs);
        if (!s->sorted.arcs)
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
        for (; at > begin && precedes(&arcs[i], &s->sorted.arcs[at - 1]); at--)
            s->sorted.arcs[at] = s->sorted.arcs[at - 1];
        s->sorted.arcs[at] = arcs[i];
    }
    struct arc_list unsorted = s->found;
    s->found = (struct arc_list){s->sorted.arcs, count, s->sorted.room};
    s->sorted = (struct arc_list){unsorted.arcs, 0, unsorted.room};
    return true;
}

/* Has the entities that the arcs mean brought near; a lexicon number does no harm. */
static void fetch_entities(const struct segment *s)
{
    const struct image *image = s->t->image;
    for (size_t i = 0; i < s->found.count; i++)
        __builtin_prefetch(&image->entities[candidate_entity(&image->candidates[s->found.arcs[i].payload])].country);
}

/* Scores the names found. One that no other overlaps has nothing to decide: the cheap part of its score will do. */
static void score_arcs(struct segment *s)
{
    struct arc *arcs = s->found.arcs;
    for (size_t i = 0, reached = 0; i < s->found.count; i++) {
        bool contested = arcs[i].first < reached || (i + 1 < s->found.count && arcs[i + 1].first <= arcs[i].last);
        reached = arcs[i].last + 1 > reached ? arcs[i].last + 1 : reached;
        if (!arcs[i].payload)
            continue;
        choose_candidate(s->t, s->field, &arcs[i], NULL);
        if (contested && isfinite(arcs[i].score)) {
            struct score_record whole = {.count = 0};
            arcs[i].score =
                score_candidate(s->t, s->field, &arcs[i], &s->t->image->candidates[arcs[i].candidate], &whole);
        }
    }
}

/* The candidate of the arc that means the entity, or NULL. */
static const struct image_candidate *find_candidate(const struct image *image, const struct arc *arc, uint32_t entity)
{
    for (const struct image_candidate *c = &image->candidates[arc->payload];; c++) {
        if (!(c->flags & CANDIDATE_LEXICON) && candidate_entity(c) == entity)
            return c;
        if (candidate_is_last(c))
            return NULL;
    }
}

static bool is_club(const struct image *image, uint32_t entity)
{
    return image->subtype_kinds[image->entities[entity].subtype] & SUBTYPE_CLUB;
}

/* An adjective of nationality behind a club's name tells where it is from, and is no part of it where the gazetteer has
 * the name without it: ريال مدريد الإسباني. It says that a city's name is the club's, too: بوردو الفرنسي. */
static void leave_adjectives(struct segment *s)
{
    const struct image *image = s->t->image;
    for (size_t i = 1; i < s->found.count; i++) {
        struct arc *arc = &s->found.arcs[i];
        if (!arc->payload || arc->last == arc->first || !(s->field->classes[arc->last] & LEXICON_BIT(NATIONALITY)) ||
            !is_club(image, candidate_entity(&image->candidates[arc->candidate])))
            continue;
        for (struct arc *shorter = arc; shorter-- > s->found.arcs && shorter->first == arc->first;) {
            const struct image_candidate *same =
                shorter->payload && shorter->last + 1 == arc->last
                    ? find_candidate(image, shorter, candidate_entity(&image->candidates[arc->candidate]))
                    : NULL;
            if (!same)
                continue;
            shorter->candidate = (uint32_t)(same - image->candidates);
            shorter->score = arc->score;
            arc->score = -INFINITY;
            break;
        }
    }
}

/* Where the gazetteer and the grammar read the same words as the same type, or several words as any (Morgan Stanley), the
 * gazetteer's reading stands for both: it
 * has the greater score of the two, so that no longer or shorter name of the grammar's takes its place. */
static void prefer_listed(struct segment *s)
{
    struct arc *arcs = s->found.arcs;
    for (size_t i = 0; i < s->found.count; i++) {
        if (arcs[i].payload)
            continue;
        for (size_t k = i; k-- > 0 && arcs[k].first == arcs[i].first && arcs[k].last == arcs[i].last;) {
            bool several = arcs[k].last > arcs[k].first;
            if (!arcs[k].payload || arcs[k].score <= 0 ||
                (!several && s->t->image->candidates[arcs[k].candidate].type_prior >> 6 != arcs[i].type))
                continue;
            arcs[k].score = arcs[k].score > arcs[i].score ? arcs[k].score : arcs[i].score;
            arcs[i].score = -INFINITY;
            break;
        }
    }
}

/* New York, British Columbia: what the grammar should know of the words of a longer name. */
static void note_place_parts(struct segment *s)
{
    for (size_t i = 0; i < s->found.count; i++) {
        const struct arc *arc = &s->found.arcs[i];
        const struct image_candidate *c = &s->t->image->candidates[arc->payload];
        if (arc->last == arc->first || !(s->field->list.tokens[arc->first].flags & TOKEN_LATIN) ||
            c->flags & CANDIDATE_LEXICON || c->type_prior >> 6 != ENTITY_PLACE)
            continue;
        for (size_t at = arc->first; at <= arc->last; at++)
            s->field->classes[at] |= LEXICON_BIT(PLACE_PART);
    }
}

static bool match_segment(struct segment *s)
{
    s->end = segment_end(s->field, s->first);
    s->found.count = 0;
    look_up_words(s);
    if (!walk_names(s))
        return false;
    fetch_entities(s);
    note_place_parts(s);
    grammar_classify(s->t, s->field, s->first, s->end, s->unlisted);
    if (!grammar_arcs(s->t, s->field, s->first, s->end, &s->found) || !sort_arcs(s))
        return false;
    place_cut(s);
    score_arcs(s);
    leave_adjectives(s);
    prefer_listed(s);
    for (size_t i = 0; i < s->found.count && s->t->explain; i++)
        if (!arc_list_add(&s->field->all, s->t->arena, &s->found.arcs[i]))
            return false;
    return best_path(s);
}

bool match_field(struct tagging *t, struct field *field)
{
    size_t count = field->list.count;
    struct segment s; /* its arrays are filled before they are read */
    s.t = t;
    s.field = field;
    s.found = s.sorted = (struct arc_list){0};
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
