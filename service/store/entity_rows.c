#include "service/store/entity_rows.h"

#include "nlp/fold.h"
#include "service/annotation_json.h"
#include "service/store/pack.h"

#include <stdlib.h>
#include <string.h>

enum { PACKED_MAXIMUM = 256 * 1024 * 1024, KEY_MAXIMUM = 512 /* bytes; longer spellings are not searched for */ };

static enum status run(struct store_conn *conn, enum statement statement, struct params *params,
                       struct param_array *arrays, size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        params_take_array(params, &arrays[i]);
    return conn_execute(conn, statement, params, NULL, error);
}

static void init_all(struct param_array *arrays, const enum array_type *types, size_t count)
{
    for (size_t i = 0; i < count; i++)
        array_init(&arrays[i], types[i]);
}

static enum status insert_entities(struct store_conn *conn, const struct annotation *annotation, struct arena *arena,
                                   struct error *error)
{
    static const enum array_type types[] = {ARRAY_TEXT, ARRAY_TEXT, ARRAY_BOOL, ARRAY_TEXT,
                                            ARRAY_TEXT, ARRAY_TEXT, ARRAY_TEXT, ARRAY_TEXT};
    enum { COUNT = sizeof types / sizeof *types };
    struct param_array arrays[COUNT];
    struct params params;
    init_all(arrays, types, COUNT);
    for (size_t i = 0; i < annotation->entity_count; i++) {
        const struct annotated_entity *entity = &annotation->entities[i];
        array_add_text(&arrays[0], entity->id);
        array_add_text(&arrays[1], entity_type_name(entity->type));
        array_add_bool(&arrays[2], entity->known);
        array_add_text(&arrays[3], entity->name);
        array_add_text(&arrays[4], entity->name_ar);
        array_add_text(&arrays[5], entity->name_en);
        array_add_text(&arrays[6], entity->country);
        array_add_text(&arrays[7], entity->wikidata);
    }
    params_init(&params, arena);
    return run(conn, STATEMENT_ENTITIES_INSERT, &params, arrays, COUNT, error);
}

struct names {
    struct param_array ids, keys, spellings;
    struct strbuf key;
};

static void add_name(struct names *names, const char *id, const char *bytes, size_t length)
{
    strbuf_clear(&names->key);
    fold_append(&names->key, (struct text){bytes, length});
    if (!strbuf_ok(&names->key) || names->key.length == 0 || names->key.length > KEY_MAXIMUM)
        return;
    array_add_text(&names->ids, id);
    array_add(&names->keys, names->key.data, names->key.length);
    array_add(&names->spellings, bytes, length);
}

static void add_names(struct names *names, const struct article *article, const struct annotated_entity *entity)
{
    const char *const fields[FIELD_COUNT] = {article->title, article->text.bytes};
    add_name(names, entity->id, entity->name, strlen(entity->name));
    add_name(names, entity->id, entity->name_ar, strlen(entity->name_ar));
    add_name(names, entity->id, entity->name_en, strlen(entity->name_en));
    for (size_t i = 0; i < entity->mention_count; i++) {
        const struct mention *mention = &entity->mentions[i];
        add_name(names, entity->id, fields[mention->field] + mention->start_byte,
                 mention->end_byte - mention->start_byte);
    }
}

static enum status insert_names(struct store_conn *conn, const struct article *article, struct arena *arena,
                                struct error *error)
{
    struct names names;
    struct params params;
    array_init(&names.ids, ARRAY_TEXT);
    array_init(&names.keys, ARRAY_TEXT);
    array_init(&names.spellings, ARRAY_TEXT);
    strbuf_init(&names.key, PACKED_MAXIMUM);
    for (size_t i = 0; i < article->annotation.entity_count; i++)
        add_names(&names, article, &article->annotation.entities[i]);
    strbuf_release(&names.key);
    params_init(&params, arena);
    params_take_array(&params, &names.ids);
    params_take_array(&params, &names.keys);
    params_take_array(&params, &names.spellings);
    return conn_execute(conn, STATEMENT_ENTITY_NAMES_INSERT, &params, NULL, error);
}

static enum status insert_article_entities(struct store_conn *conn, const struct article *article, struct arena *arena,
                                           struct error *error)
{
    static const enum array_type types[] = {ARRAY_TEXT, ARRAY_TEXT, ARRAY_INT4, ARRAY_INT4, ARRAY_FLOAT4, ARRAY_BYTEA};
    enum { COUNT = sizeof types / sizeof *types };
    struct param_array arrays[COUNT];
    struct params params;
    struct strbuf packed;
    init_all(arrays, types, COUNT);
    strbuf_init(&packed, PACKED_MAXIMUM);
    for (size_t i = 0; i < article->annotation.entity_count; i++) {
        const struct annotated_entity *entity = &article->annotation.entities[i];
        strbuf_clear(&packed);
        pack_entity(&packed, entity);
        arena->failed |= !strbuf_ok(&packed);
        array_add_text(&arrays[0], entity->id);
        array_add_text(&arrays[1], entity_type_name(entity->type));
        array_add_int4(&arrays[2], (int32_t)i);
        array_add_int4(&arrays[3], (int32_t)entity->mention_count);
        array_add_float4(&arrays[4], (float)annotation_round_score(entity->salience));
        array_add(&arrays[5], packed.data, packed.length);
    }
    strbuf_release(&packed);
    params_init(&params, arena);
    params_text(&params, article->id);
    params_time(&params, &article->dated_at);
    return run(conn, STATEMENT_ARTICLE_ENTITIES_INSERT, &params, arrays, COUNT, error);
}

enum status entity_rows_insert(struct store_conn *conn, const struct article *article, struct arena *arena,
                               struct error *error)
{
    if (article->annotation.entity_count == 0)
        return STATUS_OK;
    enum status status = insert_entities(conn, &article->annotation, arena, error);
    if (status == STATUS_OK)
        status = insert_names(conn, article, arena, error);
    if (status == STATUS_OK)
        status = insert_article_entities(conn, article, arena, error);
    return status;
}

bool entity_rows_read(struct arena *arena, const PGresult *result, int row, int column, const size_t *text_lengths,
                      struct annotated_entity *ret_entity)
{
    size_t length;
    ret_entity->id = row_text(arena, result, row, column);
    ret_entity->salience = strtod(PQgetvalue(result, row, column + 2), NULL);
    const unsigned char *packed = row_bytes(arena, result, row, column + 3, &length);
    return ret_entity->id && packed && entity_type_parse(PQgetvalue(result, row, column + 1), &ret_entity->type) &&
           unpack_entity(packed, length, text_lengths, arena, ret_entity);
}
