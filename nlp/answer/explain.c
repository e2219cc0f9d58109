#include "nlp/answer/explain.h"

#include "nlp/grammar/spans.h"
#include "nlp/lattice/model_evidence.h"
#include "nlp/match/article_context.h"
#include "nlp/match/score.h"
#include "nlp/text/fold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RIVALS_MAXIMUM = 8, SPELLING_MAXIMUM = 4096 };

static char *arc_text(struct tagging *t, const struct field *field, const struct arc *arc)
{
    uint32_t start = arc_start(&field->list, arc);
    return arena_strndup(t->arena, field->list.bytes + start, field->list.tokens[arc->last].end - start);
}

/* The folded form that matched, with the letters of the article that the particle swallowed. */
static const char *spelling_of(struct tagging *t, const struct field *field, const struct arc *arc)
{
    char *text = arc_text(t, field, arc);
    const char *spelling = NULL;
    struct strbuf folded;
    strbuf_init(&folded, SPELLING_MAXIMUM);
    for (int i = 0; arc->proclitic && i < arc->proclitic->restore; i++)
        strbuf_puts(&folded, i ? "ل" : "ا");
    if (text)
        fold_append(&folded, (struct text){text, strlen(text)});
    if (text && strbuf_ok(&folded))
        spelling = arena_strndup(t->arena, folded.data, folded.length);
    strbuf_release(&folded);
    return spelling;
}

/* Number of the first arc that may overlap this one. Arcs are in the order of their first tokens, and none has more than
 * NAME_WORDS_MAXIMUM words. */
static size_t first_near(const struct arc_list *all, const struct arc *arc)
{
    size_t low = 0, high = all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all->arcs[middle].first + NAME_WORDS_MAXIMUM <= arc->first)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int compare_rivals(const void *left, const void *right)
{
    double a = ((const struct rival *)left)->score, b = ((const struct rival *)right)->score;
    return a > b ? -1 : a < b;
}

/* Adds the candidates of one arc, except the winner and those that are there already. Arcs of the grammar have none. */
static size_t add_rivals(struct tagging *t, const struct field *field, const struct arc *arc, uint32_t winner,
                         struct rival *rivals, size_t count)
{
    const struct image_candidate *c = &t->image->candidates[arc->payload];
    if (!arc->payload)
        return count;
    for (;; c++) {
        struct score_record whole = {.count = 0};
        float score =
            c->flags & CANDIDATE_LEXICON
                ? -INFINITY
                : score_candidate(t, field, arc, c, &whole) +
                      (arc_has_rivals(t->image, arc) ? article_context_score(t->context, t->image, c, NULL) : 0);
        bool same = candidate_entity(c) == winner;
        for (size_t i = 0; i < count && !same; i++)
            same = rivals[i].id == t->image->strings + t->image->entities[candidate_entity(c)].id;
        if (isfinite(score) && !same && count < RIVALS_MAXIMUM)
            rivals[count++] = (struct rival){t->image->strings + t->image->entities[candidate_entity(c)].id,
                                             arc_text(t, field, arc), (double)score};
        if (candidate_is_last(c))
            return count;
    }
}

const struct explanation *explain_arc(struct tagging *t, const struct field *field, const struct arc *arc)
{
    struct score_record record = {.count = 0};
    struct explanation *explanation = arena_alloc(t->arena, sizeof *explanation);
    struct rival found[RIVALS_MAXIMUM], *rivals = NULL;
    struct score_part *parts = NULL;
    const struct image_candidate *candidate = &t->image->candidates[arc->candidate];
    float score = arc->score;
    if (arc->payload)
        score = score_candidate(t, field, arc, candidate, &record) +
                (arc_has_rivals(t->image, arc) ? article_context_score(t->context, t->image, candidate, &record) : 0);
    else
        spans_explain(t, field, arc, &record);
    size_t count = 0;
    for (size_t i = first_near(&field->all, arc); i < field->all.count && field->all.arcs[i].first <= arc->last; i++)
        if (field->all.arcs[i].last >= arc->first)
            count = add_rivals(t, field, &field->all.arcs[i], arc->payload ? candidate_entity(candidate) : UINT32_MAX,
                               found, count);
    if (!explanation || !(rivals = arena_array(t->arena, count, sizeof *rivals)) ||
        !(parts = arena_array(t->arena, record.count, sizeof *parts)))
        return NULL;
    if (count) {
        qsort(found, count, sizeof *found, compare_rivals);
        memcpy(rivals, found, count * sizeof *found);
    }
    if (record.count)
        memcpy(parts, record.parts, record.count * sizeof *parts);
    *explanation =
        (struct explanation){.spelling = spelling_of(t, field, arc),
                             .parts = parts,
                             .part_count = record.count,
                             .score = (double)score,
                             .rivals = rivals,
                             .rival_count = count,
                             .evidence = model_evidence_find(field->evidence, arc->first + arc->headed, arc->last)};
    return explanation->spelling && !t->arena->failed ? explanation : NULL;
}
