#include "nlp/gazetteer.h"

#include "nlp/gazetteer_state.h"
#include "nlp/grammar/classify.h"
#include "nlp/text/token.h"

#include <stdlib.h>
#include <string.h>

enum status gazetteer_open_memory(const void *image, size_t length, struct gazetteer **ret_gazetteer,
                                  struct error *error)
{
    struct image opened;
    enum status status = image_open(&opened, image, length, error);
    if (status != STATUS_OK)
        return status;
    struct gazetteer *g = calloc(1, sizeof *g);
    if (!g)
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory to open the gazetteer");
    g->image = opened;
    classify_shapes(g->shapes);
    bool model_ready = model_init(&g->model, &g->image);
    g->rule_memo = rule_memo_new(&g->image);
    g->word_memo = word_memo_new();
    if (!model_ready || !g->rule_memo || !g->word_memo) {
        gazetteer_free(g);
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory to open the gazetteer");
    }
    *ret_gazetteer = g;
    return STATUS_OK;
}

enum status gazetteer_open(const char *path, struct gazetteer **ret_gazetteer, struct error *error)
{
    struct image_mapping mapping = {0};
    enum status status = image_map(&mapping, path, error);
    if (status == STATUS_OK) {
        struct error reason = {""};
        status = gazetteer_open_memory(mapping.bytes, mapping.length, ret_gazetteer, &reason);
        if (status != STATUS_OK)
            error_set(error, status, "%s: %s", path, reason.detail);
    }
    if (status != STATUS_OK) {
        image_unmap(&mapping);
        return status;
    }
    (*ret_gazetteer)->mapping = mapping;
    return STATUS_OK;
}

void gazetteer_free(struct gazetteer *gazetteer)
{
    if (!gazetteer)
        return;
    if (!gazetteer->base) {
        rule_memo_free(gazetteer->rule_memo);
        model_release(&gazetteer->model);
    }
    word_memo_free(gazetteer->word_memo);
    snapshot_release(&gazetteer->snapshot);
    free(gazetteer->redirects);
    image_unmap(&gazetteer->mapping);
    free(gazetteer);
}

const char *gazetteer_version(const struct gazetteer *gazetteer)
{
    return gazetteer->image.header->version;
}

size_t gazetteer_entity_count(const struct gazetteer *gazetteer)
{
    return gazetteer->image.entity_count;
}

size_t gazetteer_name_count(const struct gazetteer *gazetteer)
{
    return gazetteer->image.header->name_count;
}

void gazetteer_entity(const struct gazetteer *gazetteer, size_t index, struct gazetteer_entity *ret_entity)
{
    const struct image_entity *entity = &gazetteer->image.entities[index];
    *ret_entity = (struct gazetteer_entity){
        .id = gazetteer->image.strings + entity->id,
        .type = (enum entity_type)entity->type,
        .subtype = gazetteer->image.subtypes[entity->subtype],
        .name_ar = gazetteer->image.strings + entity->name_ar,
        .name_en = gazetteer->image.strings + entity->name_en,
        .wikidata = entity->wikidata,
    };
    memcpy(ret_entity->country, entity->country, sizeof entity->country);
}

bool gazetteer_find(const struct gazetteer *gazetteer, const char *id, size_t *ret_index)
{
    uint32_t index = image_find_entity(&gazetteer->image, id);
    if (index == UINT32_MAX)
        return false;
    *ret_index = index;
    return true;
}

const char *gazetteer_redirect(const struct gazetteer *gazetteer, const char *id)
{
    const struct image_redirect *redirect = image_find_redirect(&gazetteer->image, id);
    return redirect ? redirect->into : NULL;
}

static uint32_t find_token(const struct image *image, const struct token_list *list, const struct token *token)
{
    const uint8_t *letters = list->letters + token->letters;
    struct word_key key = word_key(token->low, token->high, letters, token->length);
    return filter_has(image, key.hash) ? image_find_word(image, &key, letters, token->length) : WORD_NONE;
}

/* The payload of the name that the tokens are; 0: they are none. */
static uint32_t walk(const struct image *image, const struct token_list *list)
{
    uint32_t word = list->count ? find_token(image, list, &list->tokens[0]) : WORD_NONE;
    if (word == WORD_NONE)
        return 0;
    uint32_t children = image->words[word].children, payload = image->words[word].payload;
    for (size_t i = 1; i < list->count; i++) {
        word = children ? find_token(image, list, &list->tokens[i]) : WORD_NONE;
        const struct image_edge *edge = word == WORD_NONE ? NULL : image_child(image, children, word);
        if (!edge)
            return 0;
        children = edge->children;
        payload = edge->payload;
    }
    return payload;
}

word_classes gazetteer_classes(const struct gazetteer *gazetteer, struct text name, struct arena *arena)
{
    struct token_list list;
    if (tokenize(name, arena, &list, NULL) != STATUS_OK)
        return 0;
    uint32_t payload = walk(&gazetteer->image, &list);
    const struct image_candidate *first = &gazetteer->image.candidates[payload & PAYLOAD_MASK];
    return payload & PAYLOAD_LEXICON ? image_classes(&gazetteer->image.lexicon[candidate_entity(first)]) : 0;
}

enum status gazetteer_lookup(const struct gazetteer *gazetteer, struct text name, struct arena *arena,
                             const uint32_t **ret_indexes, size_t *ret_count)
{
    struct token_list list;
    enum status status = tokenize(name, arena, &list, NULL);
    if (status != STATUS_OK)
        return status;
    size_t count = 0, room = 0;
    uint32_t payload = walk(&gazetteer->image, &list) & PAYLOAD_MASK;
    const struct image_candidate *first = &gazetteer->image.candidates[payload];
    if (payload)
        while (!candidate_is_last(&first[room++]))
            ;
    uint32_t *indexes = arena_array(arena, room + 1, sizeof *indexes);
    if (!indexes)
        return STATUS_OUT_OF_MEMORY;
    for (size_t i = 0; i < room; i++)
        if (!(first[i].flags & CANDIDATE_LEXICON) && (count == 0 || indexes[count - 1] != candidate_entity(&first[i])))
            indexes[count++] = candidate_entity(&first[i]);
    *ret_indexes = indexes;
    *ret_count = count;
    return STATUS_OK;
}
