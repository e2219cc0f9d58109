#include "nlp/lattice/arc.h"

bool arc_list_add(struct arc_list *list, struct arena *arena, const struct arc *arc)
{
    struct arc *arcs = arena_grow(arena, list->arcs, list->count, &list->room, sizeof *arcs);
    if (!arcs)
        return false;
    list->arcs = arcs;
    list->arcs[list->count++] = *arc;
    return true;
}

uint32_t arc_start(const struct token_list *list, const struct arc *arc)
{
    const struct token *first = &list->tokens[arc->first];
    return arc->proclitic ? token_skip(list, first, arc->proclitic->skip) : first->start;
}

bool arc_has_rivals(const struct image *image, const struct arc *arc)
{
    if (!arc->payload)
        return false;
    const struct image_candidate *c = &image->candidates[arc->payload];
    if (c->flags & CANDIDATE_LEXICON)
        c++;
    for (; !candidate_is_last(c); c++)
        if (candidate_entity(c) != candidate_entity(c + 1))
            return true;
    return false;
}
