/* From tokens to the best set of names: look-up, trie walk, score, dynamic program. */
#include "nlp/grammar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A word look-up under way. */
struct reading {
    struct word_key key;
    uint32_t token, length;
    const struct proclitic *proclitic;
    uint32_t slot; /* of the word, once it is found */
};

struct segment {
    struct tagging *t;
    struct field *field;
    size_t first, cut, end;   /* readings are looked up to `end`, the path is decided up to `cut` */
    struct reading *readings; /* room for every row of the particle table for SEGMENT_TOKENS words, and one */
    size_t reading_count;
    struct arc_list found, sorted; /* the second one is room to sort in */
};

enum { READINGS_A_TOKEN = 8, FETCH_AHEAD = 8 };

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

/* Letters of a word behind its particle; `buffer` is used where letters have to be put back in front. */
static const uint8_t *reading_letters(const struct field *field, const struct token *token, const struct proclitic *p,
                                      uint8_t *buffer)
{
    const uint8_t *letters = field->list.letters + token->letters;
    if (!p)
        return letters;
    letters += p->skip;
    if (!p->restore)
        return letters;
    buffer[0] = (uint8_t)p->restored;
    buffer[1] = (uint8_t)(p->restored >> 8);
    memcpy(buffer + p->restore, letters, token->length - p->skip);
    memset(buffer + p->restore + token->length - p->skip, 0, 16);
    return buffer;
}

static inline void consider(struct segment *s, uint32_t token, uint64_t low, uint64_t high, uint32_t length,
                            const struct proclitic *p)
{
    uint8_t buffer[WORD_LETTERS_MAXIMUM + 32];
    const uint8_t *letters = length <= 16 ? NULL : reading_letters(s->field, &s->field->list.tokens[token], p, buffer);
    struct reading *r = &s->readings[s->reading_count];
    *r = (struct reading){word_key(low, high, letters, length), token, length, p, WORD_NONE};
    s->reading_count += filter_has(s->t->g, r->key.hash); /* counted, not branched on: the guess would often be wrong */
}

static void consider_proclitics(struct segment *s, uint32_t index, const struct token *token,
                                const struct proclitic *rows)
{
    for (const struct proclitic *p = rows; p->mask; p++) {
        if ((token->low & p->mask) != p->pattern || token->length < p->skip + 2u)
            continue;
        uint64_t low, high;
        uint32_t length = token->length - p->skip;
        letters_load(s->field->list.letters + token->letters + p->skip, length, &low, &high);
        if (p->restore) {
            high = high << 8 * p->restore | low >> (64 - 8 * p->restore);
            low = low << 8 * p->restore | p->restored;
            length += p->restore;
        }
        consider(s, index, low, high, length, p);
    }
}

static void look_up_words(struct segment *s)
{
    s->reading_count = 0;
    for (size_t i = s->first; i < s->end; i++) {
        const struct token *token = &s->field->list.tokens[i];
        s->field->slots[i] = WORD_NONE;
        if (token->length > WORD_LETTERS_MAXIMUM)
            continue;
        consider(s, (uint32_t)i, token->low, token->high, token->length, NULL);
        const struct proclitic *rows = proclitics_of((uint8_t)token->low);
        if (rows)
            consider_proclitics(s, (uint32_t)i, token, rows);
    }
}

/* Looks up what passed the filter, the table's lines fetched ahead. What is in no name goes. */
static void find_words(struct segment *s)
{
    const struct gazetteer *g = s->t->g;
    size_t kept = 0;
    for (size_t i = 0; i < s->reading_count && i < FETCH_AHEAD; i++)
        __builtin_prefetch(&g->words[word_slot(s->readings[i].key.hash, g->word_slots)]);
    for (size_t i = 0; i < s->reading_count; i++) {
        struct reading *r = &s->readings[i];
        uint8_t buffer[WORD_LETTERS_MAXIMUM + 32];
        if (i + FETCH_AHEAD < s->reading_count)
            __builtin_prefetch(&g->words[word_slot(r[FETCH_AHEAD].key.hash, g->word_slots)]);
        const uint8_t *letters =
            r->length <= 16 ? NULL : reading_letters(s->field, &s->field->list.tokens[r->token], r->proclitic, buffer);
        r->slot = image_find_word(g, &r->key, letters, r->length);
        if (r->slot == WORD_NONE)
            continue;
        if (!r->proclitic)
            s->field->slots[r->token] = r->slot;
        __builtin_prefetch(&g->candidates[g->words[r->slot].payload & PAYLOAD_MASK]);
        s->readings[kept++] = *r;
    }
    s->reading_count = kept;
}

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
static const uint64_t heads =
    LEXICON_BIT(ORGANIZATION_HEAD) | LEXICON_BIT(WEAK_HEAD) | LEXICON_BIT(PLACE_HEAD_IN) | LEXICON_BIT(BODY);

/* A node of the trie was reached: a name ends at `last`, or words that the lexicon knows, or both. */
static bool reach(struct segment *s, const struct reading *r, size_t last, uint32_t node)
{
    uint32_t payload = node & PAYLOAD_MASK;
    const struct image_candidate *first = &s->t->g->candidates[payload];
    if (node & PAYLOAD_LEXICON) {
        uint64_t classes = s->t->g->lexicon[candidate_entity(first)];
        if (last > r->token)
            s->field->classes[r->token] |= classes & heads;
        else if (r->proclitic && classes & LEXICON_BIT(FUNCTION))
            s->field->classes[last] |= LEXICON_BIT(FUNCTION_BEHIND);
        if (last > r->token || !r->proclitic ||
            !(s->field->classes[last] & ~(LEXICON_BIT(PARTICLED) | derived_in_match))) {
            s->field->classes[last] |= classes | (last == r->token && r->proclitic ? LEXICON_BIT(PARTICLED) : 0);
            s->field->skips[last] = last == r->token && r->proclitic ? r->proclitic->skip : 0;
        }
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

/* Has the memory that the walk from this reading will look at next brought near. */
static void fetch_child(const struct segment *s, const struct reading *r)
{
    uint32_t next = r->token + 1, children = s->t->g->words[r->slot].children;
    if (children && next < s->end && s->field->slots[next] != WORD_NONE)
        __builtin_prefetch(image_child_start(s->t->g, children, s->field->slots[next]));
}

/* All names that begin with this reading. */
static bool walk_names(struct segment *s, const struct reading *r)
{
    const struct gazetteer *g = s->t->g;
    const struct token *tokens = s->field->list.tokens;
    uint32_t children = g->words[r->slot].children, payload = g->words[r->slot].payload;
    for (size_t last = r->token;;) {
        if (payload && !reach(s, r, last, payload))
            return false;
        if (!children || ++last >= s->end || tokens[last].gap > SEPARATOR_JOINS || s->field->slots[last] == WORD_NONE)
            return true;
        const struct image_edge *edge = image_child(g, children, s->field->slots[last]);
        if (!edge)
            return true;
        children = edge->children;
        payload = edge->payload & ~EDGE_LAST;
    }
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
static void fetch_names(const struct gazetteer *g, const struct arc *arc)
{
    const struct image_entity *entity = &g->entities[candidate_entity(&g->candidates[arc->candidate])];
    __builtin_prefetch(g->strings + entity->name_ar);
    __builtin_prefetch(g->strings + entity->name_en);
}

/* The set of arcs that do not overlap and have the greatest sum, from right to left: best[i] is that of tokens i… */
static bool best_path(struct segment *s)
{
    float best[SEGMENT_TOKENS + 1];
    uint32_t choice[SEGMENT_TOKENS + 1];
    size_t tokens = s->cut - s->first, arc = s->found.count;
    best[tokens] = 0;
    for (size_t i = tokens; i-- > 0;) {
        best[i] = best[i + 1];
        choice[i] = WORD_NONE;
        for (; arc > 0 && s->found.arcs[arc - 1].first == s->first + i; arc--) {
            const struct arc *a = &s->found.arcs[arc - 1];
            float sum = a->score + best[a->last + 1 - s->first];
            if (sum > best[i]) {
                best[i] = sum;
                choice[i] = (uint32_t)(arc - 1);
            }
        }
    }
    for (size_t i = 0; i < tokens;) {
        if (choice[i] == WORD_NONE) {
            i++;
            continue;
        }
        const struct arc *a = &s->found.arcs[choice[i]];
        if (!arc_list_add(&s->field->chosen, s->t->arena, a))
            return false;
        if (a->payload)
            fetch_names(s->t->g, a);
        memset(s->field->covered + a->first, 1, a->last - a->first + 1);
        i = a->last + 1 - s->first;
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
    const struct gazetteer *g = s->t->g;
    for (size_t i = 0; i < s->found.count; i++)
        __builtin_prefetch(&g->entities[candidate_entity(&g->candidates[s->found.arcs[i].payload])].country);
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
            arcs[i].score = score_candidate(s->t, s->field, &arcs[i], &s->t->g->candidates[arcs[i].candidate], &whole);
        }
    }
}

/* Where the gazetteer and the grammar read the same words as the same type, the gazetteer's reading stands for both: it
 * has the greater score of the two, so that no longer or shorter name of the grammar's takes its place. */
static void prefer_listed(struct segment *s)
{
    struct arc *arcs = s->found.arcs;
    for (size_t i = 0; i < s->found.count; i++) {
        if (arcs[i].payload)
            continue;
        for (size_t k = i; k-- > 0 && arcs[k].first == arcs[i].first && arcs[k].last == arcs[i].last;) {
            if (!arcs[k].payload || arcs[k].score <= 0 ||
                s->t->g->candidates[arcs[k].candidate].type_prior >> 6 != arcs[i].type)
                continue;
            arcs[k].score = arcs[k].score > arcs[i].score ? arcs[k].score : arcs[i].score;
            arcs[i].score = -INFINITY;
            break;
        }
    }
}

static bool match_segment(struct segment *s)
{
    s->end = segment_end(s->field, s->first);
    s->found.count = 0;
    look_up_words(s);
    find_words(s);
    for (size_t i = 0; i < s->reading_count; i++) {
        if (i + FETCH_AHEAD < s->reading_count)
            fetch_child(s, &s->readings[i + FETCH_AHEAD]);
        if (!walk_names(s, &s->readings[i]))
            return false;
    }
    grammar_classify(s->t, s->field, s->first, s->end);
    size_t listed = s->found.count;
    if (!grammar_arcs(s->t, s->field, s->first, s->end, &s->found))
        return false;
    if (s->found.count > listed && !sort_arcs(s))
        return false;
    place_cut(s);
    fetch_entities(s);
    score_arcs(s);
    prefer_listed(s);
    for (size_t i = 0; i < s->found.count && s->t->request->explain; i++)
        if (!arc_list_add(&s->field->all, s->t->arena, &s->found.arcs[i]))
            return false;
    return best_path(s);
}

bool match_field(struct tagging *t, struct field *field)
{
    size_t count = field->list.count;
    struct segment s = {.t = t, .field = field};
    field->slots = arena_array_raw(t->arena, count + 1, sizeof *field->slots);
    field->classes = arena_array(t->arena, count + 1, sizeof *field->classes);
    field->skips = arena_array(t->arena, count + 1, 1);
    field->covered = arena_array(t->arena, count + 1, 1);
    s.readings = arena_array_raw(t->arena, SEGMENT_TOKENS * READINGS_A_TOKEN + 1, sizeof *s.readings);
    if (!field->slots || !field->classes || !field->skips || !field->covered || !s.readings)
        return false;
    for (; s.first < count; s.first = s.cut)
        if (!match_segment(&s))
            return false;
    return true;
}
