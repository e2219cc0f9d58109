#include "nlp/match/article_context.h"

enum { COUNTRY_COUNT = 26 * 26, NAMED_SLOTS = 1024 };

struct article_context {
    float countries[COUNTRY_COUNT]; /* share of the certain mentions that are of this country */
    float sport;                    /* share of the certain mentions that are of sport: clubs, players, coaches */
    uint32_t named[NAMED_SLOTS];    /* by hash, entity + 1 of those that a certain name of several words means */
};

static int country_number(const struct image_entity *entity)
{
    unsigned a = (unsigned)entity->country[0] - 'A', b = (unsigned)entity->country[1] - 'A';
    return a < 26 && b < 26 ? (int)(a * 26 + b) : -1;
}

static size_t named_slot(uint32_t entity)
{
    return (entity * 0x9E3779B1u >> 22) % NAMED_SLOTS;
}

static bool is_sport(const struct image *image, uint32_t entity)
{
    return image->subtype_kinds[image->entities[entity].subtype] & SUBTYPE_SPORT;
}

/* How many mentions have been read. */
struct tally {
    float certain, countries;
};

static void note_mention(const struct image *image, const struct arc *arc, struct article_context *context,
                         struct tally *tally)
{
    uint32_t index = candidate_entity(&image->candidates[arc->candidate]);
    int country = country_number(&image->entities[index]);
    tally->certain += 1;
    context->sport += is_sport(image, index) ? 1 : 0;
    if (country >= 0) {
        context->countries[country] += 1;
        tally->countries += 1;
    }
    if (arc->last > arc->first)
        context->named[named_slot(index)] = index + 1;
}

/* Whatever entity the name means, is it of that type and country? So is a city with the region of its name. */
static bool is_certain(const struct image *image, const struct arc *arc)
{
    const struct image_candidate *chosen = &image->candidates[arc->candidate], *c = &image->candidates[arc->payload];
    const struct image_entity *entity = &image->entities[candidate_entity(chosen)];
    for (;; c++) {
        const struct image_entity *other =
            c->flags & CANDIDATE_LEXICON ? entity : &image->entities[candidate_entity(c)];
        if (other->type != entity->type || country_number(other) != country_number(entity))
            return false;
        if (candidate_is_last(c))
            return true;
    }
}

static void read_context(const struct tagging *t, struct article_context *context)
{
    struct tally tally = {0};
    for (int f = 0; f < FIELD_COUNT; f++) {
        const struct arc_list *chosen = &t->fields[f].chosen;
        for (size_t i = 0; i < chosen->count; i++)
            if (chosen->arcs[i].payload && is_certain(t->image, &chosen->arcs[i]))
                note_mention(t->image, &chosen->arcs[i], context, &tally);
    }
    for (int i = 0; i < COUNTRY_COUNT && tally.countries > 0; i++)
        context->countries[i] /= tally.countries;
    context->sport /= tally.certain > 0 ? tally.certain : 1;
}

const struct article_context *article_context_new(const struct tagging *t)
{
    struct article_context *context = arena_alloc(t->arena, sizeof *context);
    if (context)
        read_context(t, context);
    return context;
}

float article_context_score(const struct article_context *context, const struct image *image,
                            const struct image_candidate *candidate, struct score_record *record)
{
    uint32_t index = candidate_entity(candidate);
    int country = country_number(&image->entities[index]);
    float score = 0;
    if (country >= 0 && context->countries[country] > 0)
        score_add(record, &score, WEIGHT_COHERENCE, context->countries[country]);
    if (context->sport > 0 && image->entities[index].type == ENTITY_ORGANIZATION && is_sport(image, index))
        score_add(record, &score, WEIGHT_SPORT, context->sport);
    if (context->named[named_slot(index)] == index + 1)
        score_add(record, &score, WEIGHT_REPEATED, 1);
    return score;
}

bool article_context_is_sport(const struct article_context *context)
{
    static const float SHARE = 0.15F;
    return context && context->sport > SHARE;
}

float article_context_country(const struct article_context *context, const struct image *image,
                              const struct image_candidate *candidate)
{
    int country = country_number(&image->entities[candidate_entity(candidate)]);
    return context && country >= 0 ? context->countries[country] : 0;
}
