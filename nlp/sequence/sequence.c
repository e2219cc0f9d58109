#include "nlp/sequence/sequence.h"

#include "nlp/match/article_context.h"
#include "nlp/match/score.h"
#include "nlp/sequence/explain_span.h"

#include <math.h>
#include <string.h>

/* A name that the model finds in a field: its first and last token, and how sure it is (0…1). */
struct span {
    uint32_t first, last;
    enum entity_type type;
    float sure;
};

/* The second reading under way. */
struct reading {
    struct tagging *t;
    const struct model *model;
    struct context context;
    struct crf_sentence *sentence;
    struct arc_list chosen[FIELD_COUNT];
    size_t at[FIELD_COUNT];   /* number in field->all: no arc before it begins at a word that is still to come */
    size_t kept[FIELD_COUNT]; /* the same in field->chosen */
};

/* Names that are less sure than this are not answered: by cross-validation over the articles that the weights were fitted to, they
 * are wrong more often than right, and F1 is the same without them. */
static const float SURE_MINIMUM = 0.5F;

/* How often spans of that posterior are right: a logistic curve (Platt 1999) fitted by the same cross-validation. */
static float calibrate(float sure)
{
    static const float SLOPE = 0.8F, SHIFT = -0.2F, MOST = 0.9995F;
    float odds = logf(fminf(sure, MOST) / (1 - fminf(sure, MOST)));
    return 1 / (1 + expf(-(SLOPE * odds + SHIFT)));
}

/* ---- from spans to arcs ---- */

/* Chooses the best of the arc's candidates that have the type. False: none has it. */
static bool choose_of_type(const struct tagging *t, const struct field *field, struct arc *arc, enum entity_type type)
{
    const struct image_candidate *c = &t->image->candidates[arc->payload];
    arc->score = -INFINITY;
    for (;; c++) {
        if (!(c->flags & CANDIDATE_LEXICON) && c->type_prior >> 6 == type) {
            float score =
                score_candidate(t, field, arc, c, NULL) + article_context_score(t->context, t->image, c, NULL);
            if (score > arc->score) {
                arc->candidate = (uint32_t)(c - t->image->candidates);
                arc->score = score;
            }
        }
        if (candidate_is_last(c))
            return isfinite(arc->score);
    }
}

/* Does the arc read the span's words as a name, alone or with the head that stands before them (صحيفة الرياض)? */
static bool covers(const struct image *image, const struct arc *arc, const struct span *span)
{
    bool headed = arc->first + 1 == span->first && image->candidates[arc->candidate].flags & CANDIDATE_HEAD;
    return arc->payload && arc->last == span->last && (arc->first == span->first || headed);
}

/* The gazetteer's best arc over these words as that type, else an unlisted one. */
static struct arc arc_of(struct reading *r, const struct field *field, const struct span *span)
{
    const struct arc_list *all = &field->all;
    size_t *at = &r->at[field->which];
    struct arc best = {
        .first = span->first, .last = span->last, .type = (uint8_t)span->type, .skip = field->skips[span->first]};
    while (*at < all->count && all->arcs[*at].first + 1 < span->first)
        ++*at;
    for (size_t i = *at; i < all->count && all->arcs[i].first <= span->first; i++) {
        struct arc arc = all->arcs[i];
        if (covers(r->t->image, &arc, span) && choose_of_type(r->t, field, &arc, span->type) &&
            (!best.payload || arc.score > best.score))
            best = arc;
        if (!arc.payload && !best.payload && arc.first == span->first && arc.last == span->last &&
            arc.type == span->type) {
            best.skip = arc.skip;
            best.score = isfinite(arc.score) ? arc.score : 0;
        }
    }
    best.headed = best.first < span->first;
    best.sure = calibrate(span->sure);
    return best;
}

/* ---- sentences ---- */

static void score_sentence(struct reading *r, size_t first, size_t end, uint8_t *ret_labels)
{
    enum script script = (enum script)r->context.words[first].script;
    r->sentence->count = end - first;
    model_score(r->model, &r->context, first, end - first, r->sentence->score);
    crf_infer(&r->model->steps[script], r->sentence);
    crf_decode(r->sentence, ret_labels);
}

static bool read_sentence(struct reading *r, size_t first, size_t end)
{
    const struct context_word *word = &r->context.words[first];
    struct field *field = &r->t->fields[word->field];
    uint8_t labels[CONTEXT_SENTENCE_MAXIMUM];
    score_sentence(r, first, end, labels);
    for (size_t i = 0, last; i < end - first; i = last + 1) {
        last = i;
        if (labels[i] == LABEL_NONE || label_is_inside(labels[i]))
            continue;
        float sure = crf_span_confidence(r->sentence, labels, i, &last);
        struct span span = {word->token + (uint32_t)i, word->token + (uint32_t)last, label_type(labels[i]), sure};
        if (sure < SURE_MINIMUM)
            continue;
        struct arc arc = arc_of(r, field, &span);
        if (!arc_list_add(&r->chosen[field->which], r->t->arena, &arc))
            return false;
        if (r->t->explain &&
            !explain_span(r->t, r->model, &r->context, first + i, labels + i, last - i + 1, (double)sure, field))
            return false;
    }
    memset(field->covered + word->token, 1, end - first);
    return true;
}

/* The first reading's arcs among the words first…end - 1. */
static bool keep_sentence(struct reading *r, size_t first, size_t end)
{
    const struct context_word *word = &r->context.words[first];
    struct field *field = &r->t->fields[word->field];
    const uint32_t behind = word->token + (uint32_t)(end - first);
    for (size_t *i = &r->kept[field->which]; *i < field->chosen.count; ++*i) {
        const struct arc *arc = &field->chosen.arcs[*i];
        if (arc->first >= behind)
            break;
        if (arc->first < word->token)
            continue;
        if (!arc_list_add(&r->chosen[field->which], r->t->arena, arc))
            return false;
        memset(field->covered + arc->first, 1, arc->last - arc->first + 1);
    }
    return true;
}

bool sequence_choose(struct tagging *t, const struct model *model, const struct found_list *list)
{
    struct reading r = {.t = t, .model = model};
    r.sentence = arena_array_raw(t->arena, 1, sizeof *r.sentence);
    if (!r.sentence || !context_read(t, list, &r.context))
        return false;
    for (int f = 0; f < FIELD_COUNT; f++)
        memset(t->fields[f].covered, 0, t->fields[f].list.count);
    for (size_t first = 0, end; first < r.context.count; first = end) {
        end = context_sentence_end(&r.context, first);
        bool fitted = model->fitted[r.context.words[first].script];
        if (!(fitted ? read_sentence(&r, first, end) : keep_sentence(&r, first, end)))
            return false;
    }
    for (int f = 0; f < FIELD_COUNT; f++)
        t->fields[f].chosen = r.chosen[f];
    return true;
}
