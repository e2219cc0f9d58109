#include "nlp/lattice/found.h"

bool found_add(struct found_list *list, struct arena *arena, const struct found *found)
{
    struct found *items = arena_grow(arena, list->items, list->count, &list->room, sizeof *items);
    if (!items)
        return false;
    list->items = items;
    list->items[list->count++] = *found;
    return true;
}

enum entity_type found_type(const struct tagging *t, const struct found *found)
{
    if (found->entity & FOUND_NIL)
        return t->nil.items[found->entity & ~FOUND_NIL].type;
    return (enum entity_type)t->image->entities[found->entity].type;
}
