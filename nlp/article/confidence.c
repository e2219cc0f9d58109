#include "nlp/article/confidence.h"

#include "nlp/match/article_context.h"
#include "nlp/match/score.h"

#include <math.h>

static const double weights[EVIDENCE_COUNT] = {
#define X(name, weight, note) weight,
    EVIDENCE(X)
#undef X
};

enum { PRIOR_FAMOUS = 50, PRIOR_MINOR = 25, OFTEN_MENTIONS = 3 }; /* priors of 63 */

static const double SCORE_UNIT = 10, SCORE_UNITS_MAXIMUM = 4;

uint32_t evidence_of(const struct tagging *t, const struct field *field, const struct arc *arc)
{
    uint32_t evidence = arc->last > arc->first ? EVIDENCE_BIT(WORDS) : 0;
    if (!arc->payload)
        return evidence | EVIDENCE_BIT(FOUND_PERSON) << arc->type;
    const struct image_candidate *candidate = &t->image->candidates[arc->candidate];
    unsigned prior = candidate->type_prior & 63;
    enum cue cue = score_cue(t, field, arc, &t->image->entities[candidate_entity(candidate)]);
    evidence |= EVIDENCE_BIT(LISTED_PERSON) << (candidate->type_prior >> 6);
    if (arc->last > arc->first && candidate->type_prior >> 6 != ENTITY_PLACE)
        evidence |=
            candidate->type_prior >> 6 == ENTITY_PERSON ? EVIDENCE_BIT(FULL_PERSON) : EVIDENCE_BIT(FULL_ORGANIZATION);
    if (candidate->type_prior >> 6 == ENTITY_PLACE && article_context_is_sport(t->context))
        evidence |= EVIDENCE_BIT(PLAYS);
    evidence |= cue == CUE_MET ? EVIDENCE_BIT(CUE) : cue == CUE_CLASH ? EVIDENCE_BIT(CLASH) : 0;
    evidence |= prior >= PRIOR_FAMOUS ? EVIDENCE_BIT(FAMOUS) : prior < PRIOR_MINOR ? EVIDENCE_BIT(MINOR) : 0;
    evidence |= score_is_exact(field, arc, candidate) ? EVIDENCE_BIT(EXACT) : 0;
    evidence |= candidate->flags & CANDIDATE_RISKY ? EVIDENCE_BIT(ORDINARY) : 0;
    evidence |= arc_has_rivals(t->image, arc) ? EVIDENCE_BIT(RIVALS) : 0;
    return evidence | (arc->proclitic && arc->first == arc->last ? EVIDENCE_BIT(PARTICLED) : 0);
}

double confidence(const struct found *found, size_t mentions)
{
    uint32_t evidence = found->evidence | (mentions >= OFTEN_MENTIONS ? EVIDENCE_BIT(OFTEN)
                                           : mentions == 2            ? EVIDENCE_BIT(TWICE)
                                                                      : 0);
    double sum = 0, units = (double)found->score / SCORE_UNIT;
    for (int i = 0; i < EVIDENCE_SCORE; i++)
        sum += evidence >> i & 1 ? weights[i] : 0;
    if (found->method == METHOD_GRAMMAR)
        sum += weights[EVIDENCE_SCORE] * (units < SCORE_UNITS_MAXIMUM ? units : SCORE_UNITS_MAXIMUM);
    return 1 / (1 + exp(-sum));
}
