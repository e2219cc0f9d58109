#include "service/store/articles/article_derived.h"

#include "service/json/annotation_json.h"

/* True once for each hash that is not in `recent`: its row must be sent. A batch that fails empties the set. */
static bool is_news(const struct article_batch *batch, uint64_t hash)
{
    if (recent_has(batch->recent, hash))
        return false;
    recent_add(batch->recent, hash);
    return true;
}

enum { ENTITY_COLUMNS = 8, NAME_COLUMNS = 3, LINK_COLUMNS = 8, MATCH_COLUMNS = 6 };

static void init_arrays(struct param_array *arrays, const enum array_type *types, size_t count)
{
    for (size_t i = 0; i < count; i++)
        param_array_init(&arrays[i], types[i]);
}

static enum derived_link link_of(const struct article_write *write, size_t entity)
{
    return write->derived.links ? write->derived.links[entity] : LINK_NEW;
}

static enum status send_entities(struct article_batch *batch)
{
    static const enum array_type types[ENTITY_COLUMNS] = {ARRAY_TEXT, ARRAY_TEXT, ARRAY_BOOL, ARRAY_TEXT,
                                                          ARRAY_TEXT, ARRAY_TEXT, ARRAY_TEXT, ARRAY_TEXT};
    struct param_array arrays[ENTITY_COLUMNS];
    init_arrays(arrays, types, ENTITY_COLUMNS);
    for (size_t i = 0; i < batch->count; i++) {
        const struct article_write *write = batch->writes[i];
        for (size_t j = 0; article_batch_stores(write) && j < write->current.annotation.entity_count; j++) {
            const struct annotated_entity *entity = &write->current.annotation.entities[j];
            if (link_of(write, j) != LINK_NEW || !is_news(batch, write->derived.packed[j].hash))
                continue;
            param_array_add_text(&arrays[0], entity->id);
            param_array_add_text(&arrays[1], entity_type_name(entity->type));
            param_array_add_bool(&arrays[2], entity->known);
            param_array_add_text(&arrays[3], entity->name);
            param_array_add_text(&arrays[4], entity->name_ar);
            param_array_add_text(&arrays[5], entity->name_en);
            param_array_add_text(&arrays[6], entity->country);
            param_array_add_text(&arrays[7], entity->wikidata);
        }
    }
    return article_batch_send_arrays(batch, STATEMENT_ENTITIES_INSERT, arrays, ENTITY_COLUMNS);
}

static enum status send_names(struct article_batch *batch)
{
    static const enum array_type types[NAME_COLUMNS] = {ARRAY_TEXT, ARRAY_TEXT, ARRAY_TEXT};
    struct param_array arrays[NAME_COLUMNS];
    init_arrays(arrays, types, NAME_COLUMNS);
    for (size_t i = 0; i < batch->count; i++) {
        const struct article_write *write = batch->writes[i];
        for (size_t j = 0; article_batch_stores(write) && j < write->derived.spelling_count; j++) {
            const struct spelling *spelling = &write->derived.spellings[j];
            if (link_of(write, spelling->entity) == LINK_KEPT || !is_news(batch, spelling->hash))
                continue;
            param_array_add_text(&arrays[0], write->current.annotation.entities[spelling->entity].id);
            param_array_add(&arrays[1], spelling->key, spelling->key_length);
            param_array_add(&arrays[2], spelling->name.bytes, spelling->name.length);
        }
    }
    return article_batch_send_arrays(batch, STATEMENT_ENTITY_NAMES_INSERT, arrays, NAME_COLUMNS);
}

static enum status send_links(struct article_batch *batch)
{
    static const enum array_type types[LINK_COLUMNS] = {ARRAY_UUID, ARRAY_TIMESTAMPTZ, ARRAY_TEXT,   ARRAY_TEXT,
                                                        ARRAY_INT4, ARRAY_INT4,        ARRAY_FLOAT4, ARRAY_BYTEA};
    struct param_array arrays[LINK_COLUMNS];
    init_arrays(arrays, types, LINK_COLUMNS);
    for (size_t i = 0; i < batch->count; i++) {
        const struct article_write *write = batch->writes[i];
        for (size_t j = 0; article_batch_stores(write) && j < write->current.annotation.entity_count; j++) {
            const struct annotated_entity *entity = &write->current.annotation.entities[j];
            if (link_of(write, j) == LINK_KEPT)
                continue;
            param_array_add_uuid(&arrays[0], write->current.id);
            param_array_add_time(&arrays[1], write->current.dated_at);
            param_array_add_text(&arrays[2], entity->id);
            param_array_add_text(&arrays[3], entity_type_name(entity->type));
            param_array_add_int4(&arrays[4], (int32_t)j);
            param_array_add_int4(&arrays[5], (int32_t)entity->mention_count);
            param_array_add_float4(&arrays[6], (float)annotation_round_score(entity->salience));
            param_array_add(&arrays[7], write->derived.packed[j].bytes, write->derived.packed[j].length);
        }
    }
    return article_batch_send_arrays(batch, STATEMENT_ARTICLE_ENTITIES_INSERT, arrays, LINK_COLUMNS);
}

/* A row of what subscriptions are compared with; `entity` NULL: of the article alone. */
static void add_match(struct param_array *arrays, const struct article_write *write,
                      const struct annotated_entity *entity)
{
    const struct article *article = write->article;
    param_array_add_uuid(&arrays[0], write->current.id);
    param_array_add_text(&arrays[1], entity ? entity->id : "");
    param_array_add_text(&arrays[2], entity ? entity_type_name(entity->type) : "");
    param_array_add_float4(&arrays[3], entity ? (float)annotation_round_score(entity->salience) : 1);
    param_array_add_text(&arrays[4], article->source ? article->source : "");
    param_array_add_text(&arrays[5], article->language ? article->language : "");
}

/* Sends what subscriptions are compared with, when there are any. */
static enum status send_matches(struct article_batch *batch)
{
    static const enum array_type types[MATCH_COLUMNS] = {ARRAY_UUID,   ARRAY_TEXT, ARRAY_TEXT,
                                                         ARRAY_FLOAT4, ARRAY_TEXT, ARRAY_TEXT};
    struct param_array arrays[MATCH_COLUMNS];
    init_arrays(arrays, types, MATCH_COLUMNS);
    for (size_t i = 0; batch->subscribed && i < batch->count; i++) {
        const struct article_write *write = batch->writes[i];
        if (!article_batch_stores(write) || write->quiet)
            continue;
        if (write->outcome != WRITE_RETAGGED)
            add_match(arrays, write, NULL);
        for (size_t j = 0; j < write->current.annotation.entity_count; j++)
            if (link_of(write, j) == LINK_NEW)
                add_match(arrays, write, &write->current.annotation.entities[j]);
    }
    return article_batch_send_arrays(batch, STATEMENT_OUTBOX_INSERT, arrays, MATCH_COLUMNS);
}

enum status article_derived_send(struct article_batch *batch)
{
    static enum status (*const steps[])(struct article_batch *) = {send_entities, send_names, send_links, send_matches};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == STATUS_OK; i++)
        status = steps[i](batch);
    return status;
}
