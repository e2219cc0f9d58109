/* article_json.h - the article object of the API (schema Article in openapi.json), whole and as lists show it. Threads: pure functions. */
#ifndef ALAM_HANDLERS_ARTICLE_JSON_H
#define ALAM_HANDLERS_ARTICLE_JSON_H

#include "service/base/json.h"
#include "service/store/articles/article.h"

void article_write_json(struct json *json, const struct article *article);
/* Without text; `entities` holds the top entities with the number of their mentions. */
void article_write_summary(struct json *json, const struct article *article);

#endif
