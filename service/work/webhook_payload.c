#include "service/work/webhook_payload.h"

#include "handlers/output/article_json.h"
#include "handlers/output/member_json.h"

enum { SECOND = 1000000 /* microseconds */ };

static int64_t whole_seconds(int64_t microseconds)
{
    int64_t fraction = microseconds % SECOND;
    return microseconds - fraction - (fraction < 0 ? SECOND : 0);
}

static void write_article(struct json *json, const struct delivery *delivery)
{
    struct article article = delivery->article;
    article.published_at = whole_seconds(article.published_at);
    article.modified_at = whole_seconds(article.modified_at);
    article.received_at = whole_seconds(article.received_at);
    article.updated_at = whole_seconds(article.updated_at);
    jsonw_key(json, "article");
    if (!delivery->found) {
        jsonw_null(json);
        return;
    }
    jsonw_object(json);
    article_json_write_members(json, &article);
    jsonw_end(json);
}

static void write_entity(struct json *json, const struct annotated_entity *entity)
{
    jsonw_object(json);
    member_text(json, "id", entity->id);
    member_text(json, "type", entity_type_name(entity->type));
    member_text(json, "name", entity->name);
    member_score(json, "salience", entity->salience);
    member_count(json, "mention_count", (int64_t)entity->mention_count);
    jsonw_end(json);
}

static void write_entities(struct json *json, const struct annotation *annotation)
{
    jsonw_key(json, "entities");
    if (annotation->entity_count == 0) {
        jsonw_null(json);
        return;
    }
    jsonw_array(json);
    for (size_t i = 0; i < annotation->entity_count; i++)
        write_entity(json, &annotation->entities[i]);
    jsonw_end(json);
}

void webhook_payload_write(const struct delivery *delivery, struct strbuf *out)
{
    struct json json;
    jsonw_init(&json, out);
    jsonw_object(&json);
    member_text(&json, "type", delivery->test ? "subscription.test" : "article.matched");
    member_time(&json, "timestamp", whole_seconds(delivery->created_at));
    jsonw_key(&json, "data");
    jsonw_object(&json);
    member_text(&json, "subscription", delivery->subscription);
    write_article(&json, delivery);
    write_entities(&json, &delivery->article.annotation);
    jsonw_end(&json);
    jsonw_end(&json);
}
