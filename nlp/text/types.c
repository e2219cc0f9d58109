#include "nlp/text/types.h"

#include <string.h>

static const char *const type_names[] = {"person", "place", "organization"};
static const char *const unit_names[] = {"codepoint", "utf16", "byte"};
static const char *const method_names[] = {"gazetteer", "grammar", "coreference", "editor"};
static const char *const field_names[] = {"title", "text"};

const char *entity_type_name(enum entity_type type)
{
    return type_names[type];
}

const char *offset_unit_name(enum offset_unit unit)
{
    return unit_names[unit];
}

const char *mention_method_name(enum mention_method method)
{
    return method_names[method];
}

const char *text_field_name(enum text_field field)
{
    return field_names[field];
}

static int find(const char *const *names, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

bool entity_type_parse(const char *name, enum entity_type *ret_type)
{
    int found = find(type_names, ENTITY_TYPE_COUNT, name);
    if (found >= 0)
        *ret_type = (enum entity_type)found;
    return found >= 0;
}

bool offset_unit_parse(const char *name, enum offset_unit *ret_unit)
{
    int found = find(unit_names, OFFSET_UNIT_COUNT, name);
    if (found >= 0)
        *ret_unit = (enum offset_unit)found;
    return found >= 0;
}
