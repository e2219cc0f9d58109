/* candidate_json.h - where candidates are named, as JSON: contexts out of articles. Threads: pure functions. */
#ifndef ALAM_HANDLERS_OUTPUT_CANDIDATE_JSON_H
#define ALAM_HANDLERS_OUTPUT_CANDIDATE_JSON_H

#include "service/base/json.h"
#include "service/store/entities/candidates.h"

enum { CANDIDATE_CONTEXTS = 3 };

/* What stands in the field before a mention, some eighty bytes of it, from the beginning of a word on; and behind it. */
struct text candidate_before(struct text field, const struct mention *mention);
struct text candidate_behind(struct text field, const struct mention *mention);
/* The field that a mention is in. */
struct text candidate_field(const struct candidate_article *article, const struct mention *mention);

/* The array `contexts`: the first mention in each of the latest articles, CANDIDATE_CONTEXTS of them. */
void candidate_json_contexts(struct json *json, const struct candidate_facts *facts);

#endif
