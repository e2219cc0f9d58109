#include "handlers/output/member_json.h"

#include "service/base/timestamp.h"
#include "service/json/annotation_json.h"

enum { SCORE_DECIMALS = 3 };

void member_text(struct json *json, const char *key, const char *value)
{
    jsonw_key(json, key);
    jsonw_string(json, value);
}

void member_list(struct json *json, const char *key, const char *const *items, size_t count)
{
    jsonw_key(json, key);
    jsonw_array(json);
    for (size_t i = 0; i < count; i++)
        jsonw_string(json, items[i]);
    jsonw_end(json);
}

void member_boolean(struct json *json, const char *key, bool value)
{
    jsonw_key(json, key);
    jsonw_boolean(json, value);
}

void member_count(struct json *json, const char *key, int64_t count)
{
    jsonw_key(json, key);
    jsonw_integer(json, count);
}

void member_number(struct json *json, const char *key, double value, int decimals)
{
    jsonw_key(json, key);
    jsonw_number(json, value, decimals);
}

void member_score(struct json *json, const char *key, double score)
{
    member_number(json, key, annotation_round_score(score), SCORE_DECIMALS);
}

void member_time(struct json *json, const char *key, int64_t microseconds)
{
    char buffer[TIMESTAMP_LENGTH];
    member_text(json, key, timestamp_format(microseconds, buffer));
}

void member_time_if(struct json *json, const char *key, bool given, int64_t microseconds)
{
    if (given)
        member_time(json, key, microseconds);
    else
        member_text(json, key, NULL);
}
