#include "handlers/input/uuid.h"

enum status uuid_read(struct request *request, const char *what, char ret_id[UUID_LENGTH + 1])
{
    return uuid_parse(request->path_values[0], ret_id)
               ? STATUS_OK
               : error_set(&request->error, STATUS_MALFORMED_ID, "%s's id is a UUID.", what);
}

enum status uuid_prepare(struct request *request, const char *what)
{
    char *id = arena_alloc(&request->arena, UUID_LENGTH + 1);
    enum status status = request_allow_parameters(request, NULL);
    if (status != STATUS_OK)
        return status;
    if (!id)
        return STATUS_OUT_OF_MEMORY;
    request_then_query(request, id);
    return uuid_read(request, what, id);
}
