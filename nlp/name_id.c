#include "nlp/name_id.h"

#include "nlp/article/unlisted.h"
#include "nlp/reading.h"

static enum status find_listed(const struct gazetteer *gazetteer, enum entity_type type, struct text name,
                               struct arena *arena, const char **ret_id, struct error *error)
{
    const uint32_t *indexes;
    size_t count, found = 0;
    enum status status = gazetteer_lookup(gazetteer, name, arena, &indexes, &count);
    *ret_id = NULL;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct gazetteer_entity entity;
        gazetteer_entity(gazetteer, indexes[i], &entity);
        if (entity.type == type && found++ == 0)
            *ret_id = entity.id;
    }
    return found > 1
               ? error_set(error, STATUS_INVALID_INPUT, "Several entities have this name: say which one is meant.")
               : status;
}

enum status name_id(const struct gazetteer *gazetteer, enum entity_type type, struct text name, struct arena *arena,
                    const char **ret_id, struct error *error)
{
    struct reading reading;
    char key[NAME_KEY_MAXIMUM];
    enum status status = find_listed(gazetteer, type, name, arena, ret_id, error);
    if (status != STATUS_OK || *ret_id)
        return status;
    status = reading_first(&reading, gazetteer, (struct text){NULL, 0}, name, arena, error);
    if (status != STATUS_OK)
        return status;
    const struct field *field = &reading.tagging.fields[FIELD_TEXT];
    if (field->list.count == 0)
        return error_set(error, STATUS_INVALID_INPUT, "There is no word in this.");
    const struct unlisted_name words = {0, (uint32_t)field->list.count - 1, 0, type};
    unlisted_key(field, &words, key);
    *ret_id = unlisted_id(arena, type, key);
    return *ret_id ? STATUS_OK : error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
}
