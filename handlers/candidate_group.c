#include "handlers/candidate_group.h"

#include "service/base/edit_distance.h"

#include <string.h>

enum { LETTERS_FOR_A_SLIP = 6 };

/* "name:person:KEY" */
static const char *key_of(const char *id)
{
    const char *at = strncmp(id, "name:", 5) == 0 ? strchr(id + 5, ':') : NULL;
    return at ? at + 1 : id;
}

static size_t words_in(const char *key)
{
    size_t count = 1;
    for (; *key; key++)
        count += *key == '-';
    return count;
}

static bool is_variant(const char *left, const char *right)
{
    const char *a = key_of(left), *b = key_of(right);
    if (strcmp(a, b) == 0)
        return true;
    return strlen(a) >= LETTERS_FOR_A_SLIP && words_in(a) > 1 && words_in(a) == words_in(b) &&
           edit_distance(text_of(a), text_of(b), 1) <= 1;
}

static bool join(struct candidate_group *group, const struct stored_entity *entity)
{
    if (group->count == CANDIDATE_VARIANTS || !is_variant(group->ids[0], entity->identity.id))
        return false;
    group->members[group->count] = entity;
    group->ids[group->count++] = entity->identity.id;
    return true;
}

static void settle(struct candidate_group *group)
{
    int64_t of_type[ENTITY_TYPE_COUNT] = {0};
    for (size_t i = 0; i < group->count; i++) {
        of_type[group->members[i]->identity.type] += group->members[i]->articles;
        group->articles += group->members[i]->articles;
        group->mentions += group->members[i]->mentions;
    }
    for (int type = 0; type < ENTITY_TYPE_COUNT; type++)
        if (of_type[type] > of_type[group->type])
            group->type = (enum entity_type)type;
    group->type_share = group->articles ? (double)of_type[group->type] / (double)group->articles : 0;
}

struct candidate_group *candidate_group_all(const struct candidate_list *list, size_t maximum, struct arena *arena,
                                            size_t *ret_count)
{
    struct candidate_group *groups = arena_array(arena, maximum + 1, sizeof *groups);
    size_t count = 0;
    for (size_t i = 0; groups && i < list->count; i++) {
        size_t at = 0;
        while (at < count && !join(&groups[at], &list->items[i]))
            at++;
        if (at == count && count < maximum) {
            groups[count].ids[0] = list->items[i].identity.id;
            join(&groups[count++], &list->items[i]);
        }
    }
    for (size_t i = 0; groups && i < count; i++)
        settle(&groups[i]);
    *ret_count = count;
    return groups;
}
