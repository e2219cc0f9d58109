#include "service/json/annotation_json.h"

#include "nlp/lattice/model_evidence.h"

#include <math.h>
#include <string.h>

enum { RUN_ROOM = 128, SCORE_DECIMALS = 3, EXPLAIN_DECIMALS = 6 };

double annotation_round_score(double score)
{
    return round(score * 1000.0) / 1000.0;
}

static void write_score(struct json *json, const char *key, double score)
{
    jsonw_key(json, key);
    jsonw_number(json, annotation_round_score(score), SCORE_DECIMALS);
}

static void write_unless_empty(struct json *json, const char *key, const char *value)
{
    if (!value || !*value)
        return;
    jsonw_key(json, key);
    jsonw_string(json, value);
}

static void write_rival(struct json *json, const struct rival *rival)
{
    jsonw_object(json);
    jsonw_key(json, "id");
    jsonw_string(json, rival->id);
    jsonw_key(json, "text");
    jsonw_string(json, rival->text);
    jsonw_key(json, "score");
    jsonw_number(json, rival->score, EXPLAIN_DECIMALS);
    jsonw_end(json);
}

static void write_parts(struct json *json, const char *key, const struct score_part *parts, size_t count)
{
    jsonw_key(json, key);
    jsonw_object(json);
    for (size_t i = 0; i < count; i++) {
        jsonw_key(json, parts[i].name);
        jsonw_number(json, parts[i].value, EXPLAIN_DECIMALS);
    }
    jsonw_end(json);
}

static void write_evidence(struct json *json, const struct model_evidence *evidence)
{
    jsonw_key(json, "model");
    jsonw_object(json);
    jsonw_key(json, "posterior");
    jsonw_number(json, evidence->posterior, EXPLAIN_DECIMALS);
    write_parts(json, "features", evidence->parts, evidence->count);
    jsonw_end(json);
}

static void write_explanation(struct json *json, const struct explanation *explanation)
{
    jsonw_key(json, "explain");
    jsonw_object(json);
    jsonw_key(json, "spelling");
    jsonw_string(json, explanation->spelling);
    jsonw_key(json, "score");
    jsonw_number(json, explanation->score, EXPLAIN_DECIMALS);
    write_parts(json, "parts", explanation->parts, explanation->part_count);
    jsonw_key(json, "rivals");
    jsonw_array(json);
    for (size_t i = 0; i < explanation->rival_count; i++)
        write_rival(json, &explanation->rivals[i]);
    jsonw_end(json);
    if (explanation->evidence)
        write_evidence(json, explanation->evidence);
    jsonw_end(json);
}

/* Several members that need no escaping, put together before they are written at once: most of an answer is mentions. */
struct run {
    char bytes[RUN_ROOM];
    size_t length;
};

static inline void run_text(struct run *run, const char *text, size_t length)
{
    if (length > sizeof run->bytes - run->length)
        length = sizeof run->bytes - run->length;
    memcpy(run->bytes + run->length, text, length);
    run->length += length;
}
#define RUN_TEXT(run, literal) run_text(run, literal, sizeof(literal) - 1)

static void run_number(struct run *run, size_t value)
{
    char digits[24], *at = digits + sizeof digits;
    do
        *--at = (char)('0' + value % 10);
    while (value /= 10);
    run_text(run, at, (size_t)(digits + sizeof digits - at));
}

static void write_place(struct json *json, const struct mention *mention)
{
    const char *field = text_field_name(mention->field);
    struct run run;
    run.length = 0;
    RUN_TEXT(&run, "\"field\":\"");
    run_text(&run, field, strlen(field));
    RUN_TEXT(&run, "\",\"start\":");
    run_number(&run, mention->start);
    RUN_TEXT(&run, ",\"end\":");
    run_number(&run, mention->end);
    jsonw_members(json, run.bytes, run.length);
}

static void write_mention(struct json *json, const struct mention *mention, const struct text fields[FIELD_COUNT])
{
    jsonw_object(json);
    write_place(json, mention);
    jsonw_key(json, "text");
    jsonw_stringn(json, fields[mention->field].bytes + mention->start_byte, mention->end_byte - mention->start_byte);
    write_unless_empty(json, "prefix", mention->prefix);
    write_score(json, "confidence", mention->confidence);
    jsonw_key(json, "method");
    jsonw_string(json, mention_method_name(mention->method));
    if (mention->explanation)
        write_explanation(json, mention->explanation);
    jsonw_end(json);
}

void annotation_write_identity(struct json *json, const struct annotated_entity *entity)
{
    jsonw_key(json, "id");
    jsonw_string(json, entity->id);
    jsonw_key(json, "type");
    jsonw_string(json, entity_type_name(entity->type));
    jsonw_key(json, "name");
    jsonw_string(json, entity->name);
    jsonw_key(json, "names");
    jsonw_object(json);
    write_unless_empty(json, "ar", entity->name_ar);
    write_unless_empty(json, "en", entity->name_en);
    jsonw_end(json);
    jsonw_key(json, "known");
    jsonw_boolean(json, entity->known);
    jsonw_key(json, "links");
    jsonw_object(json);
    write_unless_empty(json, "wikidata", entity->wikidata);
    jsonw_end(json);
    write_unless_empty(json, "country", entity->country);
}

static void write_entity(struct json *json, const struct annotated_entity *entity,
                         const struct text fields[FIELD_COUNT])
{
    jsonw_object(json);
    annotation_write_identity(json, entity);
    write_score(json, "salience", entity->salience);
    jsonw_key(json, "mentions");
    jsonw_array(json);
    for (size_t i = 0; i < entity->mention_count; i++)
        write_mention(json, &entity->mentions[i], fields);
    jsonw_end(json);
    jsonw_end(json);
}

void annotation_write_json(struct json *json, const struct annotation *annotation,
                           const struct text fields[FIELD_COUNT])
{
    jsonw_object(json);
    annotation_write_members(json, annotation, fields);
    jsonw_end(json);
}

void annotation_write_members(struct json *json, const struct annotation *annotation,
                              const struct text fields[FIELD_COUNT])
{
    jsonw_key(json, "language");
    jsonw_string(json, annotation->language);
    jsonw_key(json, "offset_unit");
    jsonw_string(json, offset_unit_name(annotation->unit));
    jsonw_key(json, "gazetteer_version");
    jsonw_string(json, annotation->gazetteer_version);
    jsonw_key(json, "entities");
    jsonw_array(json);
    for (size_t i = 0; i < annotation->entity_count; i++)
        write_entity(json, &annotation->entities[i], fields);
    jsonw_end(json);
    jsonw_key(json, "warnings");
    jsonw_array(json);
    for (size_t i = 0; i < annotation->warning_count; i++)
        jsonw_string(json, annotation->warnings[i]);
    jsonw_end(json);
}
