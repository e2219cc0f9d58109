#include "nlp/lattice/nil.h"

#include "nlp/text/name_key.h"

#include <string.h>

bool nil_list_init(struct nil_list *list, struct arena *arena, size_t room)
{
    size_t slots = slots_needed(room);
    list->slots = (struct slots){arena_array(arena, slots, sizeof *list->slots.numbers), slots - 1};
    list->items = arena_array_raw(arena, room + 1, sizeof *list->items);
    return list->slots.numbers && list->items;
}

uint32_t nil_list_add(struct nil_list *list, struct arena *arena, const char *id, enum entity_type type,
                      struct text name)
{
    uint32_t *numbers = list->slots.numbers;
    size_t at = slots_first(&list->slots, name_key_hash(id, strlen(id)));
    for (; numbers[at]; at = slots_next(&list->slots, at))
        if (strcmp(list->items[numbers[at] - 1].id, id) == 0)
            return numbers[at] - 1;
    struct nil_entity added = {
        .id = arena_strdup(arena, id), .name = arena_strndup(arena, name.bytes, name.length), .type = type};
    if (!added.id || !added.name)
        return UINT32_MAX;
    list->items[list->count] = added;
    numbers[at] = (uint32_t)++list->count;
    return numbers[at] - 1;
}
