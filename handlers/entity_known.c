#include "handlers/entity_known.h"

#include "service/store/entities/entities.h"

enum status entity_known(struct request *request, struct store_conn *conn)
{
    struct stored_entity entity;
    size_t index;
    const char *id = request->path_values[0];
    if (gazetteer_find(request->app->gazetteer, id, &index))
        return STATUS_OK;
    return entities_get(conn, id, &request->arena, &entity, &request->error);
}
