#include "nlp/article/qualify.h"

#include "nlp/image/subtype.h"
#include "nlp/text/word_class.h"

#include <string.h>

enum { BETWEEN_MAXIMUM = 2 /* words between a place and where it lies: بولاية، عاصمة ولاية */ };

static bool is_place(const struct image_candidate *c)
{
    return !(c->flags & CANDIDATE_LEXICON) && c->type_prior >> 6 == ENTITY_PLACE;
}

static const struct image_entity *entity_of(const struct image *image, const struct image_candidate *c)
{
    return &image->entities[candidate_entity(c)];
}

static bool is_of_kind(const struct image *image, const struct image_candidate *c, unsigned kinds)
{
    return (image->subtype_kinds[entity_of(image, c)->subtype] & kinds) != 0;
}

static bool same_country(const struct image *image, const struct image_candidate *a, const struct image_candidate *b)
{
    const char *country = entity_of(image, a)->country;
    return country[0] && memcmp(country, entity_of(image, b)->country, sizeof entity_of(image, b)->country) == 0;
}

/* The next candidate of the arc that is a place of one of these kinds, behind `c`, or the first for NULL; NULL: no more. */
static const struct image_candidate *next_place(const struct image *image, const struct arc *arc,
                                                const struct image_candidate *c, unsigned kinds)
{
    if (c && candidate_is_last(c))
        return NULL;
    for (c = c ? c + 1 : &image->candidates[arc->payload];; c++) {
        if (is_place(c) && (!kinds || is_of_kind(image, c, kinds)))
            return c;
        if (candidate_is_last(c))
            return NULL;
    }
}

static void choose(const struct image *image, struct arc *arc, const struct image_candidate *c)
{
    arc->candidate = (uint32_t)(c - image->candidates);
}

/* Chooses places of one country for both names, where the second one may be a region or a country. */
static bool choose_together(const struct image *image, struct arc *place, struct arc *region)
{
    const struct image_candidate *at = &image->candidates[place->candidate], *best = NULL, *within = NULL;
    for (const struct image_candidate *b = NULL; (b = next_place(image, region, b, SUBTYPE_REGION | SUBTYPE_COUNTRY));)
        for (const struct image_candidate *a = NULL; (a = next_place(image, place, a, 0));) {
            bool better = !best || (a == at && best != at) || (best != at && a->type_prior > best->type_prior);
            if (!same_country(image, a, b) || candidate_entity(a) == candidate_entity(b) || !better)
                continue;
            best = a;
            within = b;
        }
    if (!best)
        return false;
    choose(image, place, best);
    choose(image, region, within);
    return true;
}

/* Does a comma or the head of a region stand between the two names? */
static bool are_joined(const struct field *field, const struct arc *place, const struct arc *region)
{
    const struct token *tokens = field->list.tokens;
    uint32_t at = place->last + 1;
    if (region->first == at)
        return tokens[at].gap == SEPARATOR_COMMA;
    if (region->first < at || region->first - at > BETWEEN_MAXIMUM ||
        !(field->classes[region->first - 1] & WORD_CLASS(PLACE_HEAD)))
        return false;
    for (; at <= region->first; at++)
        if (tokens[at].gap > SEPARATOR_JOINS)
            return false;
    return true;
}

/* Several places one behind the other are a list, not a place and its region. */
static bool is_list(const struct field *field, const struct arc *region, const struct arc *behind)
{
    return behind && behind->first - region->last <= BETWEEN_MAXIMUM && behind->payload &&
           field->list.tokens[region->last + 1].gap < SEPARATOR_SENTENCE;
}

/* False: the text says nothing new. */
static bool qualify(const struct image *image, const struct field *field, struct arc *place, struct arc *region,
                    const struct arc *behind)
{
    const uint32_t before = place->candidate;
    const struct image_candidate *within = next_place(image, region, NULL, SUBTYPE_REGION);
    if (choose_together(image, place, region))
        return place->candidate != before;
    if (!within || is_list(field, region, behind) || !entity_of(image, &image->candidates[before])->country[0])
        return false;
    choose(image, region, within);
    place->payload = 0;
    place->score = 0;
    place->type = ENTITY_PLACE;
    place->skip = place->proclitic ? (uint8_t)place->proclitic->skip : 0;
    return true;
}

/* Does the arc stand before a region or country that it lies in? */
static bool has_region(const struct tagging *t, const struct field *field, size_t i)
{
    const struct arc *place = &field->chosen.arcs[i], *region = place + 1;
    return i + 1 < field->chosen.count && place->payload && region->payload &&
           is_place(&t->image->candidates[place->candidate]) && is_place(&t->image->candidates[region->candidate]) &&
           are_joined(field, place, region);
}

/* The same name alone is the same place throughout the article. */
static void repeat(const struct tagging *t, const struct arc *place, const struct arc *old)
{
    for (int f = 0; f < FIELD_COUNT; f++)
        for (size_t i = 0; i < t->fields[f].chosen.count; i++) {
            struct arc *arc = &t->fields[f].chosen.arcs[i];
            if (arc->payload != old->payload || arc->candidate != old->candidate || has_region(t, &t->fields[f], i))
                continue;
            arc->payload = place->payload;
            arc->score = place->score;
            arc->candidate = place->candidate;
            arc->type = place->type;
            arc->skip = arc->proclitic ? (uint8_t)arc->proclitic->skip : 0;
        }
}

static void qualify_field(const struct tagging *t, const struct field *field)
{
    const struct arc_list *chosen = &field->chosen;
    for (size_t i = 0; i + 1 < chosen->count; i++) {
        struct arc *place = &chosen->arcs[i], old = *place;
        if (has_region(t, field, i) &&
            qualify(t->image, field, place, place + 1, i + 2 < chosen->count ? place + 2 : NULL))
            repeat(t, place, &old);
    }
}

void qualify_places(struct tagging *t)
{
    for (int f = 0; f < FIELD_COUNT; f++)
        qualify_field(t, &t->fields[f]);
}
