#include "nlp/edit/meanings.h"

#include "nlp/build/candidate.h"

#include <stdlib.h>
#include <string.h>

/* The candidates of a node while they are changed. The set of word classes, if there is one, comes first. */
struct list {
    struct image_candidate *items; /* malloc'ed, with room for one more and without CANDIDATE_LAST */
    size_t count, before;          /* now, and as the node has it */
};

static const struct image_candidate *first_of(const struct edited *e, uint32_t payload)
{
    return (const struct image_candidate *)e->candidates.items + (payload & PAYLOAD_MASK);
}

static bool read_list(struct edited *e, uint32_t payload, struct list *list)
{
    const struct image_candidate *first = first_of(e, payload);
    *list = (struct list){.count = 0};
    while (payload && !candidate_is_last(&first[list->before++]))
        ;
    list->items = malloc((list->before + 1) * sizeof *list->items);
    e->failed |= !list->items;
    if (e->failed) {
        free(list->items);
        return false;
    }
    if (list->before) {
        memcpy(list->items, first, list->before * sizeof *first);
        list->items[list->before - 1].entity &= ~CANDIDATE_LAST;
    }
    list->count = list->before;
    return true;
}

static void set_payload(struct edited *e, const struct node_path *path, uint32_t payload)
{
    uint32_t before = node_payload(e, path->node);
    uint32_t *place = path->node.edge ? &node_edge(e, path->node.at)->payload : &word_at(e, path->node.at)->payload;
    *place = payload | (path->node.edge ? *place & EDGE_LAST : 0);
    for (unsigned i = 0; i < path->depth && !before != !payload; i++)
        word_uses(e, path->words[i])->nodes += payload ? 1 : UINT32_MAX;
}

/* Writes the list back: where it was, if it has not grown, else behind all others. Frees it. */
static void write_list(struct edited *e, const struct node_path *path, struct list *list)
{
    uint32_t first = node_payload(e, path->node) & PAYLOAD_MASK;
    if (list->count > list->before) {
        first = (uint32_t)e->candidates.count;
        e->failed |=
            e->candidates.count + list->count > PAYLOAD_MASK || !array_append(&e->candidates, list->items, list->count);
    }
    if (!e->failed && list->count) {
        struct image_candidate *items = (struct image_candidate *)e->candidates.items + first;
        memcpy(items, list->items, list->count * sizeof *items);
        items[list->count - 1].entity |= CANDIDATE_LAST;
    }
    bool classes = list->count && list->items[0].flags & CANDIDATE_LEXICON;
    if (!e->failed)
        set_payload(e, path, list->count ? first | (classes ? PAYLOAD_LEXICON : 0) : 0);
    free(list->items);
}

/* ---- classes ---- */

word_classes meanings_classes(const struct edited *e, struct node node)
{
    uint32_t payload = node_payload(e, node);
    if (!(payload & PAYLOAD_LEXICON))
        return 0;
    return image_classes((const struct image_classes *)e->lexicon.items + candidate_entity(first_of(e, payload)));
}

/* Index in LEXICON of the set, which is added when it is new. */
static uint32_t lexicon_index(struct edited *e, word_classes classes)
{
    const struct image_classes *sets = e->lexicon.items, set = image_classes_of(classes);
    uint32_t count = (uint32_t)e->lexicon.count;
    for (uint32_t i = 0; i < count; i++)
        if (image_classes(&sets[i]) == classes)
            return i;
    e->failed |= !array_append(&e->lexicon, &set, 1);
    return count;
}

void meanings_set_classes(struct edited *e, const struct node_path *path, word_classes classes)
{
    struct list list;
    if (classes == meanings_classes(e, path->node) || !read_list(e, node_payload(e, path->node), &list))
        return;
    bool has = list.count && list.items[0].flags & CANDIDATE_LEXICON;
    if (has && !classes)
        memmove(list.items, list.items + 1, --list.count * sizeof *list.items);
    else if (!has && classes)
        memmove(list.items + 1, list.items, list.count++ * sizeof *list.items);
    if (classes)
        list.items[0] = (struct image_candidate){.entity = lexicon_index(e, classes), .flags = CANDIDATE_LEXICON};
    write_list(e, path, &list);
}

/* ---- entities ---- */

static bool is_of(const struct image_candidate *candidate, uint32_t entity)
{
    return !(candidate->flags & CANDIDATE_LEXICON) && (entity == UINT32_MAX || candidate_entity(candidate) == entity);
}

void meanings_count_persons(struct edited *e, const struct node_path *path, uint32_t entity, bool add)
{
    uint32_t payload = node_payload(e, path->node), count = 0;
    if (!payload || path->depth < 2)
        return;
    for (const struct image_candidate *c = first_of(e, payload);; c++) {
        count += is_of(c, entity) && !(c->flags & CANDIDATE_VARIANT) &&
                 c->type_prior >> CANDIDATE_TYPE_SHIFT == ENTITY_PERSON;
        if (candidate_is_last(c))
            break;
    }
    word_uses(e, path->words[0])->given += add ? count : -count;
    word_uses(e, path->words[path->depth - 1])->family += add ? count : -count;
}

void meanings_remove(struct edited *e, const struct node_path *path, uint32_t entity)
{
    struct list list;
    if (!read_list(e, node_payload(e, path->node), &list))
        return;
    size_t kept = 0;
    for (size_t i = 0; i < list.count; i++)
        if (!is_of(&list.items[i], entity))
            list.items[kept++] = list.items[i];
    list.count = kept;
    write_list(e, path, &list);
}

static int compare(const struct edited *e, const struct image_candidate *a, const struct image_candidate *b)
{
    int by_id = 0;
    if (!((a->flags | b->flags) & CANDIDATE_LEXICON) && a->entity != b->entity)
        by_id = strcmp(edited_string(e, edited_entity(e, a->entity)->image.id),
                       edited_string(e, edited_entity(e, b->entity)->image.id));
    return candidate_compare(a, b, by_id);
}

void meanings_add(struct edited *e, const struct node_path *path, const struct image_candidate *candidate)
{
    struct list list;
    if (!read_list(e, node_payload(e, path->node), &list))
        return;
    size_t at = list.count++;
    for (; at > 0 && compare(e, &list.items[at - 1], candidate) > 0; at--)
        list.items[at] = list.items[at - 1];
    list.items[at] = *candidate;
    write_list(e, path, &list);
}

void meanings_settle(struct edited *e, const struct node_path *path)
{
    struct list list;
    if (!read_list(e, node_payload(e, path->node), &list))
        return;
    size_t kept = list.count ? 1 : 0;
    for (size_t i = 1; i < list.count; i++)
        if (!candidate_repeats(&list.items[kept - 1], &list.items[i]))
            list.items[kept++] = list.items[i];
    list.count = kept;
    write_list(e, path, &list);
}
