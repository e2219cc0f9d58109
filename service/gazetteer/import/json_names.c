#include "service/gazetteer/import/json_names.h"

static void take_string(struct import *import, const char *language, const json_t *string)
{
    struct text name = {json_string_value(string), json_string_length(string)};
    if (!name.bytes)
        return;
    if (language) {
        import_name_in(import, language, name);
        return;
    }
    enum record_language script = name_script(name);
    if (script == RECORD_LANGUAGES)
        import_count(import, IMPORT_NAME_FOREIGN);
    else
        import_name(import, script, name);
}

static void take_one(struct import *import, const char *language, const json_t *value)
{
    if (json_is_object(value))
        take_string(import, language, json_object_get(value, json_object_get(value, "value") ? "value" : "name"));
    else
        take_string(import, language, value);
}

void json_names_take(struct import *import, const char *language, const json_t *value)
{
    const json_t *item;
    size_t i;
    if (!json_is_array(value)) {
        take_one(import, language, value);
        return;
    }
    json_array_foreach(value, i, item)
    {
        take_one(import, language, item);
    }
}
