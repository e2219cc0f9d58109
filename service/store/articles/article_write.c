#include "service/store/articles/article_write.h"

#include "service/json/annotation_json.h"
#include "service/store/articles/article_rows.h"
#include "service/store/db/pipeline.h"

#include <stdlib.h>
#include <string.h>

enum { SECOND_MAXIMUM = 4 /* statements of the second round trip, apart from those of rollup_queue and COMMIT */ };

/* A batch between its first statement and its commit. */
struct batch {
    struct store_conn *conn;
    struct recent *recent;
    struct article_write **writes;
    size_t count, created;
    struct arena *arena;
    struct error *error;
    enum statement sent[SECOND_MAXIMUM]; /* in the second round trip, in this order */
    size_t sent_count;
    int64_t subscribed; /* 0: there is no subscription */
};

static const enum statement statements[] = {
    STATEMENT_BEGIN,
    STATEMENT_SUBSCRIBED,
    STATEMENT_SET_STATEMENT_TIMEOUT,
    STATEMENT_ARTICLE_INSERT,
    STATEMENT_ENTITIES_INSERT,
    STATEMENT_ENTITY_NAMES_INSERT,
    STATEMENT_ARTICLE_ENTITIES_INSERT,
    STATEMENT_OUTBOX_INSERT,
    STATEMENT_ROLLUP_APPEND,
    STATEMENT_COMMIT,
};

static int by_id(const void *one, const void *two)
{
    const struct article_write *const *left = one, *const *right = two;
    return strcmp((*left)->article->id, (*right)->article->id);
}

static const char *join_warnings(struct arena *arena, const struct annotation *annotation)
{
    const char *joined = "";
    for (size_t i = 0; i < annotation->warning_count && joined; i++)
        joined = arena_printf(arena, "%s%s%c", joined, annotation->warnings[i], ARTICLE_WARNING_END);
    return joined;
}

static enum status send_article(const struct batch *batch, const struct article_write *write)
{
    const struct article *article = write->article;
    struct params params;
    params_init(&params, batch->arena);
    params_text(&params, article->id);
    params_text(&params, article->source);
    params_text(&params, article->external_id);
    params_text(&params, article->url);
    params_text(&params, article->title);
    params_text(&params, article->text.bytes);
    params_text(&params, article->language);
    params_time(&params, article->published ? &article->published_at : NULL);
    params_time(&params, &article->received_at);
    params_text(&params, article->annotation.gazetteer_version);
    params_text(&params, join_warnings(batch->arena, &article->annotation));
    params_int4_array(&params, write->words.ids, write->words.count);
    params_bytes(&params, write->hashed ? write->minhash.bytes : NULL, sizeof write->minhash.bytes);
    params_int4_array(&params, write->minhash.bands, write->hashed ? MINHASH_BANDS : 0);
    params_text(&params, article->author);
    params_time(&params, &article->dated_at);
    return pipeline_send(batch->conn, STATEMENT_ARTICLE_INSERT, &params, batch->error);
}

static enum status send_plain(const struct batch *batch, enum statement statement)
{
    struct params none = {.count = 0};
    return pipeline_send(batch->conn, statement, &none, batch->error);
}

static enum status send_limit(const struct batch *batch)
{
    struct params params;
    params_init(&params, batch->arena);
    params_integer(&params, batch->conn->app->config->statement_timeout_ms);
    return pipeline_send(batch->conn, STATEMENT_SET_STATEMENT_TIMEOUT, &params, batch->error);
}

/* The first round trip: inserts the articles and learns which of them are new, and whether there are subscriptions. */
static enum status store_articles(struct batch *batch, int *ret_culprit)
{
    bool limit = batch->conn->unlimited;
    enum status status = send_plain(batch, STATEMENT_BEGIN);
    if (status == STATUS_OK)
        status = send_plain(batch, STATEMENT_SUBSCRIBED);
    if (status == STATUS_OK && limit)
        status = send_limit(batch);
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++)
        status = send_article(batch, batch->writes[i]);
    enum status synced = pipeline_sync(batch->conn, batch->error);
    status = status == STATUS_OK ? synced : status;
    if (status == STATUS_OK)
        status = pipeline_receive(batch->conn, STATEMENT_BEGIN, NULL, batch->error);
    if (status == STATUS_OK)
        status = pipeline_receive(batch->conn, STATEMENT_SUBSCRIBED, &batch->subscribed, batch->error);
    if (status == STATUS_OK && limit)
        status = pipeline_receive(batch->conn, STATEMENT_SET_STATEMENT_TIMEOUT, NULL, batch->error);
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++) {
        int64_t changed = 0;
        status = pipeline_receive(batch->conn, STATEMENT_ARTICLE_INSERT, &changed, batch->error);
        batch->writes[i]->created = changed == 1;
        batch->created += changed == 1;
        *ret_culprit = status == STATUS_OK ? NO_CULPRIT : (int)i;
    }
    pipeline_end_sync(batch->conn);
    return status;
}

/* True once for each hash that is not in `recent`: its row must be sent. A batch that fails empties the set. */
static bool is_news(const struct batch *batch, uint64_t hash)
{
    if (recent_has(batch->recent, hash))
        return false;
    recent_add(batch->recent, hash);
    return true;
}

enum { ENTITY_COLUMNS = 8, NAME_COLUMNS = 3, LINK_COLUMNS = 8, MATCH_COLUMNS = 4 };

static void init_arrays(struct param_array *arrays, const enum array_type *types, size_t count)
{
    for (size_t i = 0; i < count; i++)
        param_array_init(&arrays[i], types[i]);
}

/* Sends a statement whose parameters are arrays, unless they are empty; releases them. */
static enum status send_arrays(struct batch *batch, enum statement statement, struct param_array *arrays, size_t count)
{
    struct params params;
    bool empty = arrays[0].count == 0;
    params_init(&params, batch->arena);
    for (size_t i = 0; i < count; i++)
        params_take_array(&params, &arrays[i]);
    if (empty)
        return STATUS_OK;
    batch->sent[batch->sent_count++] = statement;
    return pipeline_send(batch->conn, statement, &params, batch->error);
}

static enum status send_entities(struct batch *batch)
{
    static const enum array_type types[ENTITY_COLUMNS] = {ARRAY_TEXT, ARRAY_TEXT, ARRAY_BOOL, ARRAY_TEXT,
                                                          ARRAY_TEXT, ARRAY_TEXT, ARRAY_TEXT, ARRAY_TEXT};
    struct param_array arrays[ENTITY_COLUMNS];
    init_arrays(arrays, types, ENTITY_COLUMNS);
    for (size_t i = 0; i < batch->count; i++) {
        const struct article_write *write = batch->writes[i];
        for (size_t j = 0; write->created && j < write->article->annotation.entity_count; j++) {
            const struct annotated_entity *entity = &write->article->annotation.entities[j];
            if (!is_news(batch, write->packed[j].hash))
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
    return send_arrays(batch, STATEMENT_ENTITIES_INSERT, arrays, ENTITY_COLUMNS);
}

static enum status send_names(struct batch *batch)
{
    static const enum array_type types[NAME_COLUMNS] = {ARRAY_TEXT, ARRAY_TEXT, ARRAY_TEXT};
    struct param_array arrays[NAME_COLUMNS];
    init_arrays(arrays, types, NAME_COLUMNS);
    for (size_t i = 0; i < batch->count; i++) {
        const struct article_write *write = batch->writes[i];
        for (size_t j = 0; write->created && j < write->spelling_count; j++) {
            const struct spelling *spelling = &write->spellings[j];
            if (!is_news(batch, spelling->hash))
                continue;
            param_array_add_text(&arrays[0], write->article->annotation.entities[spelling->entity].id);
            param_array_add(&arrays[1], spelling->key, spelling->key_length);
            param_array_add(&arrays[2], spelling->name.bytes, spelling->name.length);
        }
    }
    return send_arrays(batch, STATEMENT_ENTITY_NAMES_INSERT, arrays, NAME_COLUMNS);
}

static enum status send_links(struct batch *batch)
{
    static const enum array_type types[LINK_COLUMNS] = {ARRAY_UUID, ARRAY_TIMESTAMPTZ, ARRAY_TEXT,   ARRAY_TEXT,
                                                        ARRAY_INT4, ARRAY_INT4,        ARRAY_FLOAT4, ARRAY_BYTEA};
    struct param_array arrays[LINK_COLUMNS];
    init_arrays(arrays, types, LINK_COLUMNS);
    for (size_t i = 0; i < batch->count; i++) {
        const struct article_write *write = batch->writes[i];
        for (size_t j = 0; write->created && j < write->article->annotation.entity_count; j++) {
            const struct annotated_entity *entity = &write->article->annotation.entities[j];
            param_array_add_uuid(&arrays[0], write->article->id);
            param_array_add_time(&arrays[1], write->article->dated_at);
            param_array_add_text(&arrays[2], entity->id);
            param_array_add_text(&arrays[3], entity_type_name(entity->type));
            param_array_add_int4(&arrays[4], (int32_t)j);
            param_array_add_int4(&arrays[5], (int32_t)entity->mention_count);
            param_array_add_float4(&arrays[6], (float)annotation_round_score(entity->salience));
            param_array_add(&arrays[7], write->packed[j].bytes, write->packed[j].length);
        }
    }
    return send_arrays(batch, STATEMENT_ARTICLE_ENTITIES_INSERT, arrays, LINK_COLUMNS);
}

/* Sends what subscriptions are compared with, when there are any. */
static enum status send_matches(struct batch *batch)
{
    static const enum array_type types[MATCH_COLUMNS] = {ARRAY_UUID, ARRAY_TEXT, ARRAY_TEXT, ARRAY_FLOAT4};
    struct param_array arrays[MATCH_COLUMNS];
    init_arrays(arrays, types, MATCH_COLUMNS);
    for (size_t i = 0; batch->subscribed && i < batch->count; i++) {
        const struct article_write *write = batch->writes[i];
        for (size_t j = 0; write->created && j < write->article->annotation.entity_count; j++) {
            const struct annotated_entity *entity = &write->article->annotation.entities[j];
            param_array_add_uuid(&arrays[0], write->article->id);
            param_array_add_text(&arrays[1], entity->id);
            param_array_add_text(&arrays[2], entity_type_name(entity->type));
            param_array_add_float4(&arrays[3], (float)annotation_round_score(entity->salience));
        }
    }
    return send_arrays(batch, STATEMENT_OUTBOX_INSERT, arrays, MATCH_COLUMNS);
}

static enum status send_rollup(const struct batch *batch, const struct article_write *write)
{
    struct param_array ids, counts;
    struct params params;
    param_array_init(&ids, ARRAY_TEXT);
    param_array_init(&counts, ARRAY_INT4);
    param_array_add_text(&ids, "*");
    param_array_add_int4(&counts, 0);
    for (size_t j = 0; j < write->article->annotation.entity_count; j++) {
        param_array_add_text(&ids, write->article->annotation.entities[j].id);
        param_array_add_int4(&counts, (int32_t)write->article->annotation.entities[j].mention_count);
    }
    params_init(&params, batch->arena);
    params_text(&params, write->article->id);
    params_integer(&params, write->event);
    params_time(&params, &write->article->dated_at);
    params_take_array(&params, &ids);
    params_take_array(&params, &counts);
    return pipeline_send(batch->conn, STATEMENT_ROLLUP_APPEND, &params, batch->error);
}

static enum status send_second(struct batch *batch)
{
    static enum status (*const steps[SECOND_MAXIMUM])(struct batch *) = {send_entities, send_names, send_links,
                                                                         send_matches};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < SECOND_MAXIMUM && status == STATUS_OK; i++)
        status = steps[i](batch);
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++)
        if (batch->writes[i]->created)
            status = send_rollup(batch, batch->writes[i]);
    return status == STATUS_OK ? send_plain(batch, STATEMENT_COMMIT) : status;
}

static enum status receive_second(const struct batch *batch)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < batch->sent_count && status == STATUS_OK; i++)
        status = pipeline_receive(batch->conn, batch->sent[i], NULL, batch->error);
    for (size_t i = 0; i < batch->created && status == STATUS_OK; i++)
        status = pipeline_receive(batch->conn, STATEMENT_ROLLUP_APPEND, NULL, batch->error);
    return status == STATUS_OK ? pipeline_receive(batch->conn, STATEMENT_COMMIT, NULL, batch->error) : status;
}

/* The second round trip: stores what belongs to the new articles, and commits. */
static enum status store_rest(struct batch *batch)
{
    enum status status = send_second(batch);
    enum status synced = pipeline_sync(batch->conn, batch->error);
    status = status == STATUS_OK ? synced : status;
    if (status == STATUS_OK)
        status = receive_second(batch);
    pipeline_end_sync(batch->conn);
    return status;
}

enum status article_write_run(struct store_conn *conn, struct recent *recent, struct article_write **writes,
                              size_t count, struct arena *arena, int *ret_culprit, struct error *error)
{
    struct batch batch = {
        .conn = conn, .recent = recent, .writes = writes, .count = count, .arena = arena, .error = error};
    *ret_culprit = NO_CULPRIT;
    qsort(writes, count, sizeof *writes, by_id);
    recent_refresh(recent);
    enum status status = conn_prepare(conn, statements, sizeof statements / sizeof *statements, error);
    if (status == STATUS_OK)
        status = pipeline_begin(conn, error);
    if (status != STATUS_OK)
        return status;
    status = store_articles(&batch, ret_culprit);
    if (status == STATUS_OK)
        status = store_rest(&batch);
    pipeline_end(conn);
    if (status != STATUS_OK)
        recent_clear(recent);
    return status;
}
