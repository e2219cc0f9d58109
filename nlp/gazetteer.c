#include "nlp/gazetteer.h"

#include "nlp/image/image.h"

#include <stdio.h>
#include <string.h>

const char *gazetteer_version(const struct gazetteer *gazetteer)
{
    return gazetteer->header->version;
}

size_t gazetteer_entity_count(const struct gazetteer *gazetteer)
{
    return gazetteer->entity_count;
}

size_t gazetteer_name_count(const struct gazetteer *gazetteer)
{
    return gazetteer->header->name_count;
}

void gazetteer_entity(const struct gazetteer *gazetteer, size_t index, struct gazetteer_entity *ret_entity)
{
    const struct image_entity *entity = &gazetteer->entities[index];
    *ret_entity = (struct gazetteer_entity){
        .id = gazetteer->strings + entity->id,
        .type = (enum entity_type)entity->type,
        .subtype = gazetteer->subtypes[entity->subtype],
        .name_ar = gazetteer->strings + entity->name_ar,
        .name_en = gazetteer->strings + entity->name_en,
        .wikidata = entity->wikidata,
    };
    memcpy(ret_entity->country, entity->country, sizeof entity->country);
}

bool gazetteer_find(const struct gazetteer *gazetteer, const char *id, size_t *ret_index)
{
    size_t low = 0, high = gazetteer->entity_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(gazetteer->strings + gazetteer->entities[middle].id, id);
        if (order == 0) {
            *ret_index = middle;
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static uint32_t find_token(const struct gazetteer *g, const struct token_list *list, const struct token *token)
{
    const uint8_t *letters = list->letters + token->letters;
    struct word_key key = word_key(token->low, token->high, letters, token->length);
    return filter_has(g, key.hash) ? image_find_word(g, &key, letters, token->length) : WORD_NONE;
}

/* Payload of the node that the whole token list leads to, 0 when there is none. */
static uint32_t walk(const struct gazetteer *g, const struct token_list *list)
{
    uint32_t word = list->count ? find_token(g, list, &list->tokens[0]) : WORD_NONE;
    if (word == WORD_NONE)
        return 0;
    uint32_t children = g->words[word].children, payload = g->words[word].payload;
    for (size_t i = 1; i < list->count; i++) {
        word = children ? find_token(g, list, &list->tokens[i]) : WORD_NONE;
        const struct image_edge *edge = word == WORD_NONE ? NULL : image_child(g, children, word);
        if (!edge)
            return 0;
        children = edge->children;
        payload = edge->payload;
    }
    return payload & PAYLOAD_MASK;
}

enum status gazetteer_lookup(const struct gazetteer *gazetteer, struct text name, struct arena *arena,
                             const uint32_t **ret_indexes, size_t *ret_count)
{
    struct token_list list;
    enum status status = tokenize(name, arena, &list, NULL);
    if (status != STATUS_OK)
        return status;
    size_t count = 0, room = 0;
    uint32_t payload = walk(gazetteer, &list);
    const struct image_candidate *first = &gazetteer->candidates[payload];
    if (payload)
        while (!(first[room++].entity & CANDIDATE_LAST))
            ;
    uint32_t *indexes = arena_array(arena, room + 1, sizeof *indexes);
    if (!indexes)
        return STATUS_OUT_OF_MEMORY;
    for (size_t i = 0; i < room; i++)
        if (!(first[i].flags & CANDIDATE_LEXICON) &&
            (count == 0 || indexes[count - 1] != (first[i].entity & ~CANDIDATE_LAST)))
            indexes[count++] = first[i].entity & ~CANDIDATE_LAST;
    *ret_indexes = indexes;
    *ret_count = count;
    return STATUS_OK;
}
