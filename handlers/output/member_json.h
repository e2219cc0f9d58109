/* member_json.h - one member of a JSON object: key and value at once. Threads: pure functions. */
#ifndef ALAM_HANDLERS_OUTPUT_MEMBER_JSON_H
#define ALAM_HANDLERS_OUTPUT_MEMBER_JSON_H

#include "service/base/json.h"

#include <stdbool.h>
#include <stdint.h>

/* NULL writes null. */
void member_text(struct json *json, const char *key, const char *value);
/* An array of strings. */
void member_list(struct json *json, const char *key, const char *const *items, size_t count);
void member_boolean(struct json *json, const char *key, bool value);
void member_count(struct json *json, const char *key, int64_t count);
/* At most so many decimals; trailing zeros are left out. */
void member_number(struct json *json, const char *key, double value, int decimals);
/* Rounded to thousandths, as every score of an answer (annotation_round_score). */
void member_score(struct json *json, const char *key, double score);
/* A time as RFC 3339 writes it; `microseconds` since 1970. */
void member_time(struct json *json, const char *key, int64_t microseconds);
/* The same, or null when there is no such time. */
void member_time_if(struct json *json, const char *key, bool given, int64_t microseconds);

#endif
