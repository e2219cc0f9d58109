#include "nlp/edit/census.h"

#include "nlp/edit/meanings.h"

#include <stdlib.h>
#include <string.h>

static void count_node(struct edited *e, const struct node_path *path)
{
    if (node_payload(e, path->node))
        for (unsigned i = 0; i < path->depth; i++)
            word_uses(e, path->words[i])->nodes++;
    meanings_count_persons(e, path, UINT32_MAX, true);
}

/* Counts the node of the path and those below it. */
static void count_below(struct edited *e, struct node_path *path)
{
    struct node_children children;
    const struct node node = path->node;
    count_node(e, path);
    node_children_init(e, node, &children);
    for (uint32_t i = 0; i < children.room && path->depth < NAME_WORDS_MAXIMUM; i++) {
        const struct image_edge *edge = node_edge(e, children.first + i);
        if (edge->word == WORD_NONE)
            continue;
        path->words[path->depth++] = edge->word;
        path->node = (struct node){.edge = true, .at = children.first + i};
        count_below(e, path);
        path->depth--;
    }
    path->node = node;
}

void census_take(struct edited *e)
{
    struct word_uses *uses = array_grow(&e->uses, e->words.count);
    if (!uses) {
        e->failed = true;
        return;
    }
    memset(uses, 0, e->words.count * sizeof *uses);
    e->uses.count = e->words.count;
    for (uint32_t i = 0; i < e->words.count; i++) {
        if (!word_at(e, i)->low)
            continue;
        struct node_path path = {.node = {.edge = false, .at = i}, .words = {i}, .depth = 1};
        e->used_words++;
        count_below(e, &path);
    }
}

void census_reserve(struct edited *e, size_t words)
{
    size_t slots = e->words.count * 2 + words * 2;
    if (e->failed || (e->used_words + words) * 4 <= e->words.count * 3)
        return;
    uint32_t *moved = slots < UINT32_MAX ? word_table_move(e, slots) : NULL;
    e->failed |= !moved;
    for (uint32_t i = 0; i < e->words.count && !e->failed; i++)
        if (word_at(e, i)->low)
            node_renumber(e, (struct node){.edge = false, .at = i}, moved);
    free(moved);
}
