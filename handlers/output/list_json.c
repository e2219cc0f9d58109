#include "handlers/output/list_json.h"

#include "handlers/output/member_json.h"

#include <string.h>

void list_json_begin(struct json *json)
{
    jsonw_key(json, "data");
    jsonw_array(json);
}

static void end_object(struct json *json, const char *next_cursor)
{
    member_text(json, "next_cursor", next_cursor);
    jsonw_end(json);
}

void list_json_end(struct json *json, const char *next_cursor)
{
    jsonw_end(json);
    end_object(json, next_cursor);
}

void list_json_write(struct json *json, const char *items)
{
    jsonw_object(json);
    jsonw_key(json, "data");
    jsonw_raw(json, items, strlen(items));
    end_object(json, NULL);
}
