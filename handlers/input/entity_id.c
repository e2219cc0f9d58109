#include "handlers/input/entity_id.h"

#include <string.h>

const char *check_entity_id(const char *value, size_t length)
{
    size_t kind = strspn(value, "abcdefghijklmnopqrstuvwxyz");
    size_t digits = *value == 'Q' ? strspn(value + 1, "0123456789") : 0;
    if (digits && digits + 1 == length)
        return NULL;
    if (kind && value[kind] == ':' && value[kind + 1] && length <= ENTITY_ID_MAXIMUM)
        return NULL;
    return "An entity's id looks like person:donald-trump, iso:EG or Q42.";
}

enum status entity_id_check_path(struct request *request)
{
    const char *id = request->path_values[0], *fault = check_entity_id(id, strlen(id));
    return fault ? error_set(&request->error, STATUS_MALFORMED_ID, "%s", fault) : STATUS_OK;
}
