#include "handlers/input/uuid.h"

#include "service/base/uuid.h"

enum status uuid_prepare(struct request *request, const char *what)
{
    static const char *const no_parameters[] = {NULL};
    char *id = arena_alloc(&request->arena, UUID_LENGTH + 1);
    enum status status = request_allow_parameters(request, no_parameters);
    if (status != STATUS_OK)
        return status;
    if (!id)
        return STATUS_OUT_OF_MEMORY;
    if (!uuid_parse(request->path_values[0], id))
        return error_set(&request->error, STATUS_MALFORMED_ID, "%s", what);
    request_then_query(request, id);
    return STATUS_OK;
}
