#include "nlp/match/prefer.h"

#include "nlp/text/word_class.h"

#include <math.h>

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

void prefer_without_adjective(struct segment *s)
{
    const struct image *image = s->t->image;
    for (size_t i = 1; i < s->found.count; i++) {
        struct arc *arc = &s->found.arcs[i];
        if (!arc->payload || arc->last == arc->first || !(s->field->classes[arc->last] & WORD_CLASS(NATIONALITY)) ||
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

void prefer_listed(struct segment *s)
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
