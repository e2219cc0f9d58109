#include "handlers/output/article_json.h"

#include "handlers/output/member_json.h"
#include "nlp/answer/offsets.h"
#include "service/json/annotation_json.h"

#include <string.h>

static void write_head(struct json *json, const struct article *article)
{
    member_text(json, "id", article->id);
    member_text(json, "source", article->source);
    member_text(json, "external_id", article->external_id);
    member_text(json, "url", article->url);
    member_text(json, "title", article->title);
    member_text(json, "author", article->authors.count ? article->authors.items[0] : NULL);
    member_list(json, "authors", article->authors.items, article->authors.count);
    member_text(json, "section", article->section);
    member_list(json, "tags", article->tags.items, article->tags.count);
}

static void write_rest(struct json *json, const struct article *article)
{
    member_text(json, "language", article->language);
    member_time_if(json, "published_at", article->published, article->published_at);
    member_time_if(json, "modified_at", article->modified, article->modified_at);
    member_time(json, "received_at", article->received_at);
    member_time_if(json, "updated_at", article->updated, article->updated_at);
    member_count(json, "revision", article->revision);
}

void article_json_write(struct json *json, const struct article *article)
{
    struct text title = {article->title, article->title ? strlen(article->title) : 0};
    jsonw_object(json);
    write_head(json, article);
    jsonw_key(json, "text");
    jsonw_stringn(json, article->text.bytes, article->text.length);
    write_rest(json, article);
    jsonw_key(json, "annotation");
    annotation_write_json(json, &article->annotation, (const struct text[FIELD_COUNT]){title, article->text});
    jsonw_end(json);
}

enum status article_json_write_in(struct json *json, const struct article *article, enum offset_unit unit,
                                  struct arena *arena)
{
    struct article copy = *article;
    const struct text fields[FIELD_COUNT] = {text_of(article->title), article->text};
    if (unit != article->annotation.unit && !offsets_convert(&copy.annotation, fields, unit, arena))
        return STATUS_OUT_OF_MEMORY;
    article_json_write(json, &copy);
    return STATUS_OK;
}

void article_json_write_members(struct json *json, const struct article *article)
{
    write_head(json, article);
    write_rest(json, article);
}

static void write_entity(struct json *json, const struct annotated_entity *entity)
{
    jsonw_object(json);
    annotation_write_identity(json, entity);
    member_score(json, "salience", entity->salience);
    member_count(json, "mention_count", (int64_t)entity->mention_count);
    jsonw_end(json);
}

void article_json_write_summary(struct json *json, const struct article *article)
{
    jsonw_object(json);
    article_json_write_members(json, article);
    member_text(json, "gazetteer_version", article->annotation.gazetteer_version);
    jsonw_key(json, "entities");
    jsonw_array(json);
    for (size_t i = 0; i < article->annotation.entity_count; i++)
        write_entity(json, &article->annotation.entities[i]);
    jsonw_end(json);
    jsonw_end(json);
}
