#include "handlers/output/verdict_json.h"

#include "handlers/output/member_json.h"
#include "service/base/utf8.h"

#include <stdio.h>

static struct text field_of(const struct article *article, enum text_field field)
{
    return field == FIELD_TITLE ? text_of(article->title) : article->text;
}

static int64_t units(struct text text, size_t byte, enum offset_unit unit)
{
    return unit == OFFSET_BYTE ? (int64_t)byte : (int64_t)utf8_count(text.bytes, byte, unit == OFFSET_UTF16);
}

static void write_places(struct json *json, const struct verdict *verdict, struct text text, enum offset_unit unit)
{
    bool moved = verdict->kind == VERDICT_CORRECT &&
                 (verdict->judged.start != verdict->right.start || verdict->judged.end != verdict->right.end);
    if (!verdict->applies)
        return;
    member_count(json, "start", units(text, verdict->judged.start, unit));
    member_count(json, "end", units(text, verdict->judged.end, unit));
    jsonw_key(json, "text");
    jsonw_stringn(json, text.bytes + verdict->judged.start, verdict->judged.end - verdict->judged.start);
    if (!moved)
        return;
    member_count(json, "new_start", units(text, verdict->right.start, unit));
    member_count(json, "new_end", units(text, verdict->right.end, unit));
}

static void write_verdict(struct json *json, const struct article *article, const struct verdict *verdict,
                          enum offset_unit unit)
{
    jsonw_object(json);
    member_text(json, "id", verdict->id);
    member_text(json, "verdict", verdict_kind_name(verdict->kind));
    member_boolean(json, "applies", verdict->applies);
    member_text(json, "field", text_field_name(verdict->field));
    member_text(json, "words", verdict->words);
    write_places(json, verdict, field_of(article, verdict->field), unit);
    if (verdict->kind != VERDICT_REJECT) {
        member_text(json, "type", entity_type_name(verdict->type));
        member_text(json, "entity", verdict->entity);
        member_text(json, "name", verdict->name);
    }
    member_text(json, "note", verdict->note);
    member_text(json, "key", verdict->key_id);
    member_time(json, "made_at", verdict->made_at);
    jsonw_end(json);
}

void verdict_json_write(struct json *json, const struct article *article, const struct verdict_list *verdicts,
                        enum offset_unit unit)
{
    jsonw_object(json);
    member_text(json, "article", article->id);
    member_text(json, "offset_unit", offset_unit_name(unit));
    jsonw_key(json, "verdicts");
    jsonw_array(json);
    for (size_t i = 0; i < verdicts->count; i++)
        write_verdict(json, article, &verdicts->items[i], unit);
    jsonw_end(json);
    jsonw_end(json);
}

static void write_label(struct json *json, const struct annotated_entity *entity, const struct mention *mention)
{
    jsonw_object(json);
    member_count(json, "start", (int64_t)mention->start);
    member_count(json, "end", (int64_t)mention->end);
    member_text(json, "type", entity_type_name(entity->type));
    member_text(json, "name", entity->id);
    member_boolean(json, "judged", mention->method == METHOD_EDITOR);
    jsonw_end(json);
}

static int64_t count_of(const struct verdict_list *verdicts, enum text_field field)
{
    int64_t count = 0;
    for (size_t i = 0; i < verdicts->count; i++)
        count += verdicts->items[i].applies && verdicts->items[i].field == field;
    return count;
}

void verdict_json_write_labelled(struct json *json, const struct article *article, enum text_field field,
                                 const struct verdict_list *verdicts)
{
    const struct annotation *annotation = &article->annotation;
    struct text text = field_of(article, field);
    char id[ARTICLE_ID_LENGTH + sizeof "/title"];
    snprintf(id, sizeof id, "%s/%s", article->id, text_field_name(field));
    jsonw_object(json);
    member_text(json, "id", id);
    member_text(json, "article", article->id);
    member_text(json, "language", article->language);
    member_text(json, "gazetteer_version", annotation->gazetteer_version);
    member_count(json, "verdicts", count_of(verdicts, field));
    jsonw_key(json, "text");
    jsonw_stringn(json, text.bytes, text.length);
    jsonw_key(json, "entities");
    jsonw_array(json);
    for (size_t i = 0; i < annotation->entity_count; i++)
        for (size_t k = 0; k < annotation->entities[i].mention_count; k++)
            if (annotation->entities[i].mentions[k].field == field)
                write_label(json, &annotation->entities[i], &annotation->entities[i].mentions[k]);
    jsonw_end(json);
    jsonw_end(json);
}
