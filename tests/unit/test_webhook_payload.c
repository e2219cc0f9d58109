#include "service/work/webhook_payload.h"

#include "tests/unit/rows.h"

static struct annotated_entity entities[] = {
    {.id = "person:donald-trump", .type = ENTITY_PERSON, .name = "دونالد ترامب", .salience = 0.5, .mention_count = 2},
    {.id = "place:cairo", .type = ENTITY_PLACE, .name = NULL, .salience = 1.0 / 3, .mention_count = 1},
};

#define HEAD                                                                                                           \
    "{\"type\":\"article.matched\",\"timestamp\":\"1970-01-01T00:00:01Z\",\"data\":{\"subscription\":\"s\","           \
    "\"article\":"
#define NONE ",\"entities\":null}}"

static const struct event {
    const char *reason;
    struct delivery delivery;
    const char *body;
} events[] = {
    {"a test",
     {.subscription = "s", .created_at = 1000000, .test = true},
     "{\"type\":\"subscription.test\",\"timestamp\":\"1970-01-01T00:00:01Z\",\"data\":{\"subscription\":\"s\","
     "\"article\":null" NONE},
    {"an article that was deleted meanwhile", {.subscription = "s", .created_at = 1999999}, HEAD "null" NONE},
    {"an article with two entities, times cut to seconds",
     {.subscription = "s",
      .created_at = 1000000,
      .found = true,
      .article = {.id = "f812e562-620e-8f83-9e89-27dcd853c96b",
                  .source = "a \"q\" \\",
                  .title = "سطر\n",
                  .language = "ar",
                  .received_at = 1767225600999999,
                  .revision = 2,
                  .annotation = {.entities = entities, .entity_count = 2}}},
     HEAD "{\"id\":\"f812e562-620e-8f83-9e89-27dcd853c96b\",\"source\":\"a \\\"q\\\" \\\\\",\"external_id\":null,"
          "\"url\":null,\"title\":\"سطر\\n\",\"author\":null,\"authors\":[],\"section\":null,\"tags\":[],"
          "\"language\":\"ar\",\"published_at\":null,\"modified_at\":null,"
          "\"received_at\":\"2026-01-01T00:00:00Z\",\"updated_at\":null,\"revision\":2},\"entities\":["
          "{\"id\":\"person:donald-trump\",\"type\":\"person\",\"name\":\"دونالد "
          "ترامب\",\"salience\":0.5,\"mention_count\":2},"
          "{\"id\":\"place:cairo\",\"type\":\"place\",\"name\":null,\"salience\":0.333,\"mention_count\":1}]}}"},
    {"a time before 1970 is cut downwards, as PostgreSQL does",
     {.subscription = "s",
      .created_at = 1000000,
      .found = true,
      .article = {.id = "f", .published = true, .published_at = -1750000}},
     HEAD
     "{\"id\":\"f\",\"source\":null,\"external_id\":null,\"url\":null,\"title\":null,\"author\":null,\"authors\":[],"
     "\"section\":null,\"tags\":[],\"language\":null,\"published_at\":\"1969-12-31T23:59:58Z\",\"modified_at\":null,"
     "\"received_at\":\"1970-01-01T00:00:00Z\",\"updated_at\":null,\"revision\":0}" NONE},
};

static void body_is_written(void **state)
{
    ROW(struct event, row, state);
    struct strbuf out;
    strbuf_init(&out, 1 << 16);
    webhook_payload_write(&row->delivery, &out);
    assert_true(strbuf_ok(&out));
    assert_string_equal(out.data, row->body);
    strbuf_release(&out);
}

int main(void)
{
    return RUN_ROWS("bodies of webhooks", events, body_is_written);
}
