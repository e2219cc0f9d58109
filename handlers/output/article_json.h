/* article_json.h - an article as JSON (the schema Article of openapi.json): whole, and as lists show it. Threads: pure
 * functions. */
#ifndef ALAM_HANDLERS_OUTPUT_ARTICLE_JSON_H
#define ALAM_HANDLERS_OUTPUT_ARTICLE_JSON_H

#include "service/base/arena.h"
#include "service/base/json.h"
#include "service/base/status.h"
#include "service/store/articles/article.h"

/* The whole article with its text and annotation. */
void article_json_write(struct json *json, const struct article *article);
/* The same with offsets that count `unit`; memory comes from the arena. STATUS_OUT_OF_MEMORY: it is full. */
enum status article_json_write_in(struct json *json, const struct article *article, enum offset_unit unit,
                                  struct arena *arena);
/* Who wrote what where and when: the members of an article but its text, annotation and entities, in the object that is
 * open. */
void article_json_write_members(struct json *json, const struct article *article);
/* The article without its text; `entities` has its top entities with the number of their mentions. */
void article_json_write_summary(struct json *json, const struct article *article);

#endif
