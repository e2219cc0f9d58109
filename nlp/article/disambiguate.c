/* Which entity a name of several means, by what the whole article says: one sense a discourse (Gale, Church, Yarowsky
 * 1992), coherence of countries, and of sport: a city's name is the club there. */
#include "nlp/lattice/tagging.h"

#include <string.h>

enum { COUNTRY_COUNT = 26 * 26, NAMED_SLOTS = 1024 };

struct article {
    float countries[COUNTRY_COUNT]; /* share of the certain mentions that are of this country */
    float sport;                    /* share of the certain mentions that are of sport: clubs, players, coaches */
    uint32_t named[NAMED_SLOTS];    /* entity + 1: those that a name of one meaning and several words names; by hash */
};

static int country_number(const struct image_entity *entity)
{
    unsigned a = (unsigned)entity->country[0] - 'A', b = (unsigned)entity->country[1] - 'A';
    return a < 26 && b < 26 ? (int)(a * 26 + b) : -1;
}

static uint32_t *named_slot(const struct article *article, uint32_t entity)
{
    uint32_t slot = entity * 0x9E3779B1u >> 22;
    return (uint32_t *)&article->named[slot % NAMED_SLOTS];
}

bool arc_has_rivals(const struct tagging *t, const struct arc *arc)
{
    if (!arc->payload)
        return false;
    const struct image_candidate *c = &t->image->candidates[arc->payload];
    if (c->flags & CANDIDATE_LEXICON)
        c++;
    for (; !candidate_is_last(c); c++)
        if (candidate_entity(c) != candidate_entity(c + 1))
            return true;
    return false;
}

static bool is_sport(const struct tagging *t, uint32_t entity)
{
    return t->image->subtype_kinds[t->image->entities[entity].subtype] & SUBTYPE_SPORT;
}

static void read_article(const struct tagging *t, struct article *article)
{
    float total = 0, certain = 0;
    for (int f = 0; f < FIELD_COUNT; f++) {
        const struct field *field = &t->fields[f];
        for (size_t i = 0; i < field->chosen.count; i++) {
            const struct arc *arc = &field->chosen.arcs[i];
            if (!arc->payload || arc_has_rivals(t, arc))
                continue;
            uint32_t index = candidate_entity(&t->image->candidates[arc->candidate]);
            int country = country_number(&t->image->entities[index]);
            certain += 1;
            article->sport += is_sport(t, index) ? 1 : 0;
            if (country >= 0) {
                article->countries[country] += 1;
                total += 1;
            }
            if (arc->last > arc->first)
                *named_slot(article, index) = index + 1;
        }
    }
    for (int i = 0; i < COUNTRY_COUNT && total > 0; i++)
        article->countries[i] /= total;
    article->sport /= certain > 0 ? certain : 1;
}

float score_article(const struct tagging *t, const struct article *article, const struct image_candidate *candidate,
                    struct score_record *record)
{
    uint32_t index = candidate_entity(candidate);
    int country = country_number(&t->image->entities[index]);
    float score = 0;
    if (country >= 0 && article->countries[country] > 0)
        score_add(record, &score, WEIGHT_COHERENCE, article->countries[country]);
    if (article->sport > 0 && t->image->entities[index].type == ENTITY_ORGANIZATION && is_sport(t, index))
        score_add(record, &score, WEIGHT_SPORT, article->sport);
    if (*named_slot(article, index) == index + 1)
        score_add(record, &score, WEIGHT_REPEATED, 1);
    return score;
}

bool article_is_sport(const struct tagging *t)
{
    static const float SHARE = 0.15F;
    return t->article && t->article->sport > SHARE;
}

bool resolve_article(struct tagging *t)
{
    struct article *article = arena_alloc(t->arena, sizeof *article);
    if (!article)
        return false;
    read_article(t, article);
    t->article = article;
    for (int f = 0; f < FIELD_COUNT; f++) {
        struct field *field = &t->fields[f];
        for (size_t i = 0; i < field->chosen.count; i++)
            if (arc_has_rivals(t, &field->chosen.arcs[i]))
                choose_candidate(t, field, &field->chosen.arcs[i], article);
    }
    return true;
}
